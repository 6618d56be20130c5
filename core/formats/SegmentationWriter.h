// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/imaging/Overlay.h"
#include "core/inference/FramePrediction.h"
#include "core/inference/Prediction.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace avs::formats {

/// Writes what `tavis segment` and the window's Export write, step by step, so that a long clip takes no more
/// memory than a short one (but some bytes for the name of each mask):
///   masks/000000.png …   palette PNG (index = class), one per step, named by the frame's presentation index;
///                        those of other frames too, if they are given
///   binary/000000.png …  where a step has its logits (SegmentOptions::evidence): all that sounds, 255 or 0
///   queries/000000-0.png …  the same of each of its object queries
///   segmentation.json    clip, model, device, classes with colours; per step its times, mask file, scores,
///                        objects and the likeliest classes of every query; per given frame its time, step,
///                        mask file and whether it was inferred or carried
///   overlay.mp4          the clip with its sound and the masks drawn over it
/// Everything is written beside its place and moved there at the end, all together: destroyed before, older
/// files of the folder are as they were and what was begun is gone. One thread.
class SegmentationWriter
{
public:
    /// `folder` is made if missing. Errors: Unwritable (says whether the folder is read-only or the disk
    /// full), those of `media::probe()`.
    [[nodiscard]] static base::Result<std::unique_ptr<SegmentationWriter>>
    create(const QString& folder, const QString& clipPath, const inference::ModelInfo& model,
           double overlayOpacity = imaging::kDefaultOverlayOpacity);
    ~SegmentationWriter();

    /// Steps come in the order of their times. Unwritable.
    [[nodiscard]] base::Result<void> add(const inference::StepPrediction& step);
    /// The mask of a frame, after the step that it is from; frames come in any order. Unwritable.
    [[nodiscard]] base::Result<void> add(const inference::FramePrediction& frame);
    [[nodiscard]] int steps() const;

    /// Draws the overlay film and moves everything to its place; the writer is done. `onProgress(0 … 1)` on
    /// the calling thread. Errors: Unwritable, those of the decoders, Cancelled.
    [[nodiscard]] base::Result<void> finish(const std::function<void(double)>& onProgress,
                                            std::stop_token stop);
    /// Keeps the steps so far without a film, for a run that was stopped or failed, also in finish(). Marked
    /// incomplete unless that was in finish(). The writer is done. False, and nothing is kept, where there is
    /// no step or the folder holds an earlier segmentation, which is worth more. Unwritable, also when
    /// segmentation.json broke off before.
    [[nodiscard]] base::Result<bool> keepUnfinished();

private:
    struct Impl;
    explicit SegmentationWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

struct SegmentationExport
{
    QString clipPath;
    inference::ModelInfo model;
    std::vector<inference::StepPredictionPtr> steps;
    double overlayOpacity = imaging::kDefaultOverlayOpacity;
};

/// The same with steps that are all there already. `onProgress(0 … 1)` on the calling thread. Errors:
/// as the writer's, Cancelled.
[[nodiscard]] base::Result<void> writeSegmentation(const SegmentationExport& what, const QString& folder,
                                                   const std::function<void(double)>& onProgress,
                                                   std::stop_token stop);

/// The step that speaks for a moment, or null when none does.
[[nodiscard]] inference::StepPredictionPtr stepAt(const std::vector<inference::StepPredictionPtr>& steps,
                                                  base::MediaTime time);

} // namespace avs::formats
