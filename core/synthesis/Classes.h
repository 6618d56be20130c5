// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace avs::synthesis {

struct SynthesisClass
{
    QString name;        ///< AVSBench's own name for it; not translated
    QString description; ///< its picture and its sound in a few words; translated
};

/// Class of index i + 1 of the synthesized sets; index 0 is background and not listed.
[[nodiscard]] std::vector<SynthesisClass> synthesisClasses();

/// "background" and then the names above: what an index of a label map means.
[[nodiscard]] std::vector<QString> synthesisClassNames();

/// The order of `synthesisClasses()`; the value is the class index.
enum class ClassId
{
    Bell = 1,
    Bird,
    Car,
    Clock,
    Drum,
    Flute,
    Guitar,
    Helicopter
};
inline constexpr int kClassCount = 8;

} // namespace avs::synthesis
