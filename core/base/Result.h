// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace avs::base {

/// A value or an Error, with the names of `std::expected` so that it can become that one day.
/// `value()` and `error()` assert that the asked-for alternative is held.
template <typename T>
class [[nodiscard]] Result
{
public:
    using value_type = T;

    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {}
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {}

    [[nodiscard]] bool has_value() const { return m_state.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() &
    {
        Q_ASSERT(has_value());
        return *std::get_if<0>(&m_state);
    }
    const T& value() const&
    {
        Q_ASSERT(has_value());
        return *std::get_if<0>(&m_state);
    }
    T&& value() &&
    {
        Q_ASSERT(has_value());
        return std::move(*std::get_if<0>(&m_state));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const
    {
        Q_ASSERT(!has_value());
        return *std::get_if<1>(&m_state);
    }

    /// Calls `next(value)` (which returns a Result) or passes the error on.
    template <typename F>
    auto and_then(F&& next) && -> std::invoke_result_t<F, T&&>
    {
        if (has_value())
            return std::forward<F>(next)(std::move(*this).value());
        return error();
    }

    /// Wraps `f(value)` in a Result or passes the error on.
    template <typename F>
    auto transform(F&& f) && -> Result<std::invoke_result_t<F, T&&>>
    {
        if (has_value())
            return std::forward<F>(f)(std::move(*this).value());
        return error();
    }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value: `Result<void>` is what a writer returns; `return {};` is success.
template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
        , m_failed(true)
    {}

    [[nodiscard]] bool has_value() const { return !m_failed; }
    explicit operator bool() const { return has_value(); }

    const Error& error() const
    {
        Q_ASSERT(m_failed);
        return m_error;
    }

private:
    Error m_error;
    bool m_failed = false;
};

} // namespace avs::base
