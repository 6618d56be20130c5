// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/AvsDataset.h"

namespace avs::formats {

// AVSBench-object: pictures of 224×224 and masks in black and white, numbered from 1. Errors as
// openAvsDataset(). Any thread.

/// S4, one thing sounds ("Single-source"). The classes are the categories, of which each clip has one.
///   s4_meta_data.csv: by place name, second, category; the column "split"
///   s4_data/visual_frames/<split>/<category>/<name>/<name>_<1…5>.png
///   s4_data/gt_masks/<split>/<category>/<name>/<name>_<1…5>.png (train: only 1)
///   s4_data/audio_wav/<split>/<category>/<name>.wav, raw_videos/<split>/<category>/<name>.mp4
[[nodiscard]] base::Result<AvsDataset> readAvsBenchS4(const QString& root);

/// MS3, several things sound ("Multi-sources"). Which ones is not told, so the only class is "sounding".
///   ms3_meta_data.csv: name first; the column "split"
///   ms3_data/visual_frames/<name>/<name>.mp4_<1…5>.png, without the split
///   ms3_data/gt_masks/<split>/<name>/<name>_<1…5>.png, ms3_data/audio_wav/<split>/<name>.wav
///   ms3_data/raw_videos/<name>.mp4
[[nodiscard]] base::Result<AvsDataset> readAvsBenchMs3(const QString& root);

/// A clip of S4 or MS3 with its files' places, frames not yet counted. MS3 has no categories.
[[nodiscard]] AvsClip objectClip(const QString& root, AvsLayout layout, const QString& split,
                                 const QString& category, const QString& name);

/// The protocol of TAViS' released data loader: pictures of S4 or MS3, but masks, classes and sound of the
/// same clip in AVSBench-semantic (folder v1s or v1m below `semanticRoot`), the first folder whose name is
/// the clip's or begins with it and "_". Clips without one, and the one that the release skips (vhUM-UOKpSk
/// in S4's training split), are left out.
[[nodiscard]] base::Result<AvsDataset> withSemanticMasks(AvsDataset object, const QString& semanticRoot);

} // namespace avs::formats
