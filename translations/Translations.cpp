// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations/Translations.h"

#include <QCoreApplication>
#include <QTranslator>

namespace avs::translations {

void install(QCoreApplication& application)
{
    auto* english = new QTranslator(&application);
    if (english->load(QStringLiteral(":/translations/tavis_en.qm")))
        QCoreApplication::installTranslator(english);
}

} // namespace avs::translations
