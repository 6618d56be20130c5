// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/formats/AvsDataset.h"
#include "core/synthesis/Synthesizer.h"

#include <functional>
#include <stop_token>

namespace avs::synthesis {

struct SynthesisOptions
{
    QString folder; ///< made if missing
    /// Semantic, SingleSource or MultiSource.
    formats::AvsLayout layout = formats::AvsLayout::Semantic;
    std::uint64_t seed = 1;
    int clips = 100;
    ClipOptions clip;
    /// Name of the one split that all clips are of ("train", "val", "test"); empty: by the fractions below.
    QString split;
    double trainFraction = 0.8; ///< the first clips; the rest after train and val is test
    double valFraction = 0.1;
    int videos = kAllVideos; ///< how many clips, from the first, also get an .mp4
    int threads = 2;

    static constexpr int kAllVideos = -1;
};

/// Writes a set in AVSBench-semantic's layout (formats/AvsBenchSemantic.h):
///   metadata.csv, label2idx.json, synthesis.json (how it was made; says that the folder is ours)
///   v1m/<uid>/frames/0.jpg …, labels_rgb/0.png …, labels_semantic/0.png …, audio.wav, clip.mp4
/// or in those of AVSBench-object (formats/AvsBenchObject.h), where masks show what sounds without classes,
/// and S4's category is the first thing that sounds, though others may sound with it; 5 frames of a clip at
/// most are read there. Same options, same bytes. Calls `onProgress(clips done, clips)` on the calling
/// thread, which it blocks. An earlier set of its own in the folder is replaced. Errors: Invalid (options; a
/// folder that holds something else), Unwritable, Cancelled (what is finished stays, without metadata.csv).
[[nodiscard]] base::Result<void> synthesizeDataset(const SynthesisOptions& options,
                                                   const std::function<void(int, int)>& onProgress,
                                                   std::stop_token stop);

/// "synth<seed>_<index>", the uid of a clip; the part before "_" is its vid.
[[nodiscard]] QString synthesizedUid(std::uint64_t seed, int index);

} // namespace avs::synthesis
