// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/Json.h"

#include <array>
#include <charconv>
#include <cmath>

namespace avs::nn {

namespace {

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
