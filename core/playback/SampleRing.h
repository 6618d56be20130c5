// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

namespace avs::playback {

/// Floats on their way from one writing thread to one reading thread. Neither ever waits or locks.
class SampleRing
{
public:
    explicit SampleRing(std::size_t capacity)
        : m_samples(capacity)
    {}

    [[nodiscard]] std::size_t capacity() const { return m_samples.size(); }
    [[nodiscard]] std::size_t size() const
    {
        return m_written.load(std::memory_order_acquire) - m_read.load(std::memory_order_acquire);
    }
    [[nodiscard]] std::size_t room() const { return capacity() - size(); }

    /// All of `samples`; there must be room.
    void write(std::span<const float> samples)
    {
        const std::size_t at = m_written.load(std::memory_order_relaxed);
        const std::size_t begin = at % capacity();
        const std::size_t first = std::min(samples.size(), capacity() - begin);
        std::copy_n(samples.data(), first, m_samples.data() + begin);
        std::copy(samples.begin() + std::ptrdiff_t(first), samples.end(), m_samples.data());
        m_written.store(at + samples.size(), std::memory_order_release);
    }

    /// As many as there are, at most all of `out`; returns how many.
    std::size_t read(std::span<float> out)
    {
        const std::size_t at = m_read.load(std::memory_order_relaxed);
        const std::size_t count = std::min(out.size(), m_written.load(std::memory_order_acquire) - at);
        const std::size_t begin = at % capacity();
        const std::size_t first = std::min(count, capacity() - begin);
        std::copy_n(m_samples.data() + begin, first, out.data());
        std::copy_n(m_samples.data(), count - first, out.data() + first);
        m_read.store(at + count, std::memory_order_release);
        return count;
    }

private:
    std::vector<float> m_samples;
    std::atomic<std::size_t> m_written = 0;
    std::atomic<std::size_t> m_read = 0;
};

} // namespace avs::playback
