// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/imaging/RgbImage.h"

#include <QString>

#include <span>
#include <vector>

namespace avs::formats {

/// A row of metadata.csv.
struct AvsRow
{
    QString vid;
    QString uid;
    QString subset; ///< the column "label"
    QString split;
    std::vector<int> classes; ///< written to a_obj by name, in this order; none gives "background"
};

/// Writes metadata.csv and label2idx.json into `root`, which exists. Unwritable.
[[nodiscard]] base::Result<void> writeAvsIndex(const QString& root, const std::vector<QString>& classNames,
                                               const std::vector<AvsRow>& rows);

/// Makes <root>/<subset>/<uid> with its frames and labels folders and returns its path. Unwritable.
[[nodiscard]] base::Result<QString> makeAvsClipFolder(const QString& root, const QString& subset,
                                                      const QString& uid);

/// Writes frames/<k>.jpg (quality 95), labels_rgb/<k>.png and labels_semantic/<k>.png. Unwritable.
[[nodiscard]] base::Result<void> writeAvsFrame(const QString& clipFolder, int k,
                                               const imaging::RgbImage& image,
                                               const imaging::LabelMap& labels);

/// Writes audio.wav. Unwritable.
[[nodiscard]] base::Result<void> writeAvsSound(const QString& clipFolder, std::span<const float> samples,
                                               int rateHz);

} // namespace avs::formats
