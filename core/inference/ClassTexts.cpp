// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ClassTexts.h"

#include "core/nn/text/ClipTokenizer.h"

#include <QCoreApplication>

namespace avs::inference {

namespace {

const QString kPlace = QStringLiteral("{}");

base::Result<at::Tensor> tokens(const QString& vocabularyPath, const std::vector<QString>& given,
                                const QString& textTemplate, std::int64_t contextLength)
{
    std::vector<std::string> texts;
    for (const auto& each : given)
        texts.push_back(QString(textTemplate).replace(kPlace, each).toStdString());
    try {
        const auto ids = nn::ClipTokenizer::fromFile(vocabularyPath.toStdString())
                             .tokenize(texts, nn::ClipTokenizer::LongText::LoseEnd);
        const auto shortened = ids.slice(1, 0, contextLength).contiguous();
        const auto ends = (shortened == nn::ClipTokenizer::kEndId).any(1);
        if (!ends.all().item<bool>()) {
            const auto worst = ends.logical_not().nonzero()[0].item<std::int64_t>();
            return base::Error{base::ErrorCode::Invalid,
                               QCoreApplication::translate("inference", "\"%1\" is too long for this model, "
                                                                        "which reads %2 tokens. Shorten it.")
                                   .arg(QString::fromStdString(texts[static_cast<std::size_t>(worst)]))
                                   .arg(contextLength),
                               {},
                               {}};
        }
        return shortened;
    } catch (const nn::VocabularyError& error) {
        return base::Error{base::ErrorCode::NotFound, QString::fromUtf8(error.what()), {}, vocabularyPath};
    }
}

} // namespace

base::Result<at::Tensor> textTokens(const QString& vocabularyPath, const std::vector<QString>& texts,
                                    std::int64_t contextLength)
{
    return tokens(vocabularyPath, texts, kPlace, contextLength);
}

base::Result<at::Tensor> classTokens(const QString& vocabularyPath, const std::vector<QString>& classNames,
                                     std::int64_t contextLength, const QString& textTemplate)
{
    if (!textTemplate.contains(kPlace))
        return base::Error{base::ErrorCode::Invalid,
                           QCoreApplication::translate(
                               "inference", "The template \"%1\" has no {} where the class's name goes.")
                               .arg(textTemplate),
                           {},
                           {}};
    return tokens(vocabularyPath, classNames, textTemplate, contextLength);
}

} // namespace avs::inference
