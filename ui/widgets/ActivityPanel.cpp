// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ActivityPanel.h"

#include "ui/models/JobList.h"
#include "ui/models/MessageLog.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/MessageDelegate.h"
#include "ui/widgets/Retranslate.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QScrollBar>
#include <QToolButton>

#include <algorithm>

namespace avs::widgets {

namespace {

/// Text, progress and Cancel of one job.
class JobRow : public QWidget
{
public:
    explicit JobRow(QWidget* parent)
        : QWidget(parent)
        , m_text(new QLabel(this))
        , m_progress(new QProgressBar(this))
        , m_cancel(new QToolButton(this))
    {
        m_text->setObjectName(QStringLiteral("jobText"));
        m_text->setTextFormat(Qt::PlainText);
        m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        m_progress->setObjectName(QStringLiteral("jobProgress"));
        m_progress->setTextVisible(false);
        m_cancel->setObjectName(QStringLiteral("jobCancel"));
        m_cancel->setProperty("flat", true);
        m_cancel->setIcon(icon(Glyph::Close));
        m_cancel->setFocusPolicy(Qt::TabFocus);
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(12, 0, 8, 0);
        row->setSpacing(12);
        row->addWidget(m_text, 1);
        row->addWidget(m_progress, 1);
        row->addWidget(m_cancel);
        new Retranslate(this, [this] { m_cancel->setToolTip(ActivityPanel::tr("Cancel")); });
        connect(m_cancel, &QToolButton::clicked, this, [this] {
            if (m_job.cancel)
                m_job.cancel();
        });
    }

    void show(const models::JobList::Job& job)
    {
        m_job = job;
        m_text->setText(job.text);
        m_progress->setRange(0, job.share < 0 ? 0 : 1000);
        m_progress->setValue(job.share < 0 ? 0 : qRound(job.share * 1000));
        m_cancel->setVisible(static_cast<bool>(job.cancel));
    }

private:
    models::JobList::Job m_job;
    QLabel* m_text;
    QProgressBar* m_progress;
    QToolButton* m_cancel;
};

QToolButton* makeButton(const QString& name, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setProperty("flat", true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

ActivityPanel::ActivityPanel(models::JobList* jobs, models::MessageLog* log, QWidget* parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_log(log)
    , m_rows(new QVBoxLayout)
    , m_empty(new QLabel(this))
    , m_list(new QListView(this))
{
    setObjectName(QStringLiteral("activityPanel"));
    makeList();
    auto* copyButton = makeButton(QStringLiteral("logCopy"), this);
    auto* clearButton = makeButton(QStringLiteral("logClear"), this);
    auto* buttons = new QVBoxLayout;
    buttons->setContentsMargins(0, 4, 8, 4);
    buttons->addWidget(copyButton);
    buttons->addWidget(clearButton);
    buttons->addStretch(1);
    auto* messages = new QHBoxLayout;
    messages->setSpacing(4);
    messages->addWidget(m_empty, 1);
    messages->addWidget(m_list, 1);
    messages->addLayout(buttons);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_rows);
    column->addLayout(messages, 1);

    new Retranslate(this, [this, copyButton, clearButton] {
        copyButton->setText(tr("Copy"));
        copyButton->setToolTip(tr("Copy the chosen messages, or all when none is chosen"));
        clearButton->setText(tr("Clear"));
        clearButton->setToolTip(tr("Forget the messages so far"));
        m_list->setAccessibleName(tr("Messages"));
        m_empty->setText(tr("Nothing has happened yet that you should know."));
    });
    connect(copyButton, &QToolButton::clicked, this, &ActivityPanel::copy);
    connect(clearButton, &QToolButton::clicked, log, &models::MessageLog::clear);
    connect(jobs, &models::JobList::changed, this, &ActivityPanel::showJobs);
    showJobs();
    connect(log, &QAbstractItemModel::rowsInserted, this, &ActivityPanel::showMessages);
    connect(log, &QAbstractItemModel::modelReset, this, &ActivityPanel::showMessages);
    showMessages();
}

void ActivityPanel::makeList()
{
    m_empty->setProperty("faint", true);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_empty->setContentsMargins(12, 8, 12, 8);
    m_list->setObjectName(QStringLiteral("logList"));
    m_list->setModel(m_log);
    m_list->setItemDelegate(new MessageDelegate(m_list));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::ClickFocus);
    // The newest stays in sight unless one has scrolled away from it.
    const auto* bar = m_list->verticalScrollBar();
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar, end = 0](int, int maximum) mutable {
        if (bar->value() >= end)
            m_list->scrollToBottom();
        end = maximum;
    });
}

void ActivityPanel::showJobs()
{
    const auto& jobs = m_jobs->jobs();
    while (m_rows->count() > static_cast<int>(jobs.size())) {
        const std::unique_ptr<QLayoutItem> last(m_rows->takeAt(m_rows->count() - 1));
        last->widget()->hide();
        last->widget()->deleteLater(); // its own button may have ended the job
    }
    while (m_rows->count() < static_cast<int>(jobs.size()))
        m_rows->addWidget(new JobRow(this));
    for (int i = 0; i < m_rows->count(); ++i)
        static_cast<JobRow*>(m_rows->itemAt(i)->widget())->show(jobs[i]);
    m_rows->setContentsMargins(0, jobs.empty() ? 0 : 6, 0, jobs.empty() ? 0 : 4);
}

void ActivityPanel::showMessages()
{
    const bool any = m_log->rowCount() > 0;
    m_empty->setVisible(!any);
    m_list->setVisible(any);
}

void ActivityPanel::copy() const
{
    QModelIndexList chosen = m_list->selectionModel()->selectedRows();
    if (chosen.isEmpty()) {
        for (int row = 0; row < m_log->rowCount(); ++row)
            chosen.append(m_log->index(row));
    }
    std::sort(chosen.begin(), chosen.end());
    QStringList lines;
    for (const QModelIndex& index : chosen)
        lines.append(index.data(models::MessageLog::LineRole).toString());
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

} // namespace avs::widgets
