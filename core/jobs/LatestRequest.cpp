// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/LatestRequest.h"

namespace avs::jobs {

LatestRequest::Ticket LatestRequest::begin()
{
    const std::scoped_lock lock(m_mutex);
    m_stop.request_stop();
    m_stop = std::stop_source();
    if (m_closed)
        m_stop.request_stop();
    return {++m_id, m_stop.get_token()};
}

void LatestRequest::cancel()
{
    const std::scoped_lock lock(m_mutex);
    m_stop.request_stop();
}

void LatestRequest::close()
{
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    m_stop.request_stop();
}

bool LatestRequest::isCurrent(quint64 id) const
{
    const std::scoped_lock lock(m_mutex);
    return id == m_id;
}

} // namespace avs::jobs
