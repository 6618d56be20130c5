// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/InputError.h"

namespace avs::nn {

/// A prompt or picture that a predictor cannot use; what() names the value. The predictor is as it was.
class PromptError : public InputError
{
public:
    using InputError::InputError;
};

} // namespace avs::nn
