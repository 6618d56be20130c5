// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/Device.h"
#include "core/jobs/SegmentationModel.h"

namespace avs::jobs {

/// Makes models that run an inference::ModelSession; arguments and errors as ModelSession::load.
[[nodiscard]] ModelFactory sessionModelFactory(const QString& modelPath, const QString& vocabularyPath,
                                               inference::DeviceChoice device);

} // namespace avs::jobs
