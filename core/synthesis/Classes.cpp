// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synthesis/Classes.h"

#include <QCoreApplication>

namespace avs::synthesis {

std::vector<SynthesisClass> synthesisClasses()
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("avs::synthesis", source);
    };
    return {
        {QStringLiteral("bell"),
         text(QT_TRANSLATE_NOOP("avs::synthesis", "a golden bell; inharmonic strikes that ring on"))},
        {QStringLiteral("bird"), text(QT_TRANSLATE_NOOP("avs::synthesis", "a blue bird; high chirps"))},
        {QStringLiteral("car"), text(QT_TRANSLATE_NOOP("avs::synthesis", "a red car; a low rumble"))},
        {QStringLiteral("clock"),
         text(QT_TRANSLATE_NOOP("avs::synthesis", "a teal alarm clock; regular ticks"))},
        {QStringLiteral("drum"), text(QT_TRANSLATE_NOOP("avs::synthesis", "a purple drum; low thumps"))},
        {QStringLiteral("flute"),
         text(QT_TRANSLATE_NOOP("avs::synthesis", "a green bamboo flute; pure notes with vibrato"))},
        {QStringLiteral("guitar"),
         text(QT_TRANSLATE_NOOP("avs::synthesis", "an orange guitar; plucked chords"))},
        {QStringLiteral("helicopter"),
         text(QT_TRANSLATE_NOOP("avs::synthesis", "a grey helicopter; beating noise"))},
    };
}

std::vector<QString> synthesisClassNames()
{
    std::vector<QString> names{QStringLiteral("background")};
    for (const SynthesisClass& c : synthesisClasses())
        names.push_back(c.name);
    return names;
}

} // namespace avs::synthesis
