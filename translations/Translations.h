// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QTranslator>

#include <vector>

namespace avs::translations {

/// A language that the program speaks.
struct Language
{
    QString code; ///< "en", "de", "zh_CN"
    QString name; ///< in itself: "Deutsch"
};

[[nodiscard]] const QList<Language>& languages();

/// Gives the program its texts, and Qt's own where Qt's translations are installed. Widgets learn of a change
/// by QEvent::LanguageChange. Lives inside the QCoreApplication's life, on its thread; one at a time.
class Translator
{
public:
    /// Speaks English until told otherwise.
    Translator();
    ~Translator();

    Translator(const Translator&) = delete;
    Translator& operator=(const Translator&) = delete;

    /// A code of `languages()`; anything else stands for the system's language, or English where the program
    /// does not speak it.
    void setLanguage(const QString& code);
    /// The code of the language spoken.
    [[nodiscard]] QString language() const { return m_code; }

private:
    QString m_code;
    std::vector<std::unique_ptr<QTranslator>> m_installed;
};

} // namespace avs::translations
