// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/ImageBind.h"

namespace avs::nn {

namespace {

constexpr double kAudioScale = 20;
constexpr double kTextScale = 1 / 0.07; // before training; the published one is at the cap of 100

template <typename Tower>
TrunkOptions trunkOptions(const Tower& tower)
{
    return {.dim = tower.dim, .blocks = tower.blocks, .heads = tower.heads};
}

/// x [N, L, D] at one position per row [N] -> [N, D].
torch::Tensor at(const torch::Tensor& x, const torch::Tensor& position)
{
    const auto index = position.view({-1, 1, 1}).expand({-1, 1, x.size(2)});
    return x.gather(1, index).squeeze(1);
}

} // namespace

ImageBindImpl::ImageBindImpl(const ImageBindOptions& options)
    : m_options(options)
{
    const auto group = [this](const char* name) {
        return register_module(name, std::make_shared<torch::nn::Module>());
    };
    modality_preprocessors = group("modality_preprocessors");
    modality_trunks = group("modality_trunks");
    modality_heads = group("modality_heads");
    modality_postprocessors = group("modality_postprocessors");
    if (options.vision)
        addVision(*options.vision);
    if (options.text)
        addText(*options.text);
    if (options.audio)
        addAudio(*options.audio);
}

void ImageBindImpl::addVision(const ImageBindOptions::Vision& vision)
{
    auto trunk = trunkOptions(vision);
    trunk.normFirst = true;
    m_towers.visionPreprocessor =
        modality_preprocessors->register_module("vision", VisionPreprocessor(vision));
    m_towers.visionTrunk = modality_trunks->register_module("vision", Trunk(trunk));
    m_towers.visionHead = modality_heads->register_module("vision", TokenHead(vision.dim, m_options.outDim));
}

void ImageBindImpl::addText(const ImageBindOptions::Text& text)
{
    auto trunk = trunkOptions(text);
    trunk.causal = true;
    m_towers.textPreprocessor = modality_preprocessors->register_module("text", TextPreprocessor(text));
    m_towers.textTrunk = modality_trunks->register_module("text", Trunk(trunk));
    m_towers.textHead = modality_heads->register_module("text", TextHead(text.dim, m_options.outDim));
    m_towers.textScale =
        modality_postprocessors->register_module("text", LogitScale(kTextScale, /*learnable=*/true));
}

void ImageBindImpl::addAudio(const ImageBindOptions::Audio& audio)
{
    auto trunk = trunkOptions(audio);
    trunk.biasKeyValue = true;
    trunk.dropPath = audio.dropPath;
    m_towers.audioPreprocessor = modality_preprocessors->register_module("audio", AudioPreprocessor(audio));
    m_towers.audioTrunk = modality_trunks->register_module("audio", Trunk(trunk));
    m_towers.audioHead = modality_heads->register_module("audio", TokenHead(audio.dim, m_options.outDim));
    m_towers.audioScale =
        modality_postprocessors->register_module("audio", LogitScale(kAudioScale, /*learnable=*/false));
}

ImageBindImpl::TowerOutput ImageBindImpl::encodeVision(const torch::Tensor& images)
{
    TORCH_CHECK(m_options.vision, "this ImageBind has no vision tower");
    const auto x = m_towers.visionTrunk(m_towers.visionPreprocessor(images)); // [N, 1 + L, D]
    const auto cls = x.select(1, 0);
    return {.tokens = x.slice(1, 1), .cls = cls, .embedding = unitLength(m_towers.visionHead(cls))};
}

ImageBindImpl::TowerOutput ImageBindImpl::encodeAudio(const torch::Tensor& mel)
{
    TORCH_CHECK(m_options.audio, "this ImageBind has no audio tower");
    const auto x = m_towers.audioTrunk(m_towers.audioPreprocessor(mel)); // [N, 1 + L, D]
    const auto cls = x.select(1, 0);
    return {.tokens = x.slice(1, 1), .cls = cls, .embedding = m_towers.audioScale(m_towers.audioHead(cls))};
}

ImageBindImpl::TextOutput ImageBindImpl::encodeText(const torch::Tensor& ids)
{
    TORCH_CHECK(m_options.text, "this ImageBind has no text tower");
    const auto end = ids.argmax(1);
    // What follows the last end token is padding, which the causal trunk never looks back on. A GPU would
    // have to be waited for to learn where that is.
    const auto used = ids.is_cpu() ? ids.slice(1, 0, end.max().item<std::int64_t>() + 1) : ids;
    return finishText(m_towers.textPreprocessor(used), end);
}

ImageBindImpl::TextOutput ImageBindImpl::encodePseudoText(const torch::Tensor& prob,
                                                          const torch::Tensor& embeddings, bool fillerTokens)
{
    TORCH_CHECK(m_options.text, "this ImageBind has no text tower");
    return finishText(m_towers.textPreprocessor->fromEmbeddings(embeddings, fillerTokens), prob.argmax(1));
}

ImageBindImpl::TextOutput ImageBindImpl::finishText(const torch::Tensor& tokens, const torch::Tensor& end)
{
    const auto eos = at(m_towers.textTrunk(tokens), end);
    return {.eos = eos, .embedding = m_towers.textScale(m_towers.textHead(eos))};
}

torch::Tensor ImageBindImpl::embedAudioTokens(const torch::Tensor& tokens)
{
    TORCH_CHECK(m_options.audio, "this ImageBind has no audio tower");
    return m_towers.audioScale(m_towers.audioHead(tokens.select(1, 0)));
}

torch::Tensor ImageBindImpl::embedAudioClips(const torch::Tensor& mel)
{
    TORCH_CHECK(mel.dim() == 5, "mel must be [N, clips, 1, mel bins, frames], not ", mel.sizes());
    return encodeAudio(mel.flatten(0, 1)).embedding.unflatten(0, {mel.size(0), mel.size(1)}).mean(1);
}

torch::Tensor ImageBindImpl::embedVideoViews(const torch::Tensor& views)
{
    TORCH_CHECK(views.dim() == 6, "views must be [N, views, 3, frames, H, W], not ", views.sizes());
    return encodeVision(views.flatten(0, 1)).embedding.unflatten(0, {views.size(0), views.size(1)}).mean(1);
}

} // namespace avs::nn
