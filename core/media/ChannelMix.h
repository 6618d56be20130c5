// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/media/AvHandles.h"

#include <span>
#include <vector>

namespace avs::media {

/// How the channels of a stream become those that are wanted. Mixing down takes a mean, so that nothing
/// exceeds full scale.
class ChannelMix
{
public:
    /// Channels whose places FFmpeg knows are mixed as usual; of others, every output is the mean of all.
    /// As many as wanted, whatever their places, stay as they are.
    ChannelMix(const AVChannelLayout& source, int wanted);

    [[nodiscard]] bool isIdentity() const { return m_weights.empty(); }
    /// `in`: frames·source channels, `out`: frames·wanted channels, both interleaved.
    void apply(std::span<const float> in, std::span<float> out) const;

private:
    int m_source;
    int m_wanted;
    std::vector<double> m_weights; ///< wanted rows of source; empty: nothing to do
};

} // namespace avs::media
