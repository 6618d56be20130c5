// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/Tavis.h"

namespace avs::nn {

namespace {

void agree(const char* what, std::int64_t a, std::int64_t b)
{
    if (a != b)
        throw JsonError(std::string(what) + " must be equal, not " + std::to_string(a) + " and " +
                        std::to_string(b));
}

/// Where two parts meet, they must be as wide as each other.
void checkWidths(const TavisOptions& o)
{
    agree("\"bridge.audio_dim\" and \"imagebind.audio.dim\"", o.bridge.audioDim, o.imagebind.audio->dim);
    agree("\"bridge.text_dim\" and \"imagebind.text.dim\"", o.bridge.textDim, o.imagebind.text->dim);
    agree("\"bridge.vision_dim\" and \"imagebind.vision.dim\"", o.bridge.visionDim, o.imagebind.vision->dim);
    agree("\"bridge.embed_dim\" and \"mask_decoder.transformer_dim\"", o.bridge.embedDim, o.maskDecoder.dim);
    agree("\"bridge.embed_dim\" and \"prompt_encoder.embed_dim\"", o.bridge.embedDim, o.promptEncoder.dim);
    agree("\"bridge.embed_dim\" and \"image_encoder.neck.d_model\"", o.bridge.embedDim,
          o.imageEncoder.neck.dModel);
    for (const auto side : o.promptEncoder.gridSize)
        agree("\"prompt_encoder.image_embedding_size\" and a sixteenth of \"image_size\"", side,
              o.imageSize / 16);
    if (!o.imageEncoder.promptGenerator)
        throw JsonError("\"image_encoder\" lacks its \"prompt_generator\"");
    agree("\"bridge.hiera_prompt_dim\" and \"image_encoder.prompt_generator.aud_in_dim\"",
          o.bridge.hieraPromptDim, o.imageEncoder.promptGenerator->audioDim);
}

TavisOptions::AudioWindow audioWindowOf(const std::string& name)
{
    if (name == "centred")
        return TavisOptions::AudioWindow::Centred;
    if (name == "avsbench")
        return TavisOptions::AudioWindow::AvsBench;
    if (name == "avsbench_old")
        return TavisOptions::AudioWindow::AvsBenchOld;
    throw JsonError("\"audio_window\" is \"centred\", \"avsbench\" or \"avsbench_old\", not \"" + name +
                    "\"");
}

} // namespace

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
    checkWidths(o);
    if (json.contains("semantic"))
        o.semantic = SemanticOptions::fromJson(json.at("semantic"));
    o.audioWindow = audioWindowOf(json.stringOr("audio_window", "centred"));
    if (json.contains("memory")) {
        const auto& memory = json.at("memory");
        o.memory =
            Memory{memory.intOr("num_maskmem", 7), MemoryAttentionOptions::fromJson(memory.at("attention")),
                   MemoryEncoderOptions::fromJson(memory.at("encoder"))};
    }
    o.legacyUnusedModules = json.boolOr("legacy_unused_modules", o.legacyUnusedModules);
    o.legacyClasses = json.intOr("num_classes", o.legacyClasses);
    return o;
}

} // namespace avs::nn
