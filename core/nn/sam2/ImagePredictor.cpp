// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/ImagePredictor.h"

#include "core/nn/image/ImageTransform.h"
#include "core/nn/sam2/PromptError.h"

namespace avs::nn {

namespace {

torch::Device deviceOf(const Sam2& model)
{
    return model->parameters().front().device();
}

} // namespace

void ImagePredictor::setImage(const torch::Tensor& image)
{
    if (image.dim() != 3 || image.size(0) != 3 || image.numel() == 0 || image.scalar_type() != torch::kByte)
        throw PromptError(c10::str("a picture is [3, height, width] of bytes, not ", image.sizes(), " of ",
                                   image.scalar_type()));
    m_image =
        m_model->encode(sam2Image(image, m_model->options().imageSize).unsqueeze(0).to(deviceOf(m_model)));
    m_height = image.size(1);
    m_width = image.size(2);
}

ImagePredictor::Prediction ImagePredictor::predict(const ClickPrompt& prompt, bool multimask,
                                                   const torch::Tensor& previous)
{
    if (!hasImage())
        throw PromptError("there is no picture yet");
    prompt.check(m_width, m_height);
    const auto side = m_model->options().imageSize;
    auto prompts = prompt.toPrompts(m_width, m_height, side, deviceOf(m_model));
    if (previous.defined()) {
        if (previous.sizes() != torch::IntArrayRef({side / 4, side / 4}))
            throw PromptError(
                c10::str("the mask before is ", side / 4, " pixels wide and high, not ", previous.sizes()));
        if (const auto bad = firstNotFinite(previous))
            throw PromptError("the mask before has the value " + *bad);
        prompts.masks = previous.to(prompts.points.device()).view({1, 1, side / 4, side / 4}).clamp(-32, 32);
    }
    const auto answer = m_model->decode(m_image, m_model->withoutMemory(m_image), prompts, multimask,
                                        /*hideAbsent=*/false);
    const auto& lowRes = answer.candidates.masks;
    return {enlargeMasks(lowRes, m_height, m_width)[0], answer.candidates.ious[0], lowRes[0]};
}

} // namespace avs::nn
