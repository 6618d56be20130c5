// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/BackgroundIndex.h"

#include "core/media/MediaErrors.h"

#include <chrono>
#include <new>
#include <utility>

namespace avs::media {

using base::Result;

BackgroundIndex::~BackgroundIndex() = default;

BackgroundIndex::State BackgroundIndex::state() const
{
    const std::scoped_lock lock(m_mutex);
    return m_state;
}

void BackgroundIndex::set(State state)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_state = std::move(state);
    }
    m_changed.notify_all();
}

bool BackgroundIndex::wait(const std::function<bool(const State&)>& enough, const std::stop_token& stop,
                           const std::function<bool()>& givenUp)
{
    using namespace std::chrono_literals;
    std::unique_lock lock(m_mutex);
    while (!m_state.complete && !enough(m_state)) {
        lock.unlock();
        if (!m_thread.joinable() || stop.stop_requested() || (givenUp && givenUp()))
            return false;
        lock.lock();
        m_changed.wait_for(lock, 10ms);
    }
    return true;
}

void BackgroundIndex::start(const QString& path, std::optional<std::int64_t> firstKey,
                            std::function<void(const State&)> onChanged)
{
    if (m_thread.joinable() || state().complete)
        return;
    m_thread = std::jthread([this, path, firstKey, onChanged = std::move(onChanged)](std::stop_token stop) {
        run(path, firstKey, onChanged, stop);
    });
}

void BackgroundIndex::run(const QString& path, std::optional<std::int64_t> firstKey,
                          const std::function<void(const State&)>& onChanged, const std::stop_token& stop)
{
    const auto tell = [&](const State& state) {
        set(state);
        if (onChanged && !stop.stop_requested())
            onChanged(state);
    };
    const auto fail = [&](const base::Error& error) { tell({state().index, true, error}); };
    try {
        auto source = MediaSource::open(path, stop);
        if (!source)
            return fail(source.error());
        PacketIndexer indexer(**source, path, firstKey);
        auto made = indexer.run([&](const PacketIndexPtr& part) { tell({part, false, {}}); });
        if (!made)
            return fail(made.error());
        tell({made->index, true, made->damage});
    } catch (const std::bad_alloc&) {
        fail(outOfMemory(path));
    }
}

Result<void> BackgroundIndex::makeNow(const QString& path, std::optional<std::int64_t> firstKey,
                                      const std::stop_token& stop)
{
    auto source = MediaSource::open(path, stop);
    if (!source)
        return source.error();
    PacketIndexer indexer(**source, path, firstKey);
    auto made = indexer.run();
    if (!made)
        return made.error();
    set({made->index, true, made->damage});
    return {};
}

} // namespace avs::media
