// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/GeneralPage.h"

#include "translations/Translations.h"
#include "ui/main/Settings.h"
#include "ui/widgets/Retranslate.h"
#include "ui/widgets/ThemeController.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSettings>

namespace avs::main {

namespace {

using widgets::Retranslate;
using widgets::ThemeChoice;

void addLanguageRow(QFormLayout* form, translations::Translator* translator, QWidget* page)
{
    auto* choice = new QComboBox(page);
    choice->setObjectName(QStringLiteral("languageChoice"));
    choice->addItem(QString(), QString());
    for (const auto& language : translations::languages())
        choice->addItem(language.name, language.code);
    choice->setCurrentIndex(qMax(0, choice->findData(QSettings().value(kLanguageKey).toString())));
    auto* label = new QLabel(page);
    label->setBuddy(choice);
    form->addRow(label, choice);
    new Retranslate(page, [choice, label] {
        label->setText(GeneralPage::tr("&Language:"));
        choice->setItemText(0, GeneralPage::tr("The system's"));
    });
    QObject::connect(choice, &QComboBox::activated, page, [choice, translator] {
        const QString code = choice->currentData().toString();
        QSettings().setValue(kLanguageKey, code);
        translator->setLanguage(code);
    });
}

void addThemeRow(QFormLayout* form, widgets::ThemeController* theme, QWidget* page)
{
    auto* choice = new QComboBox(page);
    choice->setObjectName(QStringLiteral("themeChoice"));
    for (const auto value : {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark})
        choice->addItem(QString(), static_cast<int>(value));
    auto* label = new QLabel(page);
    label->setBuddy(choice);
    form->addRow(label, choice);
    new Retranslate(page, [choice, label] {
        label->setText(GeneralPage::tr("&Colours:"));
        choice->setItemText(0, GeneralPage::tr("The system's"));
        choice->setItemText(1, GeneralPage::tr("Light"));
        choice->setItemText(2, GeneralPage::tr("Dark"));
    });
    const auto show = [choice, theme] {
        choice->setCurrentIndex(choice->findData(static_cast<int>(theme->choice())));
    };
    show();
    QObject::connect(theme, &widgets::ThemeController::choiceChanged, choice, show);
    QObject::connect(choice, &QComboBox::activated, theme, [choice, theme] {
        theme->setChoice(static_cast<ThemeChoice>(choice->currentData().toInt()));
    });
}

} // namespace

GeneralPage::GeneralPage(widgets::ThemeController* theme, translations::Translator* translator,
                         QWidget* parent)
    : QWidget(parent)
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    if (translator)
        addLanguageRow(form, translator, this);
    if (theme)
        addThemeRow(form, theme, this);
}

} // namespace avs::main
