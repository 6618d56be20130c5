// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Theme.h"

#include <QApplication>
#include <QString>

namespace avs::widgets {

const Theme& lightTheme()
{
    static const Theme theme = {
        .dark = false,
        .window = QColor(0xf4f5f7),
        .surface = QColor(0xffffff),
        .stage = QColor(0xe3e5ea),
        .line = QColor(0xd3d6dd),
        .text = QColor(0x1d2026),
        .faintText = QColor(0x5f6673),
        .accent = QColor(0x0b6e8f),
        .onAccent = QColor(0xffffff),
        .wave = QColor(0xa9b1be),
        .playhead = QColor(0xd1335b),
        .done = QColor(0x2e7d4f),
        .warning = QColor(0x9a6700),
        .error = QColor(0xb3261e),
    };
    return theme;
}

const Theme& darkTheme()
{
    static const Theme theme = {
        .dark = true,
        .window = QColor(0x1e2025),
        .surface = QColor(0x25282e),
        .stage = QColor(0x121316),
        .line = QColor(0x383c45),
        .text = QColor(0xe6e8ec),
        .faintText = QColor(0x9aa1ae),
        .accent = QColor(0x4fb8d8),
        .onAccent = QColor(0x0a1a20),
        .wave = QColor(0x596270),
        .playhead = QColor(0xff6b8b),
        .done = QColor(0x6fcf97),
        .warning = QColor(0xf2c14e),
        .error = QColor(0xff8a80),
    };
    return theme;
}

const Theme& currentTheme()
{
    return QApplication::palette().color(QPalette::Window).lightness() < 128 ? darkTheme() : lightTheme();
}

QPalette paletteOf(const Theme& theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.window);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.surface);
    palette.setColor(QPalette::AlternateBase, theme.window);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::Button, theme.dark ? theme.surface.lighter(115) : theme.surface);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.error);
    palette.setColor(QPalette::PlaceholderText, theme.faintText);
    palette.setColor(QPalette::ToolTipBase, theme.surface);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.onAccent);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::Light, theme.surface.lighter(theme.dark ? 140 : 100));
    palette.setColor(QPalette::Midlight, theme.line);
    palette.setColor(QPalette::Mid, theme.line);
    palette.setColor(QPalette::Dark, theme.line.darker(theme.dark ? 140 : 115));
    palette.setColor(QPalette::Shadow, theme.dark ? QColor(Qt::black) : theme.line.darker(130));
    QColor off = theme.faintText;
    off.setAlphaF(0.55F);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, off);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.line);
    return palette;
}

QString styleSheetOf(const Theme& theme)
{
    // Colours by name, so that the sheet reads as one.
    QString sheet = QStringLiteral(R"(
QToolTip { color: @text; background: @surface; border: 1px solid @line; padding: 4px; }
QMenuBar { background: @window; border-bottom: 1px solid @line; }
QStatusBar { background: @window; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @faint; padding: 1px 6px; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QLabel[faint="true"] { color: @faint; }
QToolButton[flat="true"] { border: none; border-radius: 6px; padding: 5px; background: transparent; }
QToolButton[flat="true"]:hover { background: @hover; }
QToolButton#speedButton::menu-indicator { image: none; }
QToolButton[flat="true"]:checked { background: @hover; }
QToolButton[flat="true"]:pressed { background: @line; }
QToolButton[flat="true"]:focus { border: 1px solid @accent; padding: 4px; }
QPushButton[panel="true"] { border: 1px solid @line; border-radius: 6px; padding: 7px 14px; background: @surface; }
QPushButton[panel="true"]:hover { background: @hover; }
QPushButton[panel="true"]:focus { border-color: @accent; }
QPushButton[panel="true"]:disabled { color: @off; background: transparent; }
QPushButton[primary="true"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @accentHover; }
QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled { background: @hover; color: @off; border-color: @hover; }
QLineEdit[field="true"] { border: 1px solid @edge; border-radius: 6px; padding: 4px 7px; background: @surface; }
QLineEdit[field="true"]:focus { border-color: @accent; }
QProgressBar { border: none; border-radius: 2px; background: @hover; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QListView { background: transparent; border: none; }
QListView[pages="true"] { outline: none; show-decoration-selected: 0; }
QListView[pages="true"]::item { padding: 7px 14px; border-radius: 6px; }
QListView[pages="true"]::item:selected { background: @accent; color: @onAccent; }
QTreeView::item { padding: 3px 0; }
QLabel[keyCap="true"] { border: 1px solid @line; border-radius: 4px; padding: 1px 7px; background: @surface; }
)");
    const auto set = [&sheet](const char* name, const QColor& colour) {
        sheet.replace(QLatin1Char('@') + QLatin1String(name) + QLatin1Char(';'),
                      colour.name() + QLatin1Char(';'));
    };
    set("text", theme.text);
    set("surface", theme.surface);
    set("line", theme.line);
    set("edge", theme.dark ? QColor(0x565c69) : QColor(0xaab0bb)); // of what can be filled in
    set("window", theme.window);
    set("faint", theme.faintText);
    set("accent", theme.accent);
    set("accentHover", theme.dark ? theme.accent.lighter(112) : theme.accent.lighter(118));
    set("onAccent", theme.onAccent);
    set("off", theme.dark ? QColor(0x6b7280) : QColor(0x9aa0ab));
    set("hover", theme.dark ? QColor(0x30343c) : QColor(0xe6e9ee));
    return sheet;
}

} // namespace avs::widgets
