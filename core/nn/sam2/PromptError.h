// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>

namespace avs::nn {

/// A prompt or picture that cannot be used; what() names the value. The predictor is as it was.
class PromptError : public std::invalid_argument
{
public:
    using std::invalid_argument::invalid_argument;
};

} // namespace avs::nn
