// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/FrozenFeatures.h"

#include "core/nn/Precision.h"
#include "core/nn/weights/StateDict.h"
#include "core/training/TrainedParts.h"

#include <QCryptographicHash>

#include <cstring>

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

FrozenFeatures::FrozenFeatures(nn::TavisImpl& model, const torch::Tensor& classTokens,
                               FeatureCacheOptions cache)
    : m_model(model)
    , m_classTokens(classTokens)
    , m_options(std::move(cache))
{}

void FrozenFeatures::beginStage()
{
    m_audioFrozen = !anyOpen(m_model, trunkOf("audio"));
    m_visionFrozen = !anyOpen(m_model, trunkOf("vision"));
    m_textFrozen = !anyOpen(m_model, towerOf("text"));
    m_classTexts.reset();
    m_cache.reset();
    if (!m_options.folder.isEmpty() && (m_audioFrozen || m_visionFrozen))
        m_cache.emplace(m_options.folder, scope(), m_options.limitBytes);
}

QByteArray FrozenFeatures::scope() const
{
    const auto device = deviceOf(m_model);
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    // Kinds of devices round differently.
    hash.addData(QByteArray(device.is_cpu() ? "cpu" : "cuda"));
    const auto& options = m_model.options();
    // What weights do not show.
    for (const auto number : {options.visionSize, options.imagebind.audio->heads,
                              options.imagebind.audio->stride, options.imagebind.vision->heads})
        hash.addData(QByteArray::number(static_cast<qlonglong>(number)) + ' ');
    for (const auto& [name, tensor] : nn::stateDict(m_model)) {
        for (const auto& prefix : {trunkOf("audio"), trunkOf("vision")}) {
            if (name.starts_with(prefix[0]) || name.starts_with(prefix[1])) {
                hash.addData(QByteArray::fromStdString(name));
                hash.addData(bytesOf(tensor));
            }
        }
    }
    return hash.result();
}

nn::TavisImpl::TowerFeatures FrozenFeatures::towers(const TrainingSet::Batch& batch)
{
    auto towers = audio(batch);
    towers.visionCls = vision(batch);
    return towers;
}

torch::Tensor FrozenFeatures::audioCls(const TrainingSet::Batch& batch)
{
    return audio(batch).audioCls;
}

nn::TavisImpl::TowerFeatures FrozenFeatures::audio(const TrainingSet::Batch& batch)
{
    const auto& options = *m_model.options().imagebind.audio;
    const bool dropsPaths =
        options.dropPath > 0 && m_model.imagebindTowers()->towers().audioTrunk->is_training();
    if (!m_audioFrozen || dropsPaths)
        return m_model.encodeTowers(soundAlone(batch.input.mel));
    const auto tokens = options.tokens() + 1; // and the cls token
    const auto flat = recall("audio", batch.mels, tokens * options.dim, [&](const torch::Tensor& rows) {
        const auto fresh = m_model.encodeTowers(soundAlone(batch.input.mel.index_select(0, rows)));
        return torch::cat({fresh.audioCls.unsqueeze(1), fresh.audioTokens}, 1).flatten(1);
    });
    const auto x = flat.view({-1, tokens, options.dim});
    nn::TavisImpl::TowerFeatures heard;
    heard.audioTokens = x.slice(1, 1);
    heard.audioCls = x.select(1, 0);
    return heard;
}

torch::Tensor FrozenFeatures::vision(const TrainingSet::Batch& batch)
{
    if (!m_visionFrozen)
        return m_model.encodeTowers(pictureAlone(batch.input.initialImage)).visionCls;
    const auto width = m_model.options().imagebind.vision->dim;
    return recall("vision", batch.pictures, width, [&](const torch::Tensor& rows) {
        return m_model.encodeTowers(pictureAlone(batch.input.initialImage.index_select(0, rows))).visionCls;
    });
}

torch::Tensor FrozenFeatures::recall(const char* kind, const torch::Tensor& inputs, std::int64_t width,
                                     const Encode& encode)
{
    const torch::NoGradGuard noGrad;
    const auto device = deviceOf(m_model);
    const nn::PrecisionScope precision(device, nn::Precision::Float32);
    const auto count = inputs.size(0);
    const auto size = width * static_cast<std::int64_t>(sizeof(float));
    auto features = torch::empty({count, width});
    std::vector<QByteArray> keys;
    std::vector<std::int64_t> missing;
    for (std::int64_t n = 0; n < count; ++n) {
        if (m_cache)
            keys.push_back(FeatureCache::keyOf(kind + bytesOf(inputs[n])));
        const auto known = m_cache ? m_cache->find(keys.back(), size) : std::nullopt;
        if (known)
            std::memcpy(features[n].mutable_data_ptr(), known->constData(), static_cast<std::size_t>(size));
        else
            missing.push_back(n);
    }
    if (missing.empty())
        return features.to(device);
    const auto rows = torch::tensor(missing, torch::kLong);
    const auto fresh = encode(rows.to(device)).to(torch::kFloat);
    m_encoded += rows.numel();
    if (!m_cache)
        return fresh;
    features.index_copy_(0, rows, fresh.to(torch::kCPU));
    for (const auto n : missing)
        m_cache->store(keys[static_cast<std::size_t>(n)], bytesOf(features[n]));
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
