// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QThread>

#include <utility>

namespace avs::jobs {

/// A thread with one worker object on it. `Worker` is a QObject with a thread-safe `requestStop()`, after
/// which it begins nothing new and ends what runs soon. The destructor requests the stop and waits for the
/// thread; the worker is destroyed on its own thread.
template <typename Worker>
class WorkerThread
{
public:
    template <typename... Args>
    explicit WorkerThread(const QString& name, Args&&... args)
        : m_worker(new Worker(std::forward<Args>(args)...))
    {
        m_thread.setObjectName(name);
        m_worker->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        m_thread.start();
    }

    ~WorkerThread()
    {
        m_worker->requestStop();
        m_thread.quit();
        m_thread.wait();
    }

    WorkerThread(const WorkerThread&) = delete;
    WorkerThread& operator=(const WorkerThread&) = delete;

    [[nodiscard]] Worker* get() const { return m_worker; }
    Worker* operator->() const { return m_worker; }

private:
    QThread m_thread;
    Worker* m_worker = nullptr;
};

} // namespace avs::jobs
