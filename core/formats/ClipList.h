// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/AvsDataset.h"

#include <QSet>

namespace avs::formats {

/// Collects the clips that a data set's list names: each once and only those with pictures; the others become
/// problems of the set. For the readers of this folder.
class ClipList
{
public:
    /// Keeps a reference to `dataset`.
    ClipList(AvsDataset& dataset, const QString& listPath);

    /// `clip` has its files' places; its frames are counted here, `most` at most, and the video is looked
    /// for. Of single-source training clips
    /// (`onlyFirst`) one frame counts as annotated, else all do.
    void add(AvsClip clip, bool onlyFirst, int most = 1 << 20);

    [[nodiscard]] const QString& name() const { return m_name; }

private:
    AvsDataset& m_dataset;
    QString m_name;
    QSet<QString> m_seen;
};

} // namespace avs::formats
