// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <mutex>
#include <stop_token>

namespace avs::jobs {

/// The one request that a worker serves at a time: beginning another stops the one before. Any thread.
class LatestRequest
{
public:
    struct Ticket
    {
        quint64 id = 0; ///< from 1, rising
        std::stop_token stop;
    };

    /// Stops the present request and makes the next one. After `close()` its token is stopped already.
    [[nodiscard]] Ticket begin();
    /// Stops the present request.
    void cancel();
    /// Stops the present request and all that are still to come.
    void close();
    [[nodiscard]] bool isCurrent(quint64 id) const;

private:
    mutable std::mutex m_mutex; // guards all below
    std::stop_source m_stop;
    quint64 m_id = 0;
    bool m_closed = false;
};

} // namespace avs::jobs
