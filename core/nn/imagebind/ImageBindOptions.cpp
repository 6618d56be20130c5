// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/ImageBindOptions.h"

#include <string>

namespace avs::nn {

namespace {

void require(bool holds, const std::string& what)
{
    if (!holds)
        throw JsonError("ImageBind: " + what);
}

template <typename Tower>
void requireTrunk(const Tower& tower, const std::string& name)
{
    require(tower.dim > 0 && tower.blocks > 0 && tower.heads > 0 && tower.dim % tower.heads == 0,
            name + " needs positive sizes and a dim that its heads divide");
}

void validate(const ImageBindOptions& options)
{
    require(options.outDim > 0, "out_dim must be positive");
    require(options.vision || options.text || options.audio, "the configuration names no tower");
    if (const auto& v = options.vision) {
        requireTrunk(*v, "vision");
        require(v->patch > 0 && v->imageSize >= v->patch && v->imageSize % v->patch == 0 && v->frames > 0,
                "vision needs an image_size that is a multiple of its patch");
    }
    if (const auto& t = options.text) {
        requireTrunk(*t, "text");
        require(t->vocabSize > 0 && t->contextLength > 0, "text needs a vocab_size and a context_length");
    }
    if (const auto& a = options.audio) {
        requireTrunk(*a, "audio");
        require(a->kernel > 0 && a->stride > 0 && a->melBins >= a->kernel && a->frames >= a->kernel,
                "audio needs a kernel no larger than mel_bins and frames");
        require(a->dropPath >= 0 && a->dropPath < 1, "audio's drop_path must be at least 0 and below 1");
    }
}

template <typename Tower>
void readTrunk(Tower& tower, const Json& json, const std::string& prefix, const char* dim, const char* blocks,
               const char* heads)
{
    tower.dim = json.intOr(prefix + dim, tower.dim);
    tower.blocks = json.intOr(prefix + blocks, tower.blocks);
    tower.heads = json.intOr(prefix + heads, tower.heads);
}

ImageBindOptions::Vision readVision(const Json& json)
{
    ImageBindOptions::Vision tower;
    readTrunk(tower, json, "", "dim", "blocks", "heads");
    tower.imageSize = json.intOr("image_size", tower.imageSize);
    tower.patch = json.intOr("patch", tower.patch);
    tower.frames = json.intOr("frames", tower.frames);
    return tower;
}

ImageBindOptions::Text readText(const Json& json)
{
    ImageBindOptions::Text tower;
    readTrunk(tower, json, "", "dim", "blocks", "heads");
    tower.vocabSize = json.intOr("vocab_size", tower.vocabSize);
    tower.contextLength = json.intOr("context_length", tower.contextLength);
    return tower;
}

ImageBindOptions::Audio readAudio(const Json& json)
{
    ImageBindOptions::Audio tower;
    readTrunk(tower, json, "", "dim", "blocks", "heads");
    tower.kernel = json.intOr("kernel", tower.kernel);
    tower.stride = json.intOr("stride", tower.stride);
    tower.melBins = json.intOr("mel_bins", tower.melBins);
    tower.frames = json.intOr("frames", tower.frames);
    tower.dropPath = json.doubleOr("drop_path", tower.dropPath);
    return tower;
}

ImageBindOptions readNested(const Json& json)
{
    ImageBindOptions options;
    if (json.contains("vision"))
        options.vision = readVision(json.at("vision"));
    if (json.contains("text"))
        options.text = readText(json.at("text"));
    if (json.contains("audio"))
        options.audio = readAudio(json.at("audio"));
    options.outDim = json.intOr("out_dim", options.outDim);
    return options;
}

ImageBindOptions readFlat(const Json& json)
{
    ImageBindOptions options;
    options.outDim = json.intOr("out_embed_dim", options.outDim);
    if (json.contains("vision_embed_dim")) {
        auto& tower = options.vision.emplace();
        readTrunk(tower, json, "vision_", "embed_dim", "num_blocks", "num_heads");
        tower.imageSize = json.intOr("vision_image_size", tower.imageSize);
        if (json.contains("kernel_size")) {
            const auto kernel = json.at("kernel_size").asInts();
            require(kernel.size() == 3 && kernel[1] == kernel[2],
                    "kernel_size must be [frames, patch, patch]");
            tower.frames = kernel[0];
            tower.patch = kernel[1];
        }
    }
    if (json.contains("text_embed_dim")) {
        auto& tower = options.text.emplace();
        readTrunk(tower, json, "text_", "embed_dim", "num_blocks", "num_heads");
        tower.vocabSize = json.intOr("text_vocab_size", tower.vocabSize);
        tower.contextLength = json.intOr("text_context_length", tower.contextLength);
    }
    if (json.contains("audio_embed_dim")) {
        auto& tower = options.audio.emplace();
        readTrunk(tower, json, "audio_", "embed_dim", "num_blocks", "num_heads");
        tower.kernel = json.intOr("audio_kernel_size", tower.kernel);
        tower.stride = json.intOr("audio_stride", tower.stride);
        tower.melBins = json.intOr("audio_num_mel_bins", tower.melBins);
        tower.frames = json.intOr("audio_target_len", tower.frames);
        tower.dropPath = json.doubleOr("audio_drop_path", tower.dropPath);
    }
    return options;
}

} // namespace

ImageBindOptions ImageBindOptions::fromJson(const Json& json)
{
    const bool nested = json.contains("vision") || json.contains("text") || json.contains("audio");
    const auto options = nested ? readNested(json) : readFlat(json);
    validate(options);
    return options;
}

Json ImageBindOptions::toJson() const
{
    Json::Object json{{"out_dim", outDim}};
    if (vision) {
        json["vision"] = Json::Object{{"dim", vision->dim},     {"blocks", vision->blocks},
                                      {"heads", vision->heads}, {"image_size", vision->imageSize},
                                      {"patch", vision->patch}, {"frames", vision->frames}};
    }
    if (text) {
        json["text"] = Json::Object{{"dim", text->dim},
                                    {"blocks", text->blocks},
                                    {"heads", text->heads},
                                    {"vocab_size", text->vocabSize},
                                    {"context_length", text->contextLength}};
    }
    if (audio) {
        json["audio"] = Json::Object{{"dim", audio->dim},       {"blocks", audio->blocks},
                                     {"heads", audio->heads},   {"kernel", audio->kernel},
                                     {"stride", audio->stride}, {"mel_bins", audio->melBins},
                                     {"frames", audio->frames}, {"drop_path", audio->dropPath}};
    }
    return json;
}

} // namespace avs::nn
