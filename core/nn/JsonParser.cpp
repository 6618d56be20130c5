// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/Json.h"
#include "core/nn/text/Unicode.h"

#include <charconv>
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

} // namespace avs::nn
