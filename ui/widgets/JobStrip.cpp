// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/JobStrip.h"
#include "ui/widgets/Retranslate.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace avs::widgets {

JobStrip::JobStrip(const QString& name, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(name + QStringLiteral("Strip"));
    m_button = new QPushButton(this);
    m_button->setObjectName(name + QStringLiteral("Button"));
    m_button->setProperty("panel", true);
    m_button->setFocusPolicy(Qt::TabFocus);

    m_running = new QWidget(this);
    m_label = new QLabel(m_running);
    m_label->setObjectName(name + QStringLiteral("Label"));
    m_progress = new QProgressBar(m_running);
    m_progress->setObjectName(name + QStringLiteral("Progress"));
    m_progress->setTextVisible(false);
    m_cancel = new QPushButton(m_running);
    m_cancel->setObjectName(name + QStringLiteral("CancelButton"));
    m_cancel->setProperty("panel", true);
    m_cancel->setFocusPolicy(Qt::TabFocus);
    auto* grid = new QGridLayout(m_running);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(6);
    grid->addWidget(m_label, 0, 0);
    grid->addWidget(m_progress, 1, 0);
    grid->addWidget(m_cancel, 0, 1, 2, 1);
    grid->setColumnStretch(0, 1);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_button);
    column->addWidget(m_running);
    connect(m_button, &QPushButton::clicked, this, &JobStrip::started);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        Q_EMIT cancelled();
    });
    new Retranslate(this, [this] { m_cancel->setText(tr("Cancel")); });
    showIdle();
}

void JobStrip::showRunning(const QString& text, double share)
{
    if (m_running->isHidden())
        m_cancel->setEnabled(true);
    m_label->setText(text);
    m_progress->setRange(0, share < 0 ? 0 : 1000);
    m_progress->setValue(share < 0 ? 0 : qRound(share * 1000));
    m_button->hide();
    m_running->show();
}

void JobStrip::showIdle()
{
    m_running->hide();
    m_button->show();
}

} // namespace avs::widgets
