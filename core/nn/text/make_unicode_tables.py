#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes UnicodeTables.cpp from the Unicode Character Database that Python carries: letters (L*), numbers (N*) and
simple lower-case mappings. Run in this folder; needed only for a newer Unicode."""
import sys
import unicodedata


def ranges(kind):
    result = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code))[0] == kind:
            if result and result[-1][1] == code - 1:
                result[-1][1] = code
            else:
                result.append([code, code])
    return result


def lower_runs():
    """(first, last, step, distance): every step-th code from first to last goes down by `distance`."""
    runs = []
    for code in range(sys.maxunicode + 1):
        lower = chr(code).lower()
        if len(lower) != 1 or ord(lower) == code:
            continue
        distance = ord(lower) - code
        if runs and runs[-1][3] == distance:
            first, last, step, _ = runs[-1]
            if code - last == step or (first == last and code - last in (1, 2)):
                runs[-1] = [first, code, code - last, distance]
                continue
        runs.append([code, code, 1, distance])
    return runs


def rows(items, per_line):
    lines = [", ".join(items[i:i + per_line]) for i in range(0, len(items), per_line)]
    return ",\n    ".join(lines)


def table(name, kind):
    items = ["{0x%X, 0x%X}" % (a, b) for a, b in ranges(kind)]
    return "constexpr CodeRange %s[] = {\n    %s,\n};\n" % (name, rows(items, 6))


runs = ["{0x%X, 0x%X, %d, %d}" % tuple(run) for run in lower_runs()]
with open("UnicodeTables.cpp", "w", encoding="utf-8") as out:
    out.write("""// SPDX-License-Identifier: GPL-3.0-or-later
// Written by make_unicode_tables.py from the Unicode Character Database %s; do not edit.
// clang-format off
#include "core/nn/text/Unicode.h"

#include <algorithm>
#include <iterator>

namespace avs::nn {

namespace {

struct CodeRange
{
    char32_t first;
    char32_t last;
};

struct LowerRun
{
    char32_t first;
    char32_t last;
    int step;
    int distance;
};

%s
%s
constexpr LowerRun kLower[] = {
    %s,
};

template <typename Range, std::size_t N>
const Range* find(const Range (&ranges)[N], char32_t code)
{
    const auto* it = std::upper_bound(std::begin(ranges), std::end(ranges), code,
                                      [](char32_t c, const Range& range) { return c < range.first; });
    if (it == std::begin(ranges))
        return nullptr;
    --it;
    return code <= it->last ? it : nullptr;
}

} // namespace

bool isLetter(char32_t code) { return find(kLetters, code) != nullptr; }

bool isNumber(char32_t code) { return find(kNumbers, code) != nullptr; }

char32_t toLower(char32_t code)
{
    const auto* run = find(kLower, code);
    if (!run || (code - run->first) %% static_cast<char32_t>(run->step) != 0)
        return code;
    return static_cast<char32_t>(static_cast<int>(code) + run->distance);
}

} // namespace avs::nn
""" % (unicodedata.unidata_version, table("kLetters", "L"), table("kNumbers", "N"), rows(runs, 4)))
