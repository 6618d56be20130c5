// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/imaging/Overlay.h"
#include "core/inference/Prediction.h"

#include <functional>
#include <stop_token>

namespace avs::formats {

/// What `tavis segment` and the window's Export write:
///   masks/000000.png …   palette PNG (index = class), one per step, named by the frame's presentation index
///   segmentation.json    clip, model, device, classes with colours, and per step its times, mask file and
///   objects overlay.mp4          the clip with its sound and the masks drawn over it
struct SegmentationExport
{
    QString clipPath;
    inference::ModelInfo model;
    std::vector<inference::StepPredictionPtr> steps;
    double overlayOpacity = imaging::kDefaultOverlayOpacity;
};

/// Writes into `folder` (made if missing). `onProgress(0 … 1)` on the calling thread. A failed or cancelled
/// export removes what it began and leaves older files of the folder alone. Errors: Unwritable (says whether
/// the folder is read-only or the disk full), those of the decoders, Cancelled.
[[nodiscard]] base::Result<void> writeSegmentation(const SegmentationExport& what, const QString& folder,
                                                   const std::function<void(double)>& onProgress,
                                                   std::stop_token stop);

/// The step that speaks for a moment, or null when none does.
[[nodiscard]] inference::StepPredictionPtr stepAt(const std::vector<inference::StepPredictionPtr>& steps,
                                                  base::MediaTime time);

} // namespace avs::formats
