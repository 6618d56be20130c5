// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/FillHoles.h"
#include "core/nn/sam2/ImageEncoder.h"
#include "core/nn/sam2/MaskDecoder.h"
#include "core/nn/sam2/MemoryAttention.h"
#include "core/nn/sam2/MemoryEncoder.h"
#include "core/nn/sam2/PromptEncoder.h"
#include "core/nn/sam2/VideoPredictor.h"
#include "tests/parity/Parity.h"

#include <ATen/ATen.h>

#include <array>
#include <string>

namespace avs::parity {

namespace {

void hiera(const Fixture& fixture, Report& report)
{
    nn::Hiera trunk(nn::HieraOptions::fromJson(fixture.config));
    fixture.prepare(*trunk);
    const auto image = fixture.input("image");
    const auto patches = trunk->patchEmbedding(image);
    report.check("patch_embed", patches);
    report.check("pos_embed", trunk->positionEmbedding(patches.size(1), patches.size(2)));
    const auto maps = trunk->forward(image);
    report.require("four stages", maps.size() == 4);
    for (std::size_t i = 0; i < maps.size(); ++i)
        report.check("stage" + std::to_string(i), maps[i]);
}

void imageEncoder(const Fixture& fixture, Report& report)
{
    nn::ImageEncoder encoder(nn::ImageEncoderOptions::fromJson(fixture.config));
    fixture.prepare(*encoder);
    const auto features = encoder->forward(fixture.input("image"));
    report.require("three maps", features.maps.size() == 3);
    for (std::size_t i = 0; i < features.maps.size(); ++i) {
        report.check("backbone_fpn" + std::to_string(i), features.maps[i]);
        report.check("vision_pos_enc" + std::to_string(i), features.positions[i]);
    }
    report.check("vision_features", features.maps.back());
}

void hieraAudioPrompt(const Fixture& fixture, Report& report)
{
    const auto options = nn::ImageEncoderOptions::fromJson(fixture.config);
    nn::ImageEncoder encoder(options);
    fixture.prepare(*encoder);
    const auto image = fixture.input("image");
    const auto audio = fixture.input("audio");
    const auto prompts = encoder->promptGenerator()->forward(audio);
    for (std::size_t i = 0; i < prompts.size(); ++i)
        report.check("prompt_" + std::to_string(i), prompts[i]);

    const auto derived =
        nn::AudioPromptGeneratorOptions::forTrunk(options.trunk, 16, 24, /*extraLastUnused=*/true);
    report.require("the prompt widths follow from the trunk",
                   derived.depths == options.promptGenerator->depths &&
                       derived.embedDims == options.promptGenerator->embedDims);

    const auto stages = encoder->trunk()->forward(image, prompts);
    report.check("stage2", stages.at(2));
    report.check("stage3", stages.at(3));
    const auto features = encoder->forward(image, audio);
    report.check("backbone_fpn0_stride2", features.maps.at(0).slice(2, 0, {}, 2).slice(3, 0, {}, 2));
    report.check("backbone_fpn1", features.maps.at(1));
    report.check("backbone_fpn2", features.maps.at(2));
    report.check("vision_pos_enc2", features.positions.at(2).expand({image.size(0), -1, -1, -1}));
}

void checkCandidates(Report& report, const std::string& prefix, const nn::MaskCandidates& candidates)
{
    report.check(prefix + "_masks", candidates.masks);
    report.check(prefix + "_iou", candidates.ious);
    report.check(prefix + "_tokens", candidates.tokens);
}

void maskDecoder(const Fixture& fixture, Report& report)
{
    nn::MaskDecoder decoder(nn::MaskDecoderOptions::fromJson(fixture.config));
    fixture.prepare(*decoder);
    nn::MaskDecoderInput input{.imageEmbedding = fixture.input("image_embeddings"),
                               .imagePositions = fixture.input("image_pe"),
                               .sparsePrompts = fixture.input("sparse_prompt_embeddings"),
                               .densePrompts = fixture.input("dense_prompt_embeddings"),
                               .highRes0 = fixture.input("high_res_s0"),
                               .highRes1 = fixture.input("high_res_s1")};
    const auto output = decoder->forward(input);
    report.check("all_masks", output.all.masks);
    report.check("all_iou", output.all.ious);
    report.check("all_mask_tokens", output.all.tokens);
    report.check("object_score_logits", output.objectScores);
    checkCandidates(report, "multi", decoder->select(output, /*multimask=*/true));
    checkCandidates(report, "single_dynamic", decoder->select(output, /*multimask=*/false));
    decoder->setDynamicMultimask(false);
    checkCandidates(report, "single_plain", decoder->select(output, /*multimask=*/false));

    const auto objects = input.sparsePrompts.size(0);
    input.imageEmbedding = input.imageEmbedding.slice(0, 0, 1);
    input.densePrompts = input.densePrompts.slice(0, 0, 1).expand({objects, -1, -1, -1});
    input.highRes0 = input.highRes0.slice(0, 0, 1);
    input.highRes1 = input.highRes1.slice(0, 0, 1);
    const auto repeated = decoder->select(decoder->forward(input), /*multimask=*/true);
    report.check("repeat_image_masks", repeated.masks);
    report.check("repeat_image_iou", repeated.ious);
}

void checkTavisDecoder(Report& report, const std::string& prefix, nn::MaskDecoder& decoder,
                       const nn::MaskDecoderInput& input)
{
    const auto output = decoder->forward(input);
    const auto chosen = decoder->select(output, /*multimask=*/true);
    report.check(prefix + "_multi_masks", chosen.masks);
    report.check(prefix + "_multi_iou", chosen.ious);
    report.check(prefix + "_tokens", chosen.tokens);
    report.check(prefix + "_object_score_logits", output.objectScores);
    report.check(prefix + "_audio_score", decoder->audioScores(output.all.tokens).slice(1, 1));
}

void tavisMaskDecoder(const Fixture& fixture, Report& report)
{
    auto options = nn::MaskDecoderOptions::fromJson(fixture.config);
    options.tavisExtras = true;
    nn::MaskDecoder decoder(options);
    fixture.prepare(*decoder);
    nn::MaskDecoderInput input{.imageEmbedding = fixture.input("image_embeddings"),
                               .imagePositions = fixture.input("image_pe"),
                               .sparsePrompts =
                                   fixture.input("sparse_prompt_embeddings").flatten(0, 1).unsqueeze(1),
                               .densePrompts = fixture.input("dense_prompt_vectors").flatten(0, 1),
                               .highRes0 = fixture.input("high_res_s0"),
                               .highRes1 = fixture.input("high_res_s1")};
    checkTavisDecoder(report, "init", decoder, input);

    const auto output = decoder->forward(input);
    const auto single = decoder->select(output, /*multimask=*/false);
    report.check("single_mask", single.masks);
    report.check("single_iou", single.ious);
    report.check("single_tokens", single.tokens);
    report.check("single_audio_score", decoder->audioScores(output.all.tokens));

    input.imageEmbedding = fixture.input("image_embeddings_per_query");
    checkTavisDecoder(report, "prop", decoder, input);
}

void promptEncoder(const Fixture& fixture, Report& report)
{
    nn::PromptEncoder encoder(nn::PromptEncoderOptions::fromJson(fixture.config));
    fixture.prepare(*encoder);
    const nn::Prompts points{.points = fixture.input("point_coords"),
                             .labels = fixture.input("point_labels")};
    const auto boxes = fixture.input("boxes");
    const auto mask = fixture.input("mask_input");
    report.check("dense_pe", encoder->densePositions());

    const auto fromPoints = encoder->forward(points);
    report.check("points_sparse", fromPoints.sparse);
    report.check("points_dense", fromPoints.dense);
    report.check("boxes_sparse", encoder->forward({.boxes = boxes}).sparse);
    auto both = points;
    both.boxes = boxes;
    report.check("points_boxes_sparse", encoder->forward(both).sparse);
    const auto fromMask = encoder->forward({.masks = mask});
    report.check("mask_dense", fromMask.dense);
    report.require("a mask alone has no sparse prompts",
                   fromMask.sparse.sizes() == at::IntArrayRef({2, 0, 32}));
    auto refined = points;
    refined.masks = mask;
    report.check("points_mask_sparse", encoder->forward(refined).sparse);
}

void memoryAttention(const Fixture& fixture, Report& report)
{
    nn::MemoryAttention attention(nn::MemoryAttentionOptions::fromJson(fixture.config));
    fixture.prepare(*attention);
    const auto grid = fixture.config.at("grid").asInts();
    // The fixture is sequence-first: [L, B, C].
    const auto map = [&](const std::string& name) {
        return fixture.input(name).permute({1, 2, 0}).unflatten(2, grid);
    };
    const auto sequence = [](const torch::Tensor& x) { return x.flatten(2).permute({2, 0, 1}); };
    const auto current = map("curr");
    const auto positions = map("curr_pos");
    nn::MemoryBank memory{.features = fixture.input("memory").transpose(0, 1),
                          .positions = fixture.input("memory_pos").transpose(0, 1),
                          .pointerTokens = fixture.config.at("num_obj_ptr_tokens").asInt()};
    report.check("output", sequence(attention->forward(current, positions, memory)));

    const auto pixels = grid.at(0) * grid.at(1);
    memory = {.features = memory.features.slice(1, 0, pixels),
              .positions = memory.positions.slice(1, 0, pixels)};
    report.check("output_no_ptr", sequence(attention->forward(current, positions, memory)));
}

void memoryEncoder(const Fixture& fixture, Report& report)
{
    nn::MemoryEncoder encoder(nn::MemoryEncoderOptions::fromJson(fixture.config));
    fixture.prepare(*encoder);
    const auto features = fixture.input("pix_feat");
    const auto masks = fixture.input("masks");
    const auto encoded = encoder->forward(features, masks, /*applySigmoid=*/true);
    report.check("sigmoid_features", encoded.features);
    report.check("sigmoid_pos_enc", encoded.positions.expand({features.size(0), -1, -1, -1}));
    report.check("skip_sigmoid_features", encoder->forward(features, masks, /*applySigmoid=*/false).features);
    report.check("mask_downsampler_out", encoder->maskDownsampler()->forward(masks.sigmoid()));
}

void fillHoles(const Fixture& fixture, Report& report)
{
    report.check("filled",
                 nn::fillHoles(fixture.input("mask_scores"), fixture.config.at("max_area").asInt()));
}

/// The switches of the original's constructor beside the sizes.
nn::Sam2Options videoOptions(const nn::Json& config)
{
    auto merged = config.asObject();
    for (const auto& [key, value] : config.at("flags").asObject())
        merged[key] = value;
    return nn::Sam2Options::fromJson(nn::Json(std::move(merged)));
}

/// The sequences that the fixture's README describes, each with a predictor of its own.
class VideoCase
{
public:
    VideoCase(const Fixture& fixture, Report& report)
        : m_fixture(fixture)
        , m_report(report)
        , m_model(videoOptions(fixture.config))
        , m_height(fixture.config.at("video_height").asInt())
        , m_width(fixture.config.at("video_width").asInt())
    {
        fixture.prepare(*m_model);
        const auto& tolerance = fixture.config.at("tolerance");
        m_first = tolerance.at("max_abs_first_frame").asDouble();
        m_later = tolerance.at("max_abs_propagated").asDouble();
    }

