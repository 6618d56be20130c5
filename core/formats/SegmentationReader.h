// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/FramePrediction.h"
#include "core/inference/Prediction.h"

namespace avs::formats {

/// Reads what writeSegmentation() wrote (SegmentationWriter.h): the steps of segmentation.json with their
/// masks, in the file's order. Errors: NotFound (the JSON or a mask), Unreadable, Damaged (not JSON, a field
/// missing, a mask that is no palette picture or has another size than the first), Unsupported (another kind
/// of JSON, or a newer version). Any thread.
[[nodiscard]] base::Result<std::vector<inference::StepPredictionPtr>> readSegmentation(const QString& folder);

/// A frame of a segmentation that has masks for every frame.
struct StoredFrame
{
    base::FrameIndex frame;
    base::MediaTime time;
    inference::FramePrediction::Source source = inference::FramePrediction::Source::Carried;
    int step = 0;
    QString mask; ///< relative to the folder
};
/// The frames of segmentation.json in order; none when only its steps have masks. Errors as
/// readSegmentation(), but no mask is opened. Any thread.
[[nodiscard]] base::Result<std::vector<StoredFrame>> readFrames(const QString& folder);

} // namespace avs::formats
