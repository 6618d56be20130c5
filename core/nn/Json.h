// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace avs::nn {

/// Thrown by Json; what() names the place ("line 3, column 7") or the key concerned.
class JsonError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// A JSON value (RFC 8259): what configurations and safetensors headers need, and no more. The numeric core
/// builds where there is no other JSON library. Integers keep 64 bits; nesting is limited to 64 levels.
class Json
{
public:
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json, std::less<>>;

    Json() = default; ///< null
    Json(bool value)
        : m_value(value)
    {}
    Json(std::int64_t value)
        : m_value(value)
    {}
    Json(int value)
        : m_value(static_cast<std::int64_t>(value))
    {}
    Json(double value)
        : m_value(value)
    {}
    Json(std::string value)
        : m_value(std::move(value))
    {}
    Json(const char* value)
        : m_value(std::string(value))
    {}
    Json(Array value)
        : m_value(std::move(value))
    {}
    Json(Object value)
        : m_value(std::move(value))
    {}

    [[nodiscard]] static Json parse(std::string_view text);
    [[nodiscard]] static Json parseFile(const std::string& path);
    [[nodiscard]] std::string dump() const; ///< one line, keys sorted, doubles round-trip

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
    [[nodiscard]] bool isObject() const { return std::holds_alternative<Object>(m_value); }
    [[nodiscard]] bool isArray() const { return std::holds_alternative<Array>(m_value); }
    [[nodiscard]] bool isString() const { return std::holds_alternative<std::string>(m_value); }

    /// Typed access; a value of another kind throws. A double reads integers too.
    [[nodiscard]] bool asBool() const;
    [[nodiscard]] std::int64_t asInt() const;
    [[nodiscard]] double asDouble() const;
    [[nodiscard]] const std::string& asString() const;
    [[nodiscard]] const Array& asArray() const;
    [[nodiscard]] const Object& asObject() const;
    [[nodiscard]] std::vector<std::int64_t> asInts() const; ///< an array of integers

    [[nodiscard]] bool contains(std::string_view key) const;  ///< false when not an object
    [[nodiscard]] const Json& at(std::string_view key) const; ///< throws naming the key when missing
    [[nodiscard]] std::int64_t intOr(std::string_view key, std::int64_t fallback) const;
    [[nodiscard]] double doubleOr(std::string_view key, double fallback) const;
    [[nodiscard]] bool boolOr(std::string_view key, bool fallback) const;
    [[nodiscard]] std::string stringOr(std::string_view key, std::string fallback) const;

private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> m_value;
};

} // namespace avs::nn
