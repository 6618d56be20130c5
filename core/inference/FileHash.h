// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <stop_token>

namespace avs::inference {

/// The SHA-256 of a file's bytes as 64 hexadecimal digits, at the speed of the machine's own instructions: a
/// checkpoint of 6 GB takes seconds. Empty when it cannot be read or was stopped.
[[nodiscard]] QString sha256OfFile(const QString& path, const std::stop_token& stop = {});

} // namespace avs::inference
