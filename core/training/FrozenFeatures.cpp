// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/FrozenFeatures.h"

#include "core/nn/Precision.h"
#include "core/nn/weights/StateDict.h"
#include "core/training/TrainedParts.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cstring>
#include <utility>

namespace avs::training {

namespace {

std::vector<std::string> trunkOf(const std::string& tower)
{
    return {"imagebind.modality_preprocessors." + tower + ".", "imagebind.modality_trunks." + tower + "."};
}

std::vector<std::string> towerOf(const std::string& tower)
{
    auto parts = trunkOf(tower);
    parts.push_back("imagebind.modality_heads." + tower + ".");
    parts.push_back("imagebind.modality_postprocessors." + tower + ".");
    return parts;
}

QByteArray bytesOf(const torch::Tensor& tensor)
{
    const auto plain = tensor.detach().to(torch::kCPU).contiguous();
    return {static_cast<const char*>(plain.const_data_ptr()), static_cast<qsizetype>(plain.nbytes())};
}

nn::TavisImpl::Input soundAlone(torch::Tensor mel)
{
    nn::TavisImpl::Input input;
    input.mel = std::move(mel);
    return input;
}

nn::TavisImpl::Input pictureAlone(torch::Tensor image)
{
    nn::TavisImpl::Input input;
    input.initialImage = std::move(image);
    return input;
}

torch::Device deviceOf(const torch::nn::Module& model)
{
    return model.parameters().front().device();
}

} // namespace

FrozenFeatures::FrozenFeatures(nn::TavisImpl& model, const torch::Tensor& classTokens, std::string modelJson,
                               const FeatureCacheOptions& cache)
    : m_model(model)
    , m_classTokens(classTokens)
    , m_modelJson(std::move(modelJson))
    , m_options(cache)
{}

void FrozenFeatures::beginStage()
{
    m_cache.reset(); // what other weights said may make room
    if (!m_options.folder.isEmpty())
        m_cache.emplace(m_options.folder, m_options.limitBytes);
    const auto audio = trunkOf("audio");
    m_audio = partOf("audio", audio);
    m_vision = partOf("vision", trunkOf("vision"));
    m_image = partOf("image", {"image_encoder.", "mlp_audio.", audio[0], audio[1]});
    m_textFrozen = !anyOpen(m_model, towerOf("text"));
    m_classTexts.reset();
}

FrozenFeatures::Part FrozenFeatures::partOf(const char* kind, std::vector<std::string> prefixes) const
{
    const bool constant = !anyOpen(m_model, prefixes);
    return {kind, std::move(prefixes), constant, {}};
}

/// Reads all of its weights, so only for parts that are asked.
const QString& FrozenFeatures::scopeOf(Part& part)
{
    if (!part.scope.isEmpty())
        return part.scope;
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    hash.addData(QByteArray(part.kind));
    // Kinds of devices round differently.
    hash.addData(QByteArray(deviceOf(m_model).is_cpu() ? "cpu" : "cuda"));
    // What weights do not show.
    hash.addData(QByteArray::fromStdString(m_modelJson));
    for (const auto& [name, tensor] : nn::stateDict(m_model)) {
        if (std::any_of(part.prefixes.begin(), part.prefixes.end(),
                        [&](const auto& prefix) { return name.starts_with(prefix); })) {
            hash.addData(QByteArray::fromStdString(name));
            hash.addData(bytesOf(tensor));
        }
    }
    return part.scope = m_cache->use(hash.result());
}

nn::TavisImpl::Input FrozenFeatures::input(const TrainingSet::Batch& batch)
{
    auto input = batch.input;
    input.towers = audio(batch);
    input.towers->visionCls = vision(batch);
    input.features = image(batch, [&] { return input.towers->audioTokens; });
    return input;
}

nn::ImageFeatures FrozenFeatures::image(const TrainingSet::Batch& batch)
{
    return image(batch, [&] { return audio(batch).audioTokens; });
}

torch::Tensor FrozenFeatures::audioCls(const TrainingSet::Batch& batch)
{
    return audio(batch).audioCls;
}

bool FrozenFeatures::dropsPaths()
{
    return m_model.options().imagebind.audio->dropPath > 0 &&
           m_model.imagebindTowers()->towers().audioTrunk->is_training();
}

nn::TavisImpl::TowerFeatures FrozenFeatures::audio(const TrainingSet::Batch& batch)
{
    if (!m_audio.constant || dropsPaths())
        return m_model.encodeTowers(soundAlone(batch.input.mel));
    const auto& options = *m_model.options().imagebind.audio;
    const auto tokens = options.tokens() + 1; // and the cls token
    const auto encode = [&](const torch::Tensor& rows) {
        const auto fresh = m_model.encodeTowers(soundAlone(batch.input.mel.index_select(0, rows)));
        return torch::cat({fresh.audioCls.unsqueeze(1), fresh.audioTokens}, 1).flatten(1);
    };
    const auto x =
        recall(m_audio, {batch.mels}, tokens * options.dim, encode).view({-1, tokens, options.dim});
    nn::TavisImpl::TowerFeatures heard;
    heard.audioTokens = x.slice(1, 1);
    heard.audioCls = x.select(1, 0);
    return heard;
}

torch::Tensor FrozenFeatures::vision(const TrainingSet::Batch& batch)
{
    if (!m_vision.constant)
        return m_model.encodeTowers(pictureAlone(batch.input.initialImage)).visionCls;
    const auto width = m_model.options().imagebind.vision->dim;
    return recall(m_vision, {batch.pictures}, width, [&](const torch::Tensor& rows) {
        return m_model.encodeTowers(pictureAlone(batch.input.initialImage.index_select(0, rows))).visionCls;
    });
}

nn::ImageFeatures FrozenFeatures::image(const TrainingSet::Batch& batch,
                                        const std::function<torch::Tensor()>& audioTokens)
{
    if (!m_image.constant || dropsPaths())
        return m_model.encodeImage(batch.input.image, audioTokens());
    const auto channels = m_model.options().imageEncoder.neck.dModel;
    std::vector<std::int64_t> sides;
    std::vector<std::int64_t> widths;
    std::int64_t width = 0;
    for (const std::int64_t stride : {4, 8, 16}) {
        sides.push_back(m_model.options().imageSize / stride);
        widths.push_back(channels * sides.back() * sides.back());
        width += widths.back();
    }
    const auto encode = [&](const torch::Tensor& rows) {
        const auto fresh =
            m_model.encodeImage(batch.input.image.index_select(0, rows), audioTokens().index_select(0, rows));
        std::vector<torch::Tensor> flat;
        for (std::size_t level = 0; level < sides.size(); ++level) // a coarser one has no use
            flat.push_back(fresh.maps[level].flatten(1));
        return torch::cat(flat, 1);
    };
    const auto flat =
        recall(m_image, {batch.pictures, batch.mels}, width, encode).split_with_sizes(widths, 1);
    nn::ImageFeatures features;
    for (std::size_t level = 0; level < sides.size(); ++level)
        features.maps.push_back(flat[level].unflatten(1, {channels, sides[level], sides[level]}));
    m_model.imageEncoder()->addPositions(features);
    return features;
}

torch::Tensor FrozenFeatures::recall(Part& part, const std::vector<torch::Tensor>& inputs, std::int64_t width,
                                     const Encode& encode)
{
    const torch::NoGradGuard noGrad;
    const auto device = deviceOf(m_model);
    const auto count = inputs.front().size(0);
    if (!m_cache) {
        m_encoded += count;
        return encode(torch::arange(count, torch::dtype(torch::kLong).device(device)));
    }
    // What is kept serves runs of any precision.
    const nn::PrecisionScope precision(device, nn::Precision::Float32);
    const auto size = width * static_cast<std::int64_t>(sizeof(float));
    const auto& scope = scopeOf(part);
    auto features = torch::empty({count, width});
    std::vector<QByteArray> keys;
    std::vector<std::int64_t> missing;
    for (std::int64_t n = 0; n < count; ++n) {
        QByteArray content;
        for (const auto& input : inputs)
            content += bytesOf(input[n]);
        keys.push_back(FeatureCache::keyOf(content));
        if (const auto known = m_cache->find(scope, keys.back(), size))
            std::memcpy(features[n].mutable_data_ptr(), known->constData(), static_cast<std::size_t>(size));
        else
            missing.push_back(n);
    }
    if (missing.empty())
        return features.to(device);
    const auto rows = torch::tensor(missing, torch::kLong);
    m_encoded += rows.numel();
    features.index_copy_(0, rows, encode(rows.to(device)).to(torch::kCPU, torch::kFloat));
    for (const auto n : missing)
        m_cache->store(scope, keys[static_cast<std::size_t>(n)], bytesOf(features[n]));
    return features.to(device);
}

nn::TavisImpl::ClassTexts FrozenFeatures::classTexts()
{
    if (!m_textFrozen)
        return m_model.embedClasses(m_classTokens);
    if (!m_classTexts) {
        const torch::NoGradGuard noGrad;
        const nn::PrecisionScope precision(deviceOf(m_model), nn::Precision::Float32);
        m_classTexts = m_model.embedClasses(m_classTokens);
    }
    return *m_classTexts;
}

} // namespace avs::training
