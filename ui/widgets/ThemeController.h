// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <optional>

namespace avs::widgets {

enum class ThemeChoice
{
    System,
    Light,
    Dark
};

/// "system", "light" or "dark".
[[nodiscard]] std::optional<ThemeChoice> parseThemeChoice(const QString& text);
[[nodiscard]] QString themeChoiceName(ThemeChoice choice);

/// Puts the program's palette and style sheet on the application, and follows the system while the choice is
/// System: what the desktop says if it says so, else the lightness of the platform's own palette. GUI thread.
class ThemeController : public QObject
{
    Q_OBJECT

public:
    explicit ThemeController(ThemeChoice choice, QObject* parent = nullptr);

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    /// The desktop's own word, for desktops whose palette does not reach Qt; empty when it has none.
    void setDesktopPrefersDark(std::optional<bool> dark);

Q_SIGNALS:
    void choiceChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    [[nodiscard]] bool systemIsDark() const;

    ThemeChoice m_choice;
    std::optional<bool> m_desktopPrefersDark;
    std::optional<bool> m_shownDark;
    bool m_applying = false;
};

} // namespace avs::widgets
