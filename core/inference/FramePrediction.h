// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/imaging/RgbImage.h"

#include <memory>

namespace avs::inference {

/// The mask of one frame.
struct FramePrediction
{
    enum class Source
    {
        Inferred, ///< the model looked at this frame
        Carried   ///< followed from the step's frame by SAM 2's memory
    };
    base::FrameIndex frame;
    base::MediaTime time;
    imaging::LabelMap labels; ///< class per pixel at the clip's own size
    Source source = Source::Carried;
    int step = 0; ///< which step it is from
};
using FramePredictionPtr = std::shared_ptr<const FramePrediction>;

} // namespace avs::inference
