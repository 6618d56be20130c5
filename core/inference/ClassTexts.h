// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Tensor.h>

#include <vector>

namespace avs::inference {

/// Texts in tokens [N, contextLength] int64. `vocabularyPath`: see nn::ClipTokenizer. Errors: NotFound (the
/// vocabulary is missing or another file; says how to get it), Invalid (a text is too long).
[[nodiscard]] base::Result<at::Tensor>
textTokens(const QString& vocabularyPath, const std::vector<QString>& texts, std::int64_t contextLength);

/// The same of each class's name in place of the template's {}. Invalid also: there is no {}.
[[nodiscard]] base::Result<at::Tensor> classTokens(const QString& vocabularyPath,
                                                   const std::vector<QString>& classNames,
                                                   std::int64_t contextLength,
                                                   const QString& textTemplate = QStringLiteral("A {}"));

} // namespace avs::inference
