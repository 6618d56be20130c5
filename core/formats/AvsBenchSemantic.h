// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/AvsDataset.h"

namespace avs::formats {

/// Reads AVSBench-semantic's layout and looks which clips are there:
///   metadata.csv (vid,uid,s_min,s_sec,a_obj,split,label), label2idx.json (name → index)
///   <label>/<uid>/frames/<k>.jpg (or .png), labels_rgb/<k>.png, labels_semantic/<k>.png, audio.wav
/// Tolerates what the published set has: rows of absent clips, "off-the-screen" and "background" as objects,
/// spaces inside names, 5 frames (v1s, v1m) and 10 (v2), any size. Of the training clips of v1s only the
/// first frame counts. `options.maskRoot` is not looked at. Errors as openAvsDataset(). Any thread.
[[nodiscard]] base::Result<AvsDataset> readAvsBenchSemantic(const QString& root,
                                                            const AvsDatasetOptions& options = {});

/// label2idx.json: the names by index. Damaged when a name or an index comes twice or an index is left out.
[[nodiscard]] base::Result<std::vector<QString>> readAvsClassNames(const QString& path);

} // namespace avs::formats
