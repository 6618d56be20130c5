// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/formats: the fields of segmentation.json.
//
//   format "tavis-segmentation", version 1
//   clip    { path, width, height, duration }                       pixels and seconds, as all times
//   model   { name, path, sha256, device }
//   classes [ { index, name, maskColor "#rrggbb", overlayColor } ]  colours of masks/*.png and of overlay.mp4
//   steps   [ { step, frame, time, begin, end, mask "masks/000012.png", objects [ … ] } ]
//   objects [ { query, class, name, probability, audioProbability, imageProbability, predictedIou,
//               objectScore, area } ]
#pragma once

#include "core/base/Result.h"
#include "core/inference/Prediction.h"
#include "core/media/ClipInfo.h"

#include <QByteArray>
#include <QStringList>

namespace avs::formats {

struct StoredStep
{
    inference::StepPrediction step; ///< without labels
    QString mask;                   ///< relative to the folder
};

/// `masks[i]` belongs to `steps[i]`.
[[nodiscard]] QByteArray toSegmentationJson(const media::ClipInfo& clip, const inference::ModelInfo& model,
                                            const std::vector<inference::StepPredictionPtr>& steps,
                                            const QStringList& masks);
/// `path` is for the errors: Damaged, Unsupported.
[[nodiscard]] base::Result<std::vector<StoredStep>> fromSegmentationJson(const QByteArray& json,
                                                                         const QString& path);

} // namespace avs::formats
