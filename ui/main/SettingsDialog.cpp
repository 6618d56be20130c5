// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/SettingsDialog.h"

#include "ui/main/GeneralPage.h"
#include "ui/main/ModelPage.h"
#include "ui/main/PlaybackPage.h"
#include "ui/main/ShortcutsPage.h"
#include "ui/widgets/Retranslate.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QStackedWidget>

namespace avs::main {

SettingsDialog::SettingsDialog(const SettingsSubjects& subjects, QWidget* parent)
    : QDialog(parent)
    , m_names(new QListWidget(this))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("settingsDialog"));
    m_names->setObjectName(QStringLiteral("settingsPages"));
    m_names->setProperty("pages", true);
    auto* playback = new PlaybackPage(this);
    addPage(new GeneralPage(subjects.theme, subjects.translator, this), QT_TR_NOOP("General"));
    addPage(playback, QT_TR_NOOP("Playback"));
    addPage(new ShortcutsPage(subjects.registry, this), QT_TR_NOOP("Shortcuts"));
    if (subjects.model)
        addPage(new ModelPage(subjects.model, subjects.prompts, this), QT_TR_NOOP("Model"));

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* close = buttons->button(QDialogButtonBox::Close);
    close->setAutoDefault(false); // Return ends an entry, not the dialog
    close->setIcon({});
    auto* grid = new QGridLayout(this);
    grid->setHorizontalSpacing(16);
    grid->addWidget(m_names, 0, 0);
    grid->addWidget(m_pages, 0, 1);
    grid->addWidget(buttons, 1, 0, 1, 2);
    grid->setColumnStretch(1, 1);
    new widgets::Retranslate(this, [this] {
        setWindowTitle(tr("Settings"));
        for (int i = 0; i < m_names->count(); ++i)
            m_names->item(i)->setText(tr(m_names->item(i)->data(Qt::UserRole).toByteArray()));
        m_names->setFixedWidth(m_names->sizeHintForColumn(0) + 16);
    });
    connect(m_names, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(playback, &PlaybackPage::changed, this, &SettingsDialog::playbackChanged);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_names->setCurrentRow(0);
    resize(QSize(780, 580).boundedTo(screen()->availableSize() * 0.9));
}

void SettingsDialog::addPage(QWidget* page, const char* name)
{
    m_pages->addWidget(page);
    auto* item = new QListWidgetItem(m_names);
    item->setData(Qt::UserRole, QByteArray(name));
}

} // namespace avs::main
