// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <optional>
#include <stdexcept>
#include <string>

namespace avs::nn {

/// A picture, sound, text or prompt that cannot be used; what() names the value. Nothing has changed: the
/// object that threw can be used on. (A tensor of a wrong shape is a bug of the caller: c10::Error.)
class InputError : public std::invalid_argument
{
public:
    using std::invalid_argument::invalid_argument;
};

/// The first value that is infinite or not a number, in words ("nan at [0, 12]"); nothing when there is none.
/// Waits for the device that holds the values, so it belongs before a forward pass, not into it.
[[nodiscard]] std::optional<std::string> firstNotFinite(const torch::Tensor& values);

} // namespace avs::nn