    void oneObject()
    {
        auto video = predictor(/*correctionsCondition=*/false);
        click("one_click0", video.addClicks(0, 7, {{point(.45, .5, true)}, {}}));
        follow("one_prop", video);
        correction("one_correct2", video.addClicks(2, 7, {{point(.6, .4, true), point(.2, .8, false)}, {}}));
        follow("one_reprop", video);
    }

    void twoObjects()
    {
        auto video = predictor(/*correctionsCondition=*/false);
        click("two_click_a", video.addClicks(0, 1, {{point(.45, .5, true), point(.9, .1, false)}, {}}));
        const std::array<double, 4> box{.2 * width(), .2 * height(), .7 * width(), .8 * height()};
        click("two_click_b", video.addClicks(0, 2, {{}, box}));
        follow("two_prop", video);
        correction("two_correct2", video.addClicks(2, 2, {{point(.5, .3, true)}, {}}));
        follow("two_reprop", video);
    }

    void mask()
    {
        auto video = predictor(/*correctionsCondition=*/false);
        click("mask_prompt", video.addMask(2, 3, m_fixture.input("mask_prompt")));
        follow("mask_fwd", video);
        follow("mask_rev", video, /*reverse=*/true);
    }

    void correctionsThatCondition()
    {
        auto video = predictor(/*correctionsCondition=*/true);
        (void)video.addClicks(0, 1, {{point(.45, .5, true)}, {}});
        video.propagate({}, [](const auto&) { return true; });
        correction("cond_correct2", video.addClicks(2, 1, {{point(.6, .4, false)}, {}}));
        follow("cond_reprop", video);
    }

private:
    [[nodiscard]] double width() const { return static_cast<double>(m_width); }
    [[nodiscard]] double height() const { return static_cast<double>(m_height); }
    [[nodiscard]] nn::ClickPrompt::Point point(double x, double y, bool isInside) const
    {
        return {x * width(), y * height(), isInside};
    }
    nn::VideoPredictor predictor(bool correctionsCondition)
    {
        const auto frames = m_fixture.input("frames");
        return {m_model,
                {.frames = frames.size(0),
                 .height = m_height,
                 .width = m_width,
                 .correctionsCondition = correctionsCondition,
                 .fillHoleArea = 0},
                [frames](std::int64_t frame) { return frames[frame]; }};
    }
    void click(const std::string& name, const nn::VideoPredictor::Masks& masks)
    {
        m_report.check(name + "_masks", masks.logits, m_first, 1e-4);
    }
    void correction(const std::string& name, const nn::VideoPredictor::Masks& masks)
    {
        m_report.check(name + "_masks", masks.logits, m_later, 1e-4);
    }
    void follow(const std::string& name, nn::VideoPredictor& video, bool reverse = false)
    {
        std::vector<torch::Tensor> masks;
        std::vector<std::int64_t> frames;
        video.propagate({.reverse = reverse}, [&](const nn::VideoPredictor::Masks& found) {
            frames.push_back(found.frame);
            masks.push_back(found.logits);
            return true;
        });
        m_report.check(name + "_frames", torch::tensor(frames, torch::kLong));
        m_report.check(name + "_masks", torch::stack(masks), m_later, 1e-4);
    }

    const Fixture& m_fixture;
    Report& m_report;
    nn::Sam2 m_model;
    std::int64_t m_height;
    std::int64_t m_width;
    double m_first = 0;
    double m_later = 0;
};

void video(const Fixture& fixture, Report& report)
{
    VideoCase run(fixture, report);
    run.oneObject();
    run.twoObjects();
    run.mask();
    run.correctionsThatCondition();
}

} // namespace

std::vector<Case> sam2Cases()
{
    return {{"sam2_hiera", hiera},
            {"sam2_image_encoder", imageEncoder},
            {"sam2_prompt_encoder", promptEncoder},
            {"sam2_mask_decoder", maskDecoder},
            {"sam2_memory_attention", memoryAttention},
            {"sam2_memory_encoder", memoryEncoder},
            {"sam2_fill_holes", fillHoles},
            {"sam2_video_2_0", video},
            {"sam2_video_2_1", video},
            {"tavis_hiera_audio_prompt", hieraAudioPrompt},
            {"tavis_mask_decoder", tavisMaskDecoder}};
}

} // namespace avs::parity
