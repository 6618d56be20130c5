// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/text/HtmlEntities.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace avs::nn {

namespace {

struct Entity
{
    std::u32string_view name;
    char32_t code;
};

constexpr std::array kEntities = {
    Entity{U"amp", U'&'},      Entity{U"lt", U'<'},      Entity{U"gt", U'>'},      Entity{U"quot", U'"'},
    Entity{U"apos", U'\''},    Entity{U"nbsp", 0xA0},    Entity{U"iexcl", 0xA1},   Entity{U"cent", 0xA2},
    Entity{U"pound", 0xA3},    Entity{U"yen", 0xA5},     Entity{U"sect", 0xA7},    Entity{U"copy", 0xA9},
    Entity{U"laquo", 0xAB},    Entity{U"reg", 0xAE},     Entity{U"deg", 0xB0},     Entity{U"plusmn", 0xB1},
    Entity{U"micro", 0xB5},    Entity{U"para", 0xB6},    Entity{U"middot", 0xB7},  Entity{U"raquo", 0xBB},
    Entity{U"iquest", 0xBF},   Entity{U"Auml", 0xC4},    Entity{U"Eacute", 0xC9},  Entity{U"Ouml", 0xD6},
    Entity{U"times", 0xD7},    Entity{U"Uuml", 0xDC},    Entity{U"szlig", 0xDF},   Entity{U"agrave", 0xE0},
    Entity{U"aacute", 0xE1},   Entity{U"acirc", 0xE2},   Entity{U"auml", 0xE4},    Entity{U"aring", 0xE5},
    Entity{U"ccedil", 0xE7},   Entity{U"egrave", 0xE8},  Entity{U"eacute", 0xE9},  Entity{U"ecirc", 0xEA},
    Entity{U"iacute", 0xED},   Entity{U"ntilde", 0xF1},  Entity{U"oacute", 0xF3},  Entity{U"ocirc", 0xF4},
    Entity{U"ouml", 0xF6},     Entity{U"divide", 0xF7},  Entity{U"oslash", 0xF8},  Entity{U"uacute", 0xFA},
    Entity{U"uuml", 0xFC},     Entity{U"ndash", 0x2013}, Entity{U"mdash", 0x2014}, Entity{U"lsquo", 0x2018},
    Entity{U"rsquo", 0x2019},  Entity{U"ldquo", 0x201C}, Entity{U"rdquo", 0x201D}, Entity{U"bull", 0x2022},
    Entity{U"hellip", 0x2026}, Entity{U"euro", 0x20AC},  Entity{U"trade", 0x2122}, Entity{U"larr", 0x2190},
    Entity{U"rarr", 0x2192},   Entity{U"minus", 0x2212},
};

constexpr std::size_t kLongestBody = 10;

/// The digits of "#65" or "#x41".
std::optional<char32_t> numericEntity(std::u32string_view digits)
{
    const bool hex = !digits.empty() && (digits[0] == U'x' || digits[0] == U'X');
    if (hex)
        digits.remove_prefix(1);
    if (digits.empty())
        return std::nullopt;
    char32_t code = 0;
    for (const char32_t c : digits) {
        char32_t digit = 16;
        if (c >= U'0' && c <= U'9')
            digit = c - U'0';
        else if (hex && (c | 0x20) >= U'a' && (c | 0x20) <= U'f')
            digit = (c | 0x20) - U'a' + 10;
        if (digit >= (hex ? 16u : 10u))
            return std::nullopt;
        code = std::min<char32_t>(code * (hex ? 16 : 10) + digit, 0x110000); // stays out of range once it is
    }
    const bool valid = code > 0 && code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
    return valid ? code : char32_t{0xFFFD};
}

std::optional<char32_t> entity(std::u32string_view body)
{
    if (!body.empty() && body[0] == U'#')
        return numericEntity(body.substr(1));
    const auto* it =
        std::find_if(kEntities.begin(), kEntities.end(), [&](const Entity& e) { return e.name == body; });
    return it == kEntities.end() ? std::nullopt : std::optional(it->code);
}

} // namespace

std::u32string unescapeHtml(const std::u32string& text)
{
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == U'&') {
            const auto end = text.find(U';', i);
            if (end != std::u32string::npos && end - i <= kLongestBody) {
                if (const auto code = entity(std::u32string_view(text).substr(i + 1, end - i - 1))) {
                    out += *code;
                    i = end;
                    continue;
                }
            }
        }
        out += text[i];
    }
    return out;
}

} // namespace avs::nn
