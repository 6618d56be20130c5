// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/Device.h"
#include "core/inference/Prediction.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace avs::inference {

struct SegmentOptions
{
    double stepSeconds = 1.0; ///< distance of the moments looked at; the first lies half a step in
    bool muted = false;       ///< gives the model silence instead of the clip's sound
};

/// A loaded TAViS model on one device. Use from one thread at a time.
class ModelSession
{
public:
    /// `path`: a .safetensors file with its configuration and class names in the metadata (as
    /// `tavis train` writes it). `vocabularyPath`: CLIP's BPE vocabulary, see ClipTokenizer. Errors:
    /// NotFound, Unreadable, Damaged, Unsupported (not a TAViS model; the sentence says what it is), Invalid
    /// (its configuration), Device, OutOfMemory, Cancelled.
    [[nodiscard]] static base::Result<std::unique_ptr<ModelSession>>
    load(const QString& path, const QString& vocabularyPath, DeviceChoice device, std::stop_token stop = {});
    ~ModelSession();

    [[nodiscard]] const ModelInfo& info() const;

    /// One moment: `image` of any size; of `sound16k` (mono at 16 kHz, the whole recording) the model hears
    /// the 2 s around `seconds`, shifted to lie inside; what is missing is silence. Fills labels (at the
    /// image's size), objects and binaryLogits; times are the caller's.
    [[nodiscard]] base::Result<StepPrediction> segmentMoment(const imaging::RgbImage& image,
                                                             std::span<const float> sound16k, double seconds);

    /// The whole clip, step by step, `onStep(prediction, totalSteps)` after each (on the calling thread).
    /// A clip without sound, or with a broken sound track, is run on silence; a step whose frame cannot be
    /// decoded is left out. Returns the number of steps. Errors: as the decoders; Unsupported without
    /// pictures; Cancelled (steps already handed out stay valid).
    [[nodiscard]] base::Result<int> segmentClip(const QString& clipPath, const SegmentOptions& options,
                                                const std::function<void(StepPredictionPtr, int)>& onStep,
                                                std::stop_token stop);

    /// Median milliseconds of each stage of one step over `runs` runs, "whole step" last; see
    /// nn::benchStages().
    [[nodiscard]] base::Result<std::vector<std::pair<QString, double>>> bench(int runs);

private:
    struct Impl;
    explicit ModelSession(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// Where the data that comes with the program lies: $TAVIS_DATA_DIR, beside the program, or the build's own
/// folder, the first that holds the file. Empty when none does.
[[nodiscard]] QString findDataFile(const QString& relativePath);

} // namespace avs::inference
