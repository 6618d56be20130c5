// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/SettingsDialog.h"

#include "ui/main/GeneralPage.h"
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

SettingsDialog::SettingsDialog(ActionRegistry* registry, widgets::ThemeController* theme,
                               translations::Translator* translator, QWidget* parent)
    : QDialog(parent)
    , m_names(new QListWidget(this))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("settingsDialog"));
    m_names->setObjectName(QStringLiteral("settingsPages"));
    m_names->setProperty("pages", true);
    auto* playback = new PlaybackPage(this);
    m_pages->addWidget(new GeneralPage(theme, translator, this));
    m_pages->addWidget(playback);
    m_pages->addWidget(new ShortcutsPage(registry, this));
    for (int i = 0; i < m_pages->count(); ++i)
        m_names->addItem(QString());

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
        const QStringList names = {tr("General"), tr("Playback"), tr("Shortcuts")};
        for (int i = 0; i < names.size(); ++i)
            m_names->item(i)->setText(names[i]);
        m_names->setFixedWidth(m_names->sizeHintForColumn(0) + 16);
    });
    connect(m_names, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(playback, &PlaybackPage::changed, this, &SettingsDialog::playbackChanged);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_names->setCurrentRow(0);
    resize(QSize(780, 580).boundedTo(screen()->availableSize() * 0.9));
}

} // namespace avs::main
