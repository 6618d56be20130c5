// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <map>
#include <string>
#include <tuple>

namespace avs::nn {

/// Axial rotary positions of a map (SAM 2 position_encoding.py compute_axial_cis). No parameters; what was
/// computed is kept. Not for concurrent use.
class RotaryEncoding
{
public:
    /// headDim: divisible by 4. The first half of the rotations follows x, the second y.
    explicit RotaryEncoding(std::int64_t headDim, double theta = 10000);

    /// Complex [height·width, headDim / 2], row by row, of unit length, on the device of `like`; single
    /// precision, double for a double `like`.
    [[nodiscard]] torch::Tensor rotations(std::int64_t height, std::int64_t width, const torch::Tensor& like);

private:
    using Key = std::tuple<std::int64_t, std::int64_t, std::string, bool>;

    std::int64_t m_headDim;
    double m_theta;
    std::map<Key, torch::Tensor> m_cache;
};

/// Turns pairs of features (2j, 2j+1) as complex numbers. x [B, heads, r·L, d], rotations [L, d/2], repeated
/// r times.
[[nodiscard]] torch::Tensor rotate(const torch::Tensor& x, const torch::Tensor& rotations);

} // namespace avs::nn
