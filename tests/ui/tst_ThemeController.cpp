// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Icons.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/ThemeController.h"

#include <QApplication>
#include <QTest>
#include <QWidget>

#include <cmath>

using namespace avs::widgets;

namespace {

double channel(double c)
{
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

/// Contrast as the Web Content Accessibility Guidelines measure it.
double contrast(const QColor& a, const QColor& b)
{
    const auto luminance = [](const QColor& c) {
        return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
    };
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

} // namespace

class tst_ThemeController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choicesShow()
    {
        ThemeController theme(ThemeChoice::Dark);
        QVERIFY(currentTheme().dark);
        theme.setChoice(ThemeChoice::Light);
        QVERIFY(!currentTheme().dark);
        QWidget widget;
        QCOMPARE(widget.palette().color(QPalette::Window), lightTheme().window);
    }

    void systemFollowsTheDesktop()
    {
        ThemeController theme(ThemeChoice::System);
        theme.setDesktopPrefersDark(true);
        QVERIFY(currentTheme().dark);
        theme.setDesktopPrefersDark(false);
        QVERIFY(!currentTheme().dark);
        theme.setChoice(ThemeChoice::Dark);
        theme.setDesktopPrefersDark(false); // an own choice stands
        QVERIFY(currentTheme().dark);
    }

    void textCanBeRead()
    {
        for (const Theme& theme : {lightTheme(), darkTheme()}) {
            for (const QColor& ground : {theme.window, theme.surface}) {
                QVERIFY(contrast(theme.text, ground) >= 7);
                QVERIFY2(contrast(theme.faintText, ground) >= 4.5, theme.dark ? "dark" : "light");
            }
            QVERIFY(contrast(theme.faintText, theme.stage) >= 4.5);
            QVERIFY(contrast(theme.onAccent, theme.accent) >= 4.5);
        }
    }

    void iconsFollowTheTheme()
    {
        ThemeController theme(ThemeChoice::Dark);
        const QIcon play = icon(Glyph::Play);
        QCOMPARE(play.pixmap(24, 24).toImage().pixelColor(11, 12), darkTheme().text);
        theme.setChoice(ThemeChoice::Light);
        QCOMPARE(play.pixmap(24, 24).toImage().pixelColor(11, 12), lightTheme().text);
    }

    void namesAreRead()
    {
        QCOMPARE(parseThemeChoice("dark"), std::optional(ThemeChoice::Dark));
        QVERIFY(!parseThemeChoice("purple"));
    }
};

QTEST_MAIN(tst_ThemeController)
#include "tst_ThemeController.moc"
