// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/media/PacketIndexer.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace avs::media {

/// The index of a file, made on a thread of its own or, by `makeNow`, on the caller's.
class BackgroundIndex
{
public:
    struct State
    {
        PacketIndexPtr index; ///< null before the first part is there
        bool complete = false;
        std::optional<base::Error> problem;
    };

    BackgroundIndex() = default;
    /// Ends the thread.
    ~BackgroundIndex();

    /// Does nothing when called again. `onChanged` is called on the thread.
    void start(const QString& path, std::optional<std::int64_t> firstKey,
               std::function<void(const State&)> onChanged);
    [[nodiscard]] base::Result<void> makeNow(const QString& path, std::optional<std::int64_t> firstKey,
                                             const std::stop_token& stop);

    /// Any thread.
    [[nodiscard]] State state() const;
    /// Waits until `enough` or until the index is complete, `stop` is requested or `givenUp` says true; false
    /// in the last two cases and when nothing was started.
    [[nodiscard]] bool wait(const std::function<bool(const State&)>& enough, const std::stop_token& stop,
                            const std::function<bool()>& givenUp);

private:
    void run(const QString& path, std::optional<std::int64_t> firstKey,
             const std::function<void(const State&)>& onChanged, const std::stop_token& stop);
    void set(State state);

    mutable std::mutex m_mutex; // guards m_state
    std::condition_variable m_changed;
    State m_state;
    std::jthread m_thread; // last: ends before what it uses
};

} // namespace avs::media
