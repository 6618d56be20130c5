// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/AudioWindow.h"

#include "core/inference/Tensors.h"
#include "core/nn/imagebind/AudioTransform.h"

#include <algorithm>

namespace avs::inference {

double heardSeconds(nn::TavisOptions::AudioWindow window, const Moment& moment, double soundSeconds)
{
    using Window = nn::TavisOptions::AudioWindow;
    if (window == Window::Centred || moment.count == 0)
        return moment.seconds;
    constexpr double kHeard = static_cast<double>(nn::kClipSamples) / kModelRateHz;
    const double room = std::max(0.0, soundSeconds - kHeard);
    const int parts = window == Window::AvsBench ? std::max(1, moment.count - 1) : moment.count;
    return room * moment.index / parts + kHeard / 2;
}

} // namespace avs::inference
