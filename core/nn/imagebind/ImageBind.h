// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/imagebind/Heads.h"
#include "core/nn/imagebind/ImageBindOptions.h"
#include "core/nn/imagebind/Preprocessors.h"
#include "core/nn/imagebind/Trunk.h"

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace avs::nn {

/// ImageBind (Girdhar et al., CVPR 2023): one joint space for pictures, text and sound; written after
/// facebookresearch/ImageBind at 53680b0, with what TAViS changed in it (pseudo text, raw trunk outputs).
/// Registered names are those of imagebind_huge.pth. Follows the device and dtype of its parameters and is
/// differentiable. One thread at a time. Calling for a tower that the options lack is a bug (c10::Error). N
/// inputs, D a tower's own width, E the joint dimension.
class ImageBindImpl : public torch::nn::Module
{
public:
    explicit ImageBindImpl(const ImageBindOptions& options);

    struct TowerOutput
    {
        torch::Tensor tokens;    ///< [N, L, D] trunk output without the cls token, no final norm
        torch::Tensor cls;       ///< [N, D] trunk output at the cls token
        torch::Tensor embedding; ///< [N, E] unit length (vision), length 20 (audio)
    };
    /// images [N, 3, H, W], H = W a multiple of the patch; the positional embedding is interpolated when they
    /// differ from the tower's own size. ImageBind expects them normalised (imagebindImage()); TAViS feeds
    /// [0, 1]. Or clips of as many frames as the tower's stem has [N, 3, frames, H, W] (videoViews()).
    TowerOutput encodeVision(const torch::Tensor& images);
    /// mel [N, 1, mel bins, frames] from melClip().
    TowerOutput encodeAudio(const torch::Tensor& mel);

    struct TextOutput
    {
        torch::Tensor eos;       ///< [N, D] trunk output at the end token, no final norm
        torch::Tensor embedding; ///< [N, E] of the learned length, at most 100
    };
    /// ids [N, context] int64 from ClipTokenizer; the largest id of a row is its end token.
    TextOutput encodeText(const torch::Tensor& ids);
    /// TAViS's pseudo text: prob [N, P] says by its largest entry which of the embeddings [N, P, D] ends the
    /// text. `fillerTokens` fills up to the whole context as the original does; later tokens cannot influence
    /// earlier ones, so the outputs are the same without.
    TextOutput encodePseudoText(const torch::Tensor& prob, const torch::Tensor& embeddings,
                                bool fillerTokens = false);

    /// Head and postprocessor on vectors that TAViS made from audio tokens: tokens [N, 1, D] -> [N, E].
    torch::Tensor embedAudioTokens(const torch::Tensor& tokens);
    /// Several clips of one sound: mel [N, clips, 1, mel bins, frames] -> the mean of their embeddings [N,
    /// E].
    torch::Tensor embedAudioClips(const torch::Tensor& mel);
    /// Several views of one video: [N, views, 3, frames, H, W] -> the mean of their embeddings [N, E], which
    /// is a little shorter than one.
    torch::Tensor embedVideoViews(const torch::Tensor& views);

    /// The towers' parts, for comparing with the original step by step; empty when a tower is not there.
    struct Towers
    {
        VisionPreprocessor visionPreprocessor = nullptr;
        TextPreprocessor textPreprocessor = nullptr;
        AudioPreprocessor audioPreprocessor = nullptr;
        Trunk visionTrunk = nullptr, textTrunk = nullptr, audioTrunk = nullptr;
        TokenHead visionHead = nullptr, audioHead = nullptr;
        TextHead textHead = nullptr;
        LogitScale textScale = nullptr, audioScale = nullptr;
    };
    [[nodiscard]] const Towers& towers() const { return m_towers; }
    [[nodiscard]] const ImageBindOptions& options() const { return m_options; }

private:
    void addVision(const ImageBindOptions::Vision& vision);
    void addText(const ImageBindOptions::Text& text);
    void addAudio(const ImageBindOptions::Audio& audio);
    TextOutput finishText(const torch::Tensor& tokens, const torch::Tensor& end);

    ImageBindOptions m_options;
    Towers m_towers;
    std::shared_ptr<torch::nn::Module> modality_preprocessors;
    std::shared_ptr<torch::nn::Module> modality_trunks;
    std::shared_ptr<torch::nn::Module> modality_heads;
    std::shared_ptr<torch::nn::Module> modality_postprocessors;
};
TORCH_MODULE(ImageBind);

} // namespace avs::nn
