// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations/Translations.h"

#include <QLibraryInfo>
#include <QLocale>

#include <algorithm>

namespace avs::translations {

namespace {

const QString kEnglish = QStringLiteral("en");

bool isSpoken(const QString& code)
{
    const auto& all = languages();
    return std::any_of(all.begin(), all.end(), [&](const Language& l) { return l.code == code; });
}

QString systemLanguage()
{
    for (const QString& wanted : QLocale::system().uiLanguages()) {
        const QLocale locale(wanted);
        for (const Language& ours : languages()) {
            const QLocale spoken(ours.code);
            if (spoken.language() == locale.language() && spoken.script() == locale.script())
                return ours.code;
        }
    }
    return kEnglish;
}

} // namespace

const QList<Language>& languages()
{
    static const QList<Language> all = {{kEnglish, QStringLiteral("English")},
                                        {QStringLiteral("de"), QStringLiteral("Deutsch")},
                                        {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}};
    return all;
}

Translator::Translator()
{
    setLanguage(kEnglish);
}

Translator::~Translator()
{
    for (const auto& translator : m_installed)
        QCoreApplication::removeTranslator(translator.get());
}

void Translator::setLanguage(const QString& code)
{
    const QString wanted = isSpoken(code) ? code : systemLanguage();
    if (wanted == m_code)
        return;
    m_code = wanted;
    std::vector<std::unique_ptr<QTranslator>> before;
    before.swap(m_installed);
    const auto install = [this](const QString& file) {
        auto translator = std::make_unique<QTranslator>();
        if (!translator->load(file))
            return;
        QCoreApplication::installTranslator(translator.get());
        m_installed.push_back(std::move(translator));
    };
    // The later one is asked first.
    install(QLibraryInfo::path(QLibraryInfo::TranslationsPath) + QStringLiteral("/qtbase_") + wanted);
    install(QStringLiteral(":/translations/tavis_") + wanted);
    for (const auto& translator : before)
        QCoreApplication::removeTranslator(translator.get());
}

} // namespace avs::translations
