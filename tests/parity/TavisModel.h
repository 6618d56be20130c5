// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/tavis/Tavis.h"
#include "tests/parity/Parity.h"

namespace avs::parity {

/// The options of the release's constructor, as the tavis_full_infer and tavis_train_* cases name them.
[[nodiscard]] nn::TavisOptions releaseOptions(const nn::Json& config);
/// A model with the fixture's weights, on its device, in evaluation mode.
[[nodiscard]] nn::Tavis releaseModel(const Fixture& fixture, const nn::TavisOptions& options);
/// What goes in: the pictures are stored at a quarter of their size, each pixel repeated.
[[nodiscard]] nn::TavisImpl::Input releaseInput(const Fixture& fixture);

} // namespace avs::parity
