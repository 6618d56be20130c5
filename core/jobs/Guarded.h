// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QCoreApplication>

#include <exception>
#include <new>

namespace avs::jobs {

/// Runs `work`, which returns a Result, and turns an exception of a library into an Error: nothing may throw
/// through a thread function.
template <typename Work>
[[nodiscard]] auto guarded(Work&& work) -> std::invoke_result_t<Work>
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return base::Error{
            base::ErrorCode::OutOfMemory,
            QCoreApplication::translate(
                "avs::jobs", "Not enough memory is free. Close other programs or use a shorter clip."),
            {},
            {}};
    } catch (const std::exception& e) {
        return base::Error{base::ErrorCode::Invalid,
                           QCoreApplication::translate("avs::jobs", "This step failed inside a library (%1).")
                               .arg(QString::fromUtf8(e.what()).section(QLatin1Char('\n'), 0, 0)),
                           QString::fromUtf8(e.what()),
                           {}};
    }
}

} // namespace avs::jobs
