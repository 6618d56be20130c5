// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace avs::base {

Q_DECLARE_LOGGING_CATEGORY(logMedia)
Q_DECLARE_LOGGING_CATEGORY(logModel)
Q_DECLARE_LOGGING_CATEGORY(logUi)
/// What the window says in words as well.
Q_DECLARE_LOGGING_CATEGORY(logNotice)

} // namespace avs::base
