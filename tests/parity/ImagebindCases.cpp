// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/image/ImageTransform.h"
#include "core/nn/imagebind/AudioTransform.h"
#include "core/nn/imagebind/ImageBind.h"
#include "core/nn/text/ClipTokenizer.h"
#include "tests/parity/Parity.h"

#include <cstdlib>

namespace avs::parity {

namespace {

/// The cases allow a step of 8 bits; the resizing is exact, so only the division's rounding is allowed here.
constexpr double kSameBytes = 1e-5;

using Modules = nn::ImageBindImpl::Towers;

nn::ImageBind makeImageBind(const Fixture& fixture)
{
    nn::ImageBind model(nn::ImageBindOptions::fromJson(fixture.config));
    fixture.prepare(*model);
    return model;
}

void imagebindVision(const Fixture& fixture, Report& report)
{
    auto model = makeImageBind(fixture);
    Modules towers = model->towers();
    const auto tokens = towers.visionPreprocessor(fixture.input("input"));
    const auto trunk = towers.visionTrunk(tokens);
    const auto out = model->encodeVision(fixture.input("input"));
    report.check("preprocessor_tokens", tokens);
    report.check("trunk_tokens", trunk);
    report.check("token0", out.cls);
    report.check("head_output", towers.visionHead(out.cls));
    report.check("embedding", out.embedding);
    report.require("tokens are the trunk's without cls", torch::allclose(out.tokens, trunk.slice(1, 1)));
    report.require("unit length",
                   torch::allclose(out.embedding.norm(2, 1), torch::ones_like(out.embedding.select(1, 0))));
}

void imagebindAudio(const Fixture& fixture, Report& report)
{
    auto model = makeImageBind(fixture);
    Modules towers = model->towers();
    const auto input = fixture.input("input");
    const auto tokens = towers.audioPreprocessor(input);
    const auto trunk = towers.audioTrunk(tokens);
    const auto out = model->encodeAudio(input);
    report.check("preprocessor_tokens", tokens);
    report.check("trunk_tokens", trunk);
    report.check("token0", out.cls);
    report.check("head_output", towers.audioHead(out.cls));
    report.check("embedding", out.embedding);
    report.require("tokens are the trunk's without cls", torch::allclose(out.tokens, trunk.slice(1, 1)));
    const auto given = fixture.input("token_input");
    report.check("from_token_head_output", towers.audioHead(given.select(1, 0)));
    report.check("from_token_embedding", model->embedAudioTokens(given));
    report.check("clips_mean_embedding", model->embedAudioClips(input.unsqueeze(0)));
}

/// `tokens` [N, 77, D] of the preprocessor and `end` [N] are the case's; `out` is what the program uses.
void checkText(nn::ImageBind& model, const torch::Tensor& tokens, const torch::Tensor& end,
               const nn::ImageBindImpl::TextOutput& out, Report& report)
{
    Modules towers = model->towers();
    const auto trunk = towers.textTrunk(tokens);
    report.check("preprocessor_tokens", tokens);
    report.check("trunk_tokens", trunk);
    report.check("seq_len", end);
    report.check("eos_feature", out.eos);
    report.check("token0", trunk.select(1, 0));
    report.check("head_output", towers.textHead(out.eos));
    report.check("embedding", out.embedding);
}

void imagebindText(const Fixture& fixture, Report& report)
{
    auto model = makeImageBind(fixture);
    Modules towers = model->towers();
    const auto ids = fixture.input("input");
    checkText(model, towers.textPreprocessor(ids), ids.argmax(1), model->encodeText(ids), report);
}

void imagebindTextPseudo(const Fixture& fixture, Report& report)
{
    auto model = makeImageBind(fixture);
    Modules towers = model->towers();
    const auto prob = fixture.input("prob");
    const auto embeddings = fixture.input("pseudo_tokens");
    const auto shortForm = model->encodePseudoText(prob, embeddings);
    checkText(model, towers.textPreprocessor->fromEmbeddings(embeddings, /*fillerTokens=*/true),
              prob.argmax(1), shortForm, report);
    const auto longForm = model->encodePseudoText(prob, embeddings, /*fillerTokens=*/true);
    report.check("eos_feature", longForm.eos);
    report.check("embedding", longForm.embedding);
}

torch::Tensor starts(const std::vector<nn::SampleSpan>& spans)
{
    std::vector<std::int64_t> values;
    for (const auto& span : spans)
        values.push_back(span.begin);
    return torch::tensor(values, torch::kLong);
}

torch::Tensor ends(const std::vector<nn::SampleSpan>& spans)
{
    std::vector<std::int64_t> values;
    for (const auto& span : spans)
        values.push_back(span.end);
    return torch::tensor(values, torch::kLong);
}

/// Starts for every signal length of the table [lengths, clips].
torch::Tensor startTable(const torch::Tensor& lengths, std::int64_t clips, nn::ClipSpacing spacing)
{
    std::vector<torch::Tensor> rows;
    for (std::int64_t i = 0; i < lengths.size(0); ++i)
        rows.push_back(starts(nn::clipSpans(lengths[i].item<std::int64_t>(), clips, spacing)));
    return torch::stack(rows);
}

/// The audio transforms work on the CPU, where recordings are.
torch::Tensor cpuInput(const Fixture& fixture, const std::string& name)
{
    return fixture.input(name).cpu();
}

void imagebindAudioTransform(const Fixture& fixture, Report& report)
{
    using nn::ClipSpacing;
    const auto rate = fixture.config.at("sample_rate").asInt();
    const auto count = fixture.config.at("clips_per_video").asInt();
    const auto waveform = nn::resample(cpuInput(fixture, "waveform"), rate, nn::kSampleRateHz);
    const auto samples = waveform.size(1);
    const auto byCount = nn::clipSpans(samples, count, ClipSpacing::ByCount);
    const auto byMinusOne = nn::clipSpans(samples, count, ClipSpacing::ByCountMinusOne);
    const auto clips = nn::melClips(waveform, count, ClipSpacing::ByCount);
    const auto checkIfThere = [&](const std::string& name, const auto& make) {
        if (fixture.outputs.contains(name))
            report.check(name, make());
    };
    checkIfThere("resampled", [&] { return waveform; });
    report.check("clip_start_sample", starts(byCount));
    report.check("clip_end_sample", ends(byCount));
    report.check("clip_start_sample_nminus1", starts(byMinusOne));
    report.check("clip_end_sample_nminus1", ends(byMinusOne));
    checkIfThere("clips_0_2_4", [&] { return torch::stack({clips[0], clips[2], clips[4]}); });
    checkIfThere("clip_0", [&] { return clips[0]; });
    checkIfThere("clip_4", [&] { return clips[4]; });
    checkIfThere("clip_4_nminus1",
                 [&] { return nn::melClips(waveform, count, ClipSpacing::ByCountMinusOne)[4]; });
    checkIfThere("clip0_melspec_unnormalized", [&] {
        const auto mel = nn::logMel(waveform.slice(1, byCount[0].begin, byCount[0].end));
        return torch::constant_pad_nd(mel, {0, nn::kClipFrames - mel.size(-1)});
    });
    const auto table = [&](ClipSpacing spacing) {
        return startTable(cpuInput(fixture, "table_num_samples"), count, spacing);
    };
    checkIfThere("table_clip_start_sample", [&] { return table(ClipSpacing::ByCount); });
    checkIfThere("table_clip_start_sample_nminus1", [&] { return table(ClipSpacing::ByCountMinusOne); });
    const auto first = waveform.slice(1, byCount[0].begin, byCount[0].end);
    report.require("melOfWindow is the first channel's clip",
                   waveform.size(0) > 1 || torch::allclose(nn::melOfWindow(first[0]), clips[0], 1e-4, 1e-4));
}

torch::Tensor imageInput(const Fixture& fixture, const std::string& name)
{
    return cpuInput(fixture, name).to(torch::kByte);
}

/// Cases store every second row and column.
torch::Tensor strided(const torch::Tensor& image)
{
    return image.slice(-2, 0, {}, 2).slice(-1, 0, {}, 2);
}

void imagebindImageTransform(const Fixture& fixture, Report& report)
{
    const std::string prefix = "image_";
    for (const auto& [name, image] : fixture.inputs) {
        if (name.starts_with(prefix))
            report.check("out_" + name.substr(prefix.size()),
                         strided(nn::imagebindImage(imageInput(fixture, name))), kSameBytes, kSameBytes);
    }
}

void tavisImageTransform(const Fixture& fixture, Report& report)
{
    const auto size = fixture.config.at("size").asInt();
    const auto images = nn::tavisImages(imageInput(fixture, "image"), size);
    report.check("sam_image", strided(images.normalised), kSameBytes, kSameBytes);
    report.check("initial_image", strided(images.initial), kSameBytes, kSameBytes);
    report.check("label_resized", strided(nn::resizeLabelsPil(cpuInput(fixture, "label_map"), size, size)));
}

void sam2ImageTransform(const Fixture& fixture, Report& report)
{
    const auto resolution = fixture.config.at("resolution").asInt();
    const auto image = imageInput(fixture, "image");
    const auto height = image.size(1);
    const auto width = image.size(2);
    report.check("no_antialias", nn::sam2Image(image, resolution, /*antialias=*/false));
    report.check("antialias", nn::sam2Image(image, resolution, /*antialias=*/true));
    report.check("video_frame", nn::sam2VideoFrame(image, resolution), kSameBytes, kSameBytes);
    report.check("coords_normalized_to_model",
                 nn::toModelPoints(fixture.input("coords"), height, width, resolution));
    report.check("postprocessed_masks",
                 strided(nn::enlargeMasks(fixture.input("low_res_masks"), height, width)));
}

std::vector<std::int64_t> row(const torch::Tensor& tokens)
{
    return {tokens.const_data_ptr<std::int64_t>(), tokens.const_data_ptr<std::int64_t>() + tokens.numel()};
}

void clipTokenizer(const Fixture& fixture, Report& report)
{
    const char* given = std::getenv("TAVIS_VOCABULARY");
    const auto tokenizer = nn::ClipTokenizer::fromFile(given && *given ? given : AVS_VOCABULARY);
    const auto cases = nn::Json::parseFile(fixture.folder + "/cases.json");
    using LongText = nn::ClipTokenizer::LongText;
    for (const auto& item : cases.asArray()) {
        const auto& text = item.at("text").asString();
        const auto ids = item.at("encode").asInts();
        const auto name = "\"" + text.substr(0, 40) + "\"";
        report.require("ids of " + name, tokenizer.encode(text) == ids);
        report.require("77 ids of " + name,
                       row(tokenizer.tokenize({text}, LongText::LoseEnd)) == item.at("ids_77").asInts());
        report.require("77 ids with end of " + name,
                       row(tokenizer.tokenize({text}, LongText::KeepEnd)) == item.at("ids_77_keep_eot").asInts());
        report.require("text of " + name, tokenizer.decode(ids) == item.at("decoded").asString());
    }
}

} // namespace

std::vector<Case> imagebindCases()
{
    return {
        {"clip_tokenizer", clipTokenizer},
        {"imagebind_audio", imagebindAudio},
        {"imagebind_text", imagebindText},
        {"imagebind_text_pseudo", imagebindTextPseudo},
        {"imagebind_vision_112", imagebindVision},
        {"imagebind_vision_224", imagebindVision},
        {"imagebind_audio_transform_16k", imagebindAudioTransform},
        {"imagebind_audio_transform_44k", imagebindAudioTransform},
        {"imagebind_audio_transform_short", imagebindAudioTransform},
        {"imagebind_image_transform", imagebindImageTransform},
        {"sam2_image_transform", sam2ImageTransform},
        {"tavis_image_transform", tavisImageTransform},
    };
}

} // namespace avs::parity
