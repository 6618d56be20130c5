// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/Device.h"
#include "core/inference/FramePrediction.h"
#include "core/inference/Prediction.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace avs::inference {

/// Carries the masks of a step to all frames of its stretch by SAM 2's video predictor (sam2.md §10),
/// forwards and backwards from the frame that was looked at. Its objects are the classes of the step's label
/// map. What it holds does not grow with the clip or the stretch. Moves, but is used on one thread at a time.
class MaskCarrier
{
public:
    /// `path`: a published SAM 2 or 2.1 weight file. Errors: those of the file; Unsupported (another model);
    /// Device; OutOfMemory.
    [[nodiscard]] static base::Result<MaskCarrier> open(const QString& path, DeviceChoice device);
    MaskCarrier(MaskCarrier&&) noexcept;
    MaskCarrier& operator=(MaskCarrier&&) noexcept;
    ~MaskCarrier();

    /// The clip whose frames are read from now on. Errors: those of the decoder.
    [[nodiscard]] base::Result<void> setClip(const QString& path, std::stop_token stop = {});

    using OnFrame = std::function<void(FramePredictionPtr)>;
    /// Every frame that begins in [step.begin, step.end), each once: the step's own, those after it in order,
    /// then those before it, last first. A frame that cannot be decoded is taken for one near it. Stops
    /// within a frame: Cancelled. Further errors: those of the decoder, OutOfMemory.
    [[nodiscard]] base::Result<void> carry(const StepPrediction& step, const OnFrame& onFrame,
                                           std::stop_token stop = {});

private:
    friend class ModelSession;
    struct Impl;
    explicit MaskCarrier(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace avs::inference
