// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/StartingPoint.h"

#include "core/inference/ModelFile.h"
#include "core/inference/TorchErrors.h"
#include "core/inference/Weights.h"
#include "core/nn/imagebind/OtherTowers.h"
#include "core/nn/sam2/Sam2Memory.h"
#include "core/nn/weights/StateDict.h"
#include "core/nn/weights/WeightFile.h"

#include <torch/utils.h>

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace avs::training {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(training)
};

/// What TAViS adds inside SAM 2's own modules.
const std::vector<std::string> kAddedToSam2{
    "image_encoder.prompt_generator.",
    "sam_mask_decoder.audio_score.",
    "sam_mask_decoder.decoder_norm.",
};
const std::vector<std::string> kSam2Modules{"image_encoder.", "sam_prompt_encoder.", "sam_mask_decoder.",
                                            "no_mem_embed"};

bool startsWithAny(const std::string& name, const std::vector<std::string>& prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const auto& prefix) { return name.starts_with(prefix); });
}

/// What kinds of files there are, by names that no other kind has.
enum class Kind
{
    Tavis,
    Sam2,
    ImageBind,
    Other
};

Kind kindOf(const nn::TensorMap& tensors)
{
    if (tensors.contains("query_fea_W.weight"))
        return Kind::Tavis;
    if (tensors.contains("image_encoder.trunk.pos_embed"))
        return Kind::Sam2;
    if (tensors.contains("modality_preprocessors.vision.cls_token"))
        return Kind::ImageBind;
    return Kind::Other;
}

QString optionFor(Kind kind)
{
    switch (kind) {
    case Kind::Tavis:
        return QStringLiteral("--start-from");
    case Kind::Sam2:
        return QStringLiteral("--sam2");
    case Kind::ImageBind:
        return QStringLiteral("--imagebind");
    case Kind::Other:
        break;
    }
    return {};
}

base::Error wrongKind(const QString& path, Kind wanted, Kind found)
{
    const auto listing = inference::inspectWeights(path);
    const auto what = listing ? listing->kind : QString();
    const auto name = QFileInfo(path).fileName();
    const auto message = found == Kind::Other
                             ? QCoreApplication::translate(
                                   "training", "%1 was given by %2, but it holds %3. Choose another file.")
                                   .arg(name, optionFor(wanted), what)
                             : QCoreApplication::translate(
                                   "training", "%1 was given by %2, but it holds %3, which belong to %4.")
                                   .arg(name, optionFor(wanted), what, optionFor(found));
    return {base::ErrorCode::Unsupported, message, {}, path};
}

base::Error doesNotFit(const QString& path, const nn::KeyDifferences& differences)
{
    constexpr int kShown = 240;
    const auto detail = QString::fromStdString(differences.text());
    const auto shown = detail.size() > kShown ? detail.left(kShown) + QStringLiteral("…") : detail;
    return {base::ErrorCode::Unsupported,
            QCoreApplication::translate(
                "training",
                "%1 does not fit the model of the configuration: %2. Use weights of this architecture, or "
                "the configuration that they were trained with.")
                .arg(QFileInfo(path).fileName(), shown),
            detail, path};
}

/// Tensors of a file, under the model's names, and which of the model's names it has to cover.
struct Piece
{
    QString path;
    nn::TensorMap tensors;
    QStringList classNames;
};

base::Result<Piece> open(const QString& path, Kind wanted)
{
    return inference::guardTorch(
        Text::tr("Loading %1").arg(QFileInfo(path).fileName()), [&]() -> base::Result<Piece> {
            auto file = nn::WeightFile::open(path.toStdString());
            if (const auto found = kindOf(file.tensors); found != wanted)
                return wrongKind(path, wanted, found);
            Piece piece{path, std::move(file.tensors), {}};
            std::erase_if(piece.tensors, [](const auto& item) {
                return startsWithAny(item.first, nn::otherTowerPrefixes());
            });
            if (const auto names = file.metadata.find(inference::kClassesKey); names != file.metadata.end()) {
                const auto list = nn::Json::parse(names->second);
                for (const auto& name : list.asArray())
                    piece.classNames.append(QString::fromStdString(name.asString()));
            }
            return piece;
        });
}

