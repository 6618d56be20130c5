// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/sam2/ClickPrompt.h"
#include "core/nn/sam2/Sam2.h"

namespace avs::nn {

/// Masks for clicks on one picture: the picture is encoded once, each prompt then takes the decoder only
/// (sam2_image_predictor.py). One thread at a time; shares the model with other predictors of that thread.
/// Sets no gradient mode.
class ImagePredictor
{
public:
    explicit ImagePredictor(Sam2 model)
        : m_model(std::move(model))
    {}

    /// image RGB [3, H, W] uint8. Throws PromptError when it is empty or of another type.
    void setImage(const torch::Tensor& image);
    [[nodiscard]] bool hasImage() const { return m_image.features.defined(); }

    struct Prediction
    {
        torch::Tensor masks;  ///< logits [M, H, W]; above 0 is the object
        torch::Tensor ious;   ///< predicted IoU [M]
        torch::Tensor lowRes; ///< logits [M, S/4, S/4], for `previous` of the next click
    };
    /// `multimask`: three candidates, for one click that may mean several things; else one. `previous`:
    /// lowRes of one candidate of the answer that is being corrected [S/4, S/4]. Throws PromptError (also
    /// without an image).
    [[nodiscard]] Prediction predict(const ClickPrompt& prompt, bool multimask,
                                     const torch::Tensor& previous = {});

private:
    Sam2 m_model;
    Sam2Impl::Image m_image;
    std::int64_t m_width = 0;
    std::int64_t m_height = 0;
};

} // namespace avs::nn
