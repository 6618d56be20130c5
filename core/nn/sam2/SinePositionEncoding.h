// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <map>
#include <string>
#include <tuple>

namespace avs::nn {

/// Sine encoding of pixel positions (SAM 2 position_encoding.py PositionEmbeddingSine, normalised). Has no
/// parameters and depends on the shape only, so what was computed is kept. Not for concurrent use.
class SinePositionEncoding
{
public:
    /// channels: even; the first half encodes the row, the second the column.
    explicit SinePositionEncoding(std::int64_t channels, double temperature = 10000);

    /// [1, channels, height, width] on the device and in the dtype of `like`. Never requires a gradient.
    [[nodiscard]] torch::Tensor at(std::int64_t height, std::int64_t width, const torch::Tensor& like);

private:
    using Key = std::tuple<std::int64_t, std::int64_t, std::string, c10::ScalarType>;

    std::int64_t m_channels;
    double m_temperature;
    std::map<Key, torch::Tensor> m_cache;
};

} // namespace avs::nn
