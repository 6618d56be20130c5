// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

namespace avs::translations {

/// Gives `application` its texts: for now English with its plural forms. Once, from the main thread.
void install(QCoreApplication& application);

} // namespace avs::translations
