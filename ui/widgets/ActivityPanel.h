// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QListView;
class QVBoxLayout;

namespace avs::models {
class JobList;
class MessageLog;
} // namespace avs::models

namespace avs::widgets {

/// What is running, each with its progress and Cancel, and below it the messages so far, which can be copied
/// and cleared. Children that tests reach for: jobText, jobProgress, jobCancel (one each for every job),
/// logList, logCopy, logClear.
class ActivityPanel : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive the panel.
    ActivityPanel(models::JobList* jobs, models::MessageLog* log, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {600, 170}; }

private:
    void makeList();
    void showJobs();
    void showMessages();
    void copy() const;

    models::JobList* m_jobs;
    models::MessageLog* m_log;
    QVBoxLayout* m_rows;
    QLabel* m_empty; ///< instead of the list
    QListView* m_list;
};

} // namespace avs::widgets
