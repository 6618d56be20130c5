// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/Tavis.h"

namespace avs::nn {

namespace {

constexpr double kReleasePresentAbove = -2; // the release calls an object with this score present

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

void checkMemory(const TavisOptions& o)
{
    const auto& memory = *o.memory;
    agree("\"memory.attention.d_model\" and \"bridge.embed_dim\"", memory.attention.dim, o.bridge.embedDim);
    agree("\"memory.encoder.in_dim\" and \"bridge.embed_dim\"", memory.encoder.dim, o.bridge.embedDim);
    agree("\"memory.attention.kv_in_dim\" and \"memory.encoder.out_dim\"", memory.attention.memoryDim,
          memory.encoder.memoryDim);
    if (memory.encoder.memoryDim < 4 || o.bridge.embedDim % memory.encoder.memoryDim != 0)
        throw JsonError("\"memory.encoder.out_dim\" must divide \"bridge.embed_dim\"");
    if (memory.numMaskmem < 1 || memory.maxObjectPointers < 2)
        throw JsonError("\"memory.num_maskmem\" is at least 1 and \"memory.max_obj_ptrs_in_encoder\" 2");
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
        o.memory.emplace();
        o.memory->numMaskmem = memory.intOr("num_maskmem", o.memory->numMaskmem);
        o.memory->maxObjectPointers = memory.intOr("max_obj_ptrs_in_encoder", o.memory->maxObjectPointers);
        o.memory->presentAbove = memory.doubleOr("object_score_threshold", kReleasePresentAbove);
        o.memory->attention = MemoryAttentionOptions::fromJson(memory.at("attention"));
        o.memory->encoder = MemoryEncoderOptions::fromJson(memory.at("encoder"));
        checkMemory(o);
    }
    o.releaseBatchMixing = json.boolOr("release_batch_mixing", o.releaseBatchMixing);
    o.releaseDetach = json.boolOr("release_detach", o.releaseDetach);
    o.legacyUnusedModules = json.boolOr("legacy_unused_modules", o.legacyUnusedModules);
    o.legacyClasses = json.intOr("num_classes", o.legacyClasses);
    return o;
}

} // namespace avs::nn