/// The part of the model that the file is for, by name.
nn::TensorMap targetsOf(Kind kind, const nn::TensorMap& model)
{
    nn::TensorMap targets;
    for (const auto& [name, tensor] : model) {
        const bool wanted = kind == Kind::Tavis       ? true
                            : kind == Kind::ImageBind ? name.starts_with("imagebind.")
                                                      : (startsWithAny(name, kSam2Modules) ||
                                                         startsWithAny(name, nn::sam2MemoryPrefixes())) &&
                                                            !startsWithAny(name, kAddedToSam2);
        if (wanted)
            targets.emplace(name, tensor);
    }
    return targets;
}

nn::KeyDifferences differencesOf(const nn::TensorMap& targets, const nn::TensorMap& given)
{
    nn::KeyDifferences differences;
    for (const auto& [name, target] : targets) {
        const auto it = given.find(name);
        if (it == given.end())
            differences.missing.push_back(name);
        else if (it->second.sizes() != target.sizes() && (it->second.numel() != 1 || target.numel() != 1))
            differences.wrongShape.push_back(
                c10::str(name, " is ", it->second.sizes(), " instead of ", target.sizes()));
    }
    for (const auto& [name, tensor] : given) {
        if (!targets.contains(name))
            differences.unexpected.push_back(name);
    }
    return differences;
}

base::Result<Piece> fitting(const QString& path, Kind kind, const nn::TensorMap& model)
{
    auto piece = open(path, kind);
    if (!piece)
        return piece;
    if (kind == Kind::ImageBind) {
        nn::TensorMap inside;
        for (auto& [name, tensor] : piece->tensors)
            inside.emplace("imagebind." + name, tensor);
        piece->tensors = std::move(inside);
    }
    auto targets = targetsOf(kind, model);
    const auto dropMemory = [](nn::TensorMap& tensors) {
        std::erase_if(tensors,
                      [](const auto& item) { return startsWithAny(item.first, nn::sam2MemoryPrefixes()); });
    };
    if (kind == Kind::Sam2 && !model.contains("maskmem_tpos_enc"))
        dropMemory(piece->tensors);
    if (kind == Kind::Tavis && !piece->tensors.contains("maskmem_tpos_enc"))
        dropMemory(targets);
    if (const auto differences = differencesOf(targets, piece->tensors); !differences.none())
        return doesNotFit(path, differences);
    return piece;
}

} // namespace

base::Result<QStringList> loadStartingPoint(torch::nn::Module& model, const StartingPoint& start)
{
    if (!start.tavis.isEmpty() && !(start.sam2.isEmpty() && start.imagebind.isEmpty()))
        return base::Error{
            base::ErrorCode::Invalid,
            Text::tr("A whole TAViS model (--start-from) leaves nothing for the weights of SAM 2 "
                     "and ImageBind to fill. Give one or the other."),
            {},
            start.tavis};
    const auto own = nn::stateDict(model);
    std::vector<Piece> pieces;
    for (const auto& [path, kind] : {std::pair(start.tavis, Kind::Tavis), std::pair(start.sam2, Kind::Sam2),
                                     std::pair(start.imagebind, Kind::ImageBind)}) {
        if (path.isEmpty())
            continue;
        auto piece = fitting(path, kind, own);
        if (!piece)
            return piece.error();
        pieces.push_back(std::move(*piece));
    }
    QStringList classNames;
    const torch::NoGradGuard noGrad;
    for (const auto& piece : pieces) {
        classNames += piece.classNames;
        for (const auto& [name, tensor] : piece.tensors) {
            const auto target = own.at(name);
            target.copy_(tensor.reshape(target.sizes()));
        }
    }
    return classNames;
}

} // namespace avs::training
