// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ClassTexts.h"

#include "core/nn/text/ClipTokenizer.h"

#include <QCoreApplication>

namespace avs::inference {

base::Result<at::Tensor> classTokens(const QString& vocabularyPath, const std::vector<QString>& classNames,
                                     std::int64_t contextLength)
{
    std::vector<std::string> texts;
    for (const auto& name : classNames)
        texts.push_back("A " + name.toStdString());
    try {
        const auto ids = nn::ClipTokenizer::fromFile(vocabularyPath.toStdString()).tokenize(texts);
        const auto shortened = ids.slice(1, 0, contextLength).contiguous();
        const auto ends = (shortened == nn::ClipTokenizer::kEndId).any(1);
        if (!ends.all().item<bool>()) {
            const auto worst = ends.logical_not().nonzero()[0].item<std::int64_t>();
            return base::Error{base::ErrorCode::Invalid,
                               QCoreApplication::translate("inference",
                                                           "The class name \"%1\" is too long for this "
                                                           "model, which reads %2 tokens.")
                                   .arg(classNames[worst])
                                   .arg(contextLength),
                               {},
                               {}};
        }
        return shortened;
    } catch (const nn::VocabularyError& error) {
        return base::Error{base::ErrorCode::NotFound, QString::fromUtf8(error.what()), {}, vocabularyPath};
    }
}

} // namespace avs::inference
