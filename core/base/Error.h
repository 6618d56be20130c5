// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace avs::base {

enum class ErrorCode
{
    NotFound,    ///< a file or folder does not exist
    Unreadable,  ///< it exists and cannot be opened or read
    Unwritable,  ///< it cannot be created or written (permission, read-only, full disk)
    Unsupported, ///< readable, but not of a kind that this program understands
    Damaged,     ///< of the right kind, but truncated or inconsistent
    Invalid,     ///< an argument, a setting or a configuration value is wrong
    OutOfMemory,
    Device,    ///< the requested compute or sound device cannot be used
    Cancelled, ///< the caller asked to stop; never shown as a failure
};

/// An expected failure. `message` is one sentence for the user (what, where, what to do; translated);
/// `detail` is for the log; `path` is the file concerned, or empty.
struct Error
{
    ErrorCode code = ErrorCode::Invalid;
    QString message;
    QString detail;
    QString path;
};

} // namespace avs::base
