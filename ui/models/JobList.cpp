// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/JobList.h"

#include <algorithm>

namespace avs::models {

void JobList::show(const Job& job)
{
    const auto present =
        std::find_if(m_jobs.begin(), m_jobs.end(), [&](const Job& other) { return other.key == job.key; });
    if (present == m_jobs.end())
        m_jobs.push_back(job);
    else
        *present = job;
    Q_EMIT changed();
}

void JobList::end(const QString& key)
{
    if (std::erase_if(m_jobs, [&](const Job& job) { return job.key == key; }) > 0)
        Q_EMIT changed();
}

} // namespace avs::models
