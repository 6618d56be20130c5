// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/Json.h"

#include "core/nn/text/Unicode.h"

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>

namespace avs::nn {

namespace {

constexpr int kMaxDepth = 64;

class Parser
{
public:
    explicit Parser(std::string_view text)
        : m_text(text)
    {}

    Json document()
    {
        Json value = parseValue(0);
        skipSpace();
        if (m_at != m_text.size())
            fail("there is more text after the value");
        return value;
    }

private:
    [[noreturn]] void fail(const std::string& what) const
    {
        std::size_t line = 1;
        std::size_t column = 1;
        for (const char c : m_text.substr(0, m_at)) {
            column = c == '\n' ? 1 : column + 1;
            line += c == '\n' ? 1 : 0;
        }
        throw JsonError("line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + what);
    }

    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    [[nodiscard]] static bool isDigit(char c) { return c >= '0' && c <= '9'; }

    void skipSpace()
    {
        while (m_at < m_text.size() &&
               std::string_view(" \t\n\r").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }

    bool take(char c)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    void expect(char c)
    {
        if (!take(c))
            fail(m_at < m_text.size() ? std::string("expected '") + c + "'" : "the text ends too early");
    }

    Json literal(std::string_view word, Json value)
    {
        if (m_text.substr(m_at, word.size()) != word)
            fail("not a JSON value");
        m_at += word.size();
        return value;
    }

    Json parseValue(int depth)
    {
        if (depth > kMaxDepth)
            fail("nested more than 64 levels deep");
        skipSpace();
        if (m_at >= m_text.size())
            fail("the text ends too early");
        switch (peek()) {
        case '{':
            return parseObject(depth);
        case '[':
            return parseArray(depth);
        case '"':
            return parseString();
        case 't':
            return literal("true", true);
        case 'f':
            return literal("false", false);
        case 'n':
            return literal("null", Json());
        default:
            return parseNumber();
        }
    }

    Json parseObject(int depth)
    {
        expect('{');
        Json::Object object;
        if (take('}'))
            return object;
        do {
            skipSpace();
            if (peek() != '"')
                fail("expected a key in quotes");
            std::string key = parseString();
            if (object.contains(key))
                fail("the key \"" + key + "\" is there twice");
            expect(':');
            object.emplace(std::move(key), parseValue(depth + 1));
        } while (take(','));
        expect('}');
        return object;
    }

    Json parseArray(int depth)
    {
        expect('[');
        Json::Array array;
        if (take(']'))
            return array;
        do {
            array.push_back(parseValue(depth + 1));
        } while (take(','));
        expect(']');
        return array;
    }

    std::uint32_t parseHex4()
    {
        std::uint32_t code = 0;
        const auto digits = m_text.substr(m_at, 4);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        if (digits.size() != 4 || error != std::errc() || end != digits.data() + 4)
            fail("\\u needs four hexadecimal digits");
        m_at += 4;
        return code;
    }

    std::uint32_t parseUnicodeEscape()
    {
        const auto code = parseHex4();
        if (code < 0xD800 || code > 0xDFFF)
            return code;
        if (code > 0xDBFF || m_text.substr(m_at, 2) != "\\u")
            fail("half of a surrogate pair");
        m_at += 2;
        const auto low = parseHex4();
        if (low < 0xDC00 || low > 0xDFFF)
            fail("half of a surrogate pair");
        return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }

    std::string parseString()
    {
        expect('"');
        std::string out;
        while (true) {
            if (m_at >= m_text.size())
                fail("the text ends inside a string");
            const char c = m_text[m_at++];
            if (c == '"')
                return out;
            if (static_cast<unsigned char>(c) < 0x20)
                fail("a control character inside a string");
            if (c != '\\') {
                out += c;
                continue;
            }
            const char escaped = peek();
            ++m_at;
            constexpr std::string_view kFrom = "\"\\/bfnrt";
            constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
            if (escaped == 'u')
                appendUtf8(out, parseUnicodeEscape());
            else if (const auto i = kFrom.find(escaped); i != std::string_view::npos)
                out += kTo[i];
            else
                fail("an unknown escape in a string");
        }
    }

    void skipDigits()
    {
        if (!isDigit(peek()))
            fail("not a JSON value");
        while (isDigit(peek()))
            ++m_at;
    }

    Json parseNumber()
    {
        const auto begin = m_at;
        bool integer = true;
        if (peek() == '-')
            ++m_at;
        if (peek() == '0')
            ++m_at;
        else
            skipDigits();
        if (peek() == '.') {
            integer = false;
            ++m_at;
            skipDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            integer = false;
            ++m_at;
            if (peek() == '+' || peek() == '-')
                ++m_at;
            skipDigits();
        }
        const char* first = m_text.data() + begin;
        const char* last = m_text.data() + m_at;
        std::int64_t whole = 0;
        if (integer && std::from_chars(first, last, whole).ec == std::errc())
            return whole;
        double number = 0;
        if (std::from_chars(first, last, number).ec != std::errc())
            fail("a number out of range");
        return number;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

void dumpString(std::string& out, const std::string& text)
{
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            constexpr std::string_view kHex = "0123456789abcdef";
            out += "\\u00";
            out += kHex[static_cast<unsigned char>(c) >> 4];
            out += kHex[static_cast<unsigned char>(c) & 0xF];
        } else {
            out += c;
        }
    }
    out += '"';
}

void dumpDouble(std::string& out, double value)
{
    if (!std::isfinite(value))
        throw JsonError("a number that is not finite cannot be written as JSON");
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    out += digits;
    if (digits.find_first_of(".e") == std::string_view::npos)
        out += ".0"; // so that it is read back as a double
}

template <typename Range, typename Write>
void dumpRange(std::string& out, const Range& range, char open, char close, Write write)
{
    out += open;
    bool first = true;
    for (const auto& item : range) {
        if (!first)
            out += ", ";
        first = false;
        write(item);
    }
    out += close;
}

} // namespace

Json Json::parse(std::string_view text)
{
    return Parser(text).document();
}

Json Json::parseFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()))
        throw JsonError(path + " is empty or cannot be read");
    try {
        return parse(text.view());
    } catch (const JsonError& error) {
        throw JsonError(path + ", " + error.what());
    }
}

