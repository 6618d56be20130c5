// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace avs::playback {

/// Makes sound faster or slower at the same pitch (Rubber Band, real-time mode). Output frame n is what input
/// frame n·speed was. One thread at a time.
class TimeStretcher
{
public:
    /// `speed`: 0.25 … 4 input seconds per output second.
    TimeStretcher(int rateHz, int channels, double speed);
    ~TimeStretcher();

    /// Interleaved frames in [-1, 1].
    void put(std::span<const float> interleaved);
    /// The input is over: what is held back comes out.
    void finish();
    /// Appends all that is ready to `out`, interleaved, and limited to [-1, 1].
    void takeAll(std::vector<float>& out);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace avs::playback
