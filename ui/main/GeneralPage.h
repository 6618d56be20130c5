// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace avs::translations {
class Translator;
}
namespace avs::widgets {
class ThemeController;
}

namespace avs::main {

/// Language and colours. Children that tests reach for: languageChoice, themeChoice.
class GeneralPage : public QWidget
{
    Q_OBJECT

public:
    /// Either may be null: then there is no choice of it.
    GeneralPage(widgets::ThemeController* theme, translations::Translator* translator,
                QWidget* parent = nullptr);
};

} // namespace avs::main
