// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/Prediction.h"

namespace avs::formats {

/// Reads what writeSegmentation() wrote (SegmentationWriter.h): the steps of segmentation.json with their
/// masks, in the file's order. Errors: NotFound (the JSON or a mask), Unreadable, Damaged (not JSON, a field
/// missing, a mask that is no palette picture or has another size than the first), Unsupported (another kind
/// of JSON, or a newer version). Any thread.
[[nodiscard]] base::Result<std::vector<inference::StepPredictionPtr>> readSegmentation(const QString& folder);

} // namespace avs::formats
