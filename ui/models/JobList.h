// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <vector>

namespace avs::models {

/// What runs behind the window at the moment. GUI thread.
class JobList : public QObject
{
    Q_OBJECT

public:
    struct Job
    {
        QString key;                       ///< which job it is: "segment"
        QString text;                      ///< what it does, in words
        double share = -1;                 ///< 0 … 1, or -1 while it is not known
        std::function<void()> cancel = {}; ///< empty: it cannot be cancelled
    };

    using QObject::QObject;

    /// Adds a job, or says how far the one of that key is.
    void show(const Job& job);
    /// Nothing happens when there is no such job.
    void end(const QString& key);

    /// In the order in which they began.
    [[nodiscard]] const std::vector<Job>& jobs() const { return m_jobs; }

Q_SIGNALS:
    void changed();

private:
    std::vector<Job> m_jobs;
};

} // namespace avs::models
