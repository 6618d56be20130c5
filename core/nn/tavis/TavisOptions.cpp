// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/Tavis.h"

namespace avs::nn {

TavisOptions TavisOptions::fromJson(const Json& json)
{
    TavisOptions o;
    o.name = json.stringOr("name", o.name);
    o.imageSize = json.intOr("image_size", o.imageSize);
    if (o.imageSize < 32 || o.imageSize % 32 != 0)
        throw JsonError("\"image_size\" is a multiple of 32, not " + std::to_string(o.imageSize));
    o.visionSize = json.intOr("vision_size", o.visionSize);
    o.blurKernel = json.intOr("blur_kernel", o.blurKernel);
    if (o.blurKernel < 1 || o.blurKernel % 2 == 0)
        throw JsonError("\"blur_kernel\" is an odd number, not " + std::to_string(o.blurKernel));
    o.imagebind = ImageBindOptions::fromJson(json.at("imagebind"));
    if (!o.imagebind.vision || !o.imagebind.text || !o.imagebind.audio)
        throw JsonError("\"imagebind\" lacks one of the towers vision, text and audio");
    o.imageEncoder = ImageEncoderOptions::fromJson(json.at("image_encoder"));
    o.bridge = TextBridgeOptions::fromJson(json.at("bridge"));
    o.promptEncoder = PromptEncoderOptions::fromJson(json.at("prompt_encoder"));
    o.maskDecoder = MaskDecoderOptions::fromJson(json.at("mask_decoder"));
    o.multimask = json.boolOr("multimask", o.multimask);
    o.fillHoleArea = json.intOr("fill_hole_area", o.fillHoleArea);
    if (json.contains("semantic"))
        o.semantic = SemanticOptions::fromJson(json.at("semantic"));
    if (json.contains("memory")) {
        const auto& memory = json.at("memory");
        o.memory = Memory{memory.intOr("num_maskmem", 7), MemoryAttentionOptions::fromJson(memory.at("attention")),
                          MemoryEncoderOptions::fromJson(memory.at("encoder"))};
    }
    o.legacyUnusedModules = json.boolOr("legacy_unused_modules", o.legacyUnusedModules);
    o.legacyClasses = json.intOr("num_classes", o.legacyClasses);
    return o;
}

} // namespace avs::nn
