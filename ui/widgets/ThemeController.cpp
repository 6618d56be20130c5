// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ThemeController.h"

#include "ui/widgets/Theme.h"

#include <QApplication>
#include <QEvent>
#include <QStyleFactory>

namespace avs::widgets {

std::optional<ThemeChoice> parseThemeChoice(const QString& text)
{
    if (text == QLatin1String("system"))
        return ThemeChoice::System;
    if (text == QLatin1String("light"))
        return ThemeChoice::Light;
    if (text == QLatin1String("dark"))
        return ThemeChoice::Dark;
    return std::nullopt;
}

QString themeChoiceName(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light:
        return QStringLiteral("light");
    case ThemeChoice::Dark:
        return QStringLiteral("dark");
    case ThemeChoice::System:
        break;
    }
    return QStringLiteral("system");
}

ThemeController::ThemeController(ThemeChoice choice, QObject* parent)
    : QObject(parent)
    , m_choice(choice)
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    apply();
    qApp->installEventFilter(this);
}

void ThemeController::setChoice(ThemeChoice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    apply();
    Q_EMIT choiceChanged();
}

void ThemeController::setDesktopPrefersDark(std::optional<bool> dark)
{
    m_desktopPrefersDark = dark;
    apply();
}

bool ThemeController::eventFilter(QObject* watched, QEvent* event)
{
    // Queued, since the palette is put in place only after the news of it.
    const bool news = event->type() == QEvent::ThemeChange ||
                      (event->type() == QEvent::ApplicationPaletteChange && watched == qApp);
    if (news && !m_applying && m_choice == ThemeChoice::System)
        QMetaObject::invokeMethod(this, &ThemeController::apply, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void ThemeController::apply()
{
    m_applying = true;
    const bool dark = m_choice == ThemeChoice::System ? systemIsDark() : m_choice == ThemeChoice::Dark;
    const Theme& theme = dark ? darkTheme() : lightTheme();
    QApplication::setPalette(paletteOf(theme));
    if (m_shownDark != dark)
        qApp->setStyleSheet(styleSheetOf(theme));
    m_shownDark = dark;
    m_applying = false;
}

bool ThemeController::systemIsDark() const
{
    if (m_desktopPrefersDark)
        return *m_desktopPrefersDark;
    // Our own palette hides the platform's until it is taken away.
    QApplication::setPalette(QPalette());
    return QApplication::palette().color(QPalette::Window).lightness() < 128;
}

} // namespace avs::widgets
