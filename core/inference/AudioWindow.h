// SPDX-License-Identifier: GPL-3.0-or-later
// For .cpp files that see LibTorch.
#pragma once

#include "core/inference/ModelSession.h"
#include "core/nn/tavis/Tavis.h"

namespace avs::inference {

/// The middle, in seconds, of the 2 s that a model with this window hears with a moment, in a sound of
/// `soundSeconds` (tavis.md §1.2). A moment that is none of a series is heard centred.
[[nodiscard]] double heardSeconds(nn::TavisOptions::AudioWindow window, const Moment& moment,
                                  double soundSeconds);

} // namespace avs::inference
