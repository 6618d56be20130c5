// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/FrameLoader.h"

#include <algorithm>

namespace avs::training {

namespace {

constexpr std::size_t kAhead = 64; ///< frames: several batches, a few ten MB

} // namespace

FrameLoader::FrameLoader(Read read, std::size_t keptBytes, int threads)
    : m_read(std::move(read))
    , m_limit(keptBytes)
{
    for (int i = 0; i < std::max(1, threads); ++i)
        m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

FrameLoader::~FrameLoader()
{
    for (auto& thread : m_threads)
        thread.request_stop();
    m_threads.clear(); // joins them before what they use goes
}

void FrameLoader::plan(std::vector<std::int64_t> rows)
{
    const std::lock_guard lock(m_mutex);
    m_rows = std::move(rows);
    m_taken = m_begun = 0;
    m_ready.clear();
    ++m_planNumber;
    m_changed.notify_all();
}

base::Result<PreparedFrame> FrameLoader::take()
{
    std::unique_lock lock(m_mutex);
    TORCH_CHECK(m_taken < m_rows.size(), "no frame is planned any more");
    m_changed.wait(lock, [&] { return m_ready.contains(m_taken); });
    auto frame = std::move(m_ready.extract(m_taken).mapped());
    ++m_taken;
    m_changed.notify_all();
    return frame;
}

std::size_t FrameLoader::keptBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_keptBytes;
}

void FrameLoader::work(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    const auto isWanted = [&] { return m_begun < std::min(m_rows.size(), m_taken + kAhead); };
    while (m_changed.wait(lock, stop, isWanted) && !stop.stop_requested()) {
        const auto place = m_begun++;
        const auto row = m_rows[place];
        const auto planNumber = m_planNumber;
        auto frame = [&]() -> base::Result<PreparedFrame> {
            if (const auto kept = m_kept.find(row); kept != m_kept.end())
                return kept->second;
            lock.unlock();
            auto fresh = m_read(row);
            lock.lock();
            if (fresh && m_keptBytes + fresh->bytes() <= m_limit && m_kept.emplace(row, *fresh).second)
                m_keptBytes += fresh->bytes();
            return fresh;
        }();
        if (planNumber != m_planNumber)
            continue;
        m_ready.emplace(place, std::move(frame));
        m_changed.notify_all();
    }
}

} // namespace avs::training
