// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/parity/TavisModel.h"

#include "core/nn/weights/StateDict.h"

#include <limits>

namespace avs::parity {

nn::TavisOptions releaseOptions(const nn::Json& c)
{
    nn::TavisOptions o;
    o.imagebind = nn::ImageBindOptions::fromJson(c.at("imagebind"));
    o.imageEncoder = nn::ImageEncoderOptions::fromJson(c);
    o.bridge = nn::TextBridgeOptions::fromJson(c);
    o.promptEncoder.dim = o.bridge.embedDim;
    o.promptEncoder.gridSize = {o.imageSize / 16, o.imageSize / 16};
    o.promptEncoder.imageSize = {o.imageSize, o.imageSize};
    o.maskDecoder.dim = o.bridge.embedDim;
    o.maskDecoder.mlpDim = c.at("sam_mask_decoder_mlp_dim").asInt();
    o.maskDecoder.iouHeadHidden = c.at("sam_iou_head_hidden_dim").asInt();
    o.maskDecoder.tavisExtras = true;
    o.fillHoleArea = c.at("flags").at("fill_hole_area").asInt();
    nn::TavisOptions::Memory memory;
    memory.numMaskmem = c.at("flags").at("num_maskmem").asInt();
    memory.presentAbove = -2;
    memory.attention = nn::MemoryAttentionOptions::fromJson(c.at("memory_attention"));
    memory.encoder.dim = o.bridge.embedDim;
    memory.encoder.memoryDim = c.at("mem_dim").asInt();
    o.memory = memory;
    o.legacyUnusedModules = true;
    return o;
}

nn::Tavis releaseModel(const Fixture& fixture, const nn::TavisOptions& options)
{
    nn::Tavis model(options);
    // The cases name these two tensors by their meaning instead of a formula.
    auto weights = fixture.weights;
    const auto context = options.imagebind.text->contextLength;
    const auto infinity = std::numeric_limits<float>::infinity();
    weights["imagebind.modality_preprocessors.text.mask"] =
        torch::full({context, context}, -infinity).triu(1);
    weights["CEloss.weight"] = torch::ones({options.legacyClasses});
    weights["CEloss.weight"][0] = 0.1;
    nn::loadStrict(*model, weights);
    model->to(fixture.device);
    model->eval();
    return model;
}

nn::TavisImpl::Input releaseInput(const Fixture& fixture)
{
    const auto enlarge = [&](const char* name) {
        const auto small = fixture.input(name);
        return small.reshape({-1, 3, small.size(-2), small.size(-1)})
            .repeat_interleave(4, -1)
            .repeat_interleave(4, -2);
    };
    const auto sound = fixture.input("spec");
    return {enlarge("image_small"), enlarge("ini_image_small"),
            sound.reshape({-1, 1, sound.size(-2), sound.size(-1)})};
}

} // namespace avs::parity
