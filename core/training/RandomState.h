// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace avs::training {

/// The state of LibTorch's global generators: the CPU's, and the device's when that is another.
struct RandomState
{
    torch::Tensor cpu;    ///< bytes
    torch::Tensor device; ///< bytes; undefined on the CPU

    [[nodiscard]] static RandomState of(torch::Device device);
    /// What is undefined stays as it is.
    void restore(torch::Device device) const;
};

/// Draws within its life do not count: afterwards the generators stand where they stood.
class RandomAside
{
public:
    RandomAside(torch::Device device, std::uint64_t seed);
    ~RandomAside();
    RandomAside(const RandomAside&) = delete;
    RandomAside& operator=(const RandomAside&) = delete;

private:
    torch::Device m_device;
    RandomState m_before;
};

} // namespace avs::training