std::string Json::dump() const
{
    std::string out;
    if (isNull())
        out = "null";
    else if (const auto* flag = std::get_if<bool>(&m_value))
        out = *flag ? "true" : "false";
    else if (const auto* whole = std::get_if<std::int64_t>(&m_value))
        out = std::to_string(*whole);
    else if (const auto* number = std::get_if<double>(&m_value))
        dumpDouble(out, *number);
    else if (isString())
        dumpString(out, asString());
    else if (isArray())
        dumpRange(out, asArray(), '[', ']', [&out](const Json& item) { out += item.dump(); });
    else
        dumpRange(out, asObject(), '{', '}', [&out](const auto& entry) {
            dumpString(out, entry.first);
            out += ": ";
            out += entry.second.dump();
        });
    return out;
}

bool Json::asBool() const
{
    if (const auto* value = std::get_if<bool>(&m_value))
        return *value;
    throw JsonError("not true or false: " + dump());
}

std::int64_t Json::asInt() const
{
    if (const auto* value = std::get_if<std::int64_t>(&m_value))
        return *value;
    throw JsonError("not a whole number: " + dump());
}

double Json::asDouble() const
{
    if (const auto* value = std::get_if<std::int64_t>(&m_value))
        return static_cast<double>(*value);
    if (const auto* value = std::get_if<double>(&m_value))
        return *value;
    throw JsonError("not a number: " + dump());
}

const std::string& Json::asString() const
{
    if (const auto* value = std::get_if<std::string>(&m_value))
        return *value;
    throw JsonError("not a text: " + dump());
}

const Json::Array& Json::asArray() const
{
    if (const auto* value = std::get_if<Array>(&m_value))
        return *value;
    throw JsonError("not a list: " + dump());
}

const Json::Object& Json::asObject() const
{
    if (const auto* value = std::get_if<Object>(&m_value))
        return *value;
    throw JsonError("not an object: " + dump());
}

std::vector<std::int64_t> Json::asInts() const
{
    std::vector<std::int64_t> values;
    values.reserve(asArray().size());
    for (const auto& item : asArray())
        values.push_back(item.asInt());
    return values;
}

bool Json::contains(std::string_view key) const
{
    return isObject() && asObject().contains(key);
}

const Json& Json::at(std::string_view key) const
{
    const auto it = asObject().find(key);
    if (it == asObject().end())
        throw JsonError("the key \"" + std::string(key) + "\" is missing");
    return it->second;
}

namespace {

/// Reads one optional key; a value of the wrong kind is reported with the key's name.
template <typename T, typename Read>
T valueOr(const Json& json, std::string_view key, T fallback, Read read)
{
    if (!json.contains(key))
        return fallback;
    try {
        return read(json.at(key));
    } catch (const JsonError& error) {
        throw JsonError("\"" + std::string(key) + "\": " + error.what());
    }
}

} // namespace

std::int64_t Json::intOr(std::string_view key, std::int64_t fallback) const
{
    return valueOr(*this, key, fallback, [](const Json& value) { return value.asInt(); });
}

double Json::doubleOr(std::string_view key, double fallback) const
{
    return valueOr(*this, key, fallback, [](const Json& value) { return value.asDouble(); });
}

bool Json::boolOr(std::string_view key, bool fallback) const
{
    return valueOr(*this, key, fallback, [](const Json& value) { return value.asBool(); });
}

std::string Json::stringOr(std::string_view key, std::string fallback) const
{
    return valueOr(*this, key, std::move(fallback), [](const Json& value) { return value.asString(); });
}

} // namespace avs::nn
