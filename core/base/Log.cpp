// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Log.h"

namespace avs::base {

Q_LOGGING_CATEGORY(logMedia, "tavis.media", QtInfoMsg)
Q_LOGGING_CATEGORY(logModel, "tavis.model", QtInfoMsg)
Q_LOGGING_CATEGORY(logUi, "tavis.ui", QtInfoMsg)
Q_LOGGING_CATEGORY(logNotice, "tavis.notice", QtInfoMsg)

} // namespace avs::base
