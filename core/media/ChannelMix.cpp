// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/ChannelMix.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace avs::media {

namespace {

/// False where FFmpeg knows no way.
bool usualWeights(const AVChannelLayout& source, int wanted, std::vector<double>& weights)
{
    AVChannelLayout target{};
    av_channel_layout_default(&target, wanted);
    if (source.order != AV_CHANNEL_ORDER_NATIVE || target.order != AV_CHANNEL_ORDER_NATIVE)
        return false;
    constexpr double kHalfPower = std::numbers::sqrt2 / 2;
    constexpr int kMost = 64; // it scales a table of so many channels both ways, whatever is asked for
    std::vector<double> table(std::size_t(kMost) * kMost);
    if (source.nb_channels > kMost || wanted > kMost ||
        swr_build_matrix2(&source, &target, kHalfPower, kHalfPower, 0.0, 1.0, 1.0, table.data(), kMost,
                          AV_MATRIX_ENCODING_NONE, nullptr) < 0)
        return false;
    for (int c = 0; c < wanted; ++c)
        std::copy_n(table.begin() + std::ptrdiff_t(c) * kMost, source.nb_channels,
                    weights.begin() + std::ptrdiff_t(c) * source.nb_channels);
    return true;
}

} // namespace

ChannelMix::ChannelMix(const AVChannelLayout& source, int wanted)
    : m_source(source.nb_channels)
    , m_wanted(wanted)
{
    if (m_source == m_wanted)
        return;
    m_weights.resize(std::size_t(m_source) * std::size_t(m_wanted));
    if (m_source == 1)
        std::fill(m_weights.begin(), m_weights.end(), 1.0);
    else if (!usualWeights(source, wanted, m_weights))
        std::fill(m_weights.begin(), m_weights.end(), 1.0 / m_source);
}

void ChannelMix::apply(std::span<const float> in, std::span<float> out) const
{
    Q_ASSERT(in.size() / std::size_t(m_source) == out.size() / std::size_t(m_wanted));
    if (isIdentity()) {
        std::copy(in.begin(), in.end(), out.begin());
        return;
    }
    const float* from = in.data();
    for (std::size_t at = 0; at < out.size(); at += std::size_t(m_wanted), from += m_source) {
        const double* weight = m_weights.data();
        for (int c = 0; c < m_wanted; ++c, weight += m_source) {
            double sum = 0;
            for (int s = 0; s < m_source; ++s)
                sum += weight[s] * double(from[s]);
            out[at + std::size_t(c)] = float(sum);
        }
    }
}

} // namespace avs::media
