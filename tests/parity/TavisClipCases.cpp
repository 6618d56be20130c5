// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/Losses.h"
#include "tests/parity/TavisModel.h"

#include <algorithm>

namespace avs::parity {

namespace {

constexpr std::int64_t kStoredStride = 8;

nn::TavisOptions clipOptions(const nn::Json& config)
{
    auto options = releaseOptions(config);
    options.releaseBatchMixing = true;
    options.releaseDetach = true;
    return options;
}

/// Frame by frame, since later frames have passed through bfloat16.
void checkMasks(const Fixture& fixture, Report& report, const std::string& name, const torch::Tensor& value)
{
    const auto& tolerance = fixture.config.at("tolerance");
    const double later = tolerance.doubleOr("max_abs_later_frames", tolerance.doubleOr("max_abs", 0));
    report.check(name, value, later, tolerance.doubleOr("max_rel", 0));
    const auto expected = fixture.outputs.at(name);
    const auto first = (value.view_as(expected)[0].cpu() - expected[0]).abs().max().item<double>();
    report.require(name + " of the first frame", first <= tolerance.doubleOr("max_abs_frame0", later));
}

void trainForward(const Fixture& fixture, Report& report)
{
    auto model = releaseModel(fixture, clipOptions(fixture.config));
    const auto input = releaseInput(fixture);
    auto memory = model->newClipMemory();
    const auto out = model->forwardClip(input, memory);
    const double exact = fixture.config.at("tolerance").at("max_abs_frame0").asDouble();
    const auto strided = [](const torch::Tensor& masks) {
        return masks.slice(-2, 0, {}, kStoredStride).slice(-1, 0, {}, kStoredStride).unsqueeze(0);
    };
    report.check("total_prompt", out.prompts.sparse.unsqueeze(0), exact, 0);
    report.check("image_fea", out.prompts.dense.unsqueeze(0), exact, 0);
    report.check("spec_new", out.prompts.hiera.unsqueeze(0), exact, 0);
    checkMasks(fixture, report, "low_res_masks", out.lowResMasks);
    const double later = fixture.config.at("tolerance").at("max_abs_later_frames").asDouble();
    report.check("all_masks_stride8", strided(out.queryMasks), later, 0);
    report.check("binary_masks_stride8", strided(out.binaryMask), later, 0);
    report.check("visual", model->embedMaskedImages(input.initialImage, out.queryMasks), exact, 0);
    report.check("audio", model->embedQueryAudio(out.queryAudio), exact, 0);
    report.check("audio_text_all", out.pseudoText.slice(1, 0, out.queryMasks.size(1)), exact, 0);
    const auto classes = model->embedClasses(fixture.input("text_tokens"));
    report.check("text", classes.embedding, exact, 0);
    report.check("text_fea", classes.trunk, exact, 0);

    // The same clip in two calls.
    auto again = model->newClipMemory();
    const auto part = [&](std::int64_t from, std::int64_t to) {
        return nn::TavisImpl::Input{input.image.slice(0, from, to), input.initialImage.slice(0, from, to),
                                    input.mel.slice(0, from, to)};
    };
    (void)model->forwardClip(part(0, 2), again);
    const auto last = model->forwardClip(part(2, 3), again);
    // Other frames' sound is not mixed in then, so only whether memory is kept can be compared.
    report.require("memory goes on",
                   again.rememberedFrames() == memory.rememberedFrames() && last.lowResMasks.size(0) == 1);
}

/// Everything but ImageBind and the image encoder, whose prompt generator is open.
void openAsInTraining(torch::nn::Module& model)
{
    for (auto& item : model.named_parameters()) {
        const auto& name = item.key();
        const bool frozen =
            name.starts_with("imagebind.") ||
            (name.starts_with("image_encoder.") && !name.starts_with("image_encoder.prompt_generator."));
        item.value().set_requires_grad(!frozen);
    }
}

void checkGradients(const Fixture& fixture, Report& report, const torch::nn::Module& model)
{
    const auto& c = fixture.config;
    const double share = c.at("tolerance").at("gradients_relative_to_largest_entry_of_the_tensor").asDouble();
    const auto parameters = model.named_parameters();
    const auto gradient = [&](const std::string& name) {
        const auto& value = parameters[name];
        return value.grad().defined() ? value.grad() : torch::zeros_like(value);
    };
    std::vector<float> norms;
    for (const auto& name : c.at("grad_norm_parameters").asArray())
        norms.push_back(gradient(name.asString()).norm().item<float>());
    report.check("grad_norms", torch::tensor(norms), 1e-5, share);
    for (const auto& name : c.at("parameters_without_gradient").asArray())
        report.require("no gradient of " + name.asString(),
                       gradient(name.asString()).abs().max().item<double>() == 0);
    const std::string prefix = "grad:";
    for (const auto& [name, expected] : fixture.outputs) {
        if (name.starts_with(prefix))
            report.check(name, gradient(name.substr(prefix.size())),
                         share * expected.abs().max().item<double>(), 0);
    }
}

void trainBackward(const Fixture& fixture, Report& report)
{
    torch::AutoGradMode gradients(true);
    auto options = clipOptions(fixture.config);
    options.memory->attention.dropout = 0;
    options.imagebind.audio->dropPath = 0;
    auto model = releaseModel(fixture, options);
    openAsInTraining(*model);
    model->train();
    const auto input = releaseInput(fixture);
    auto memory = model->newClipMemory();
    const auto out = model->forwardClip(input, memory);
    const auto classes = model->embedClasses(fixture.input("text_tokens"));

    nn::TavisLossOptions lossOptions;
    lossOptions.matcher.releaseDropsSmallestLabel = true;
    nn::TavisLossInputs in;
    in.audio = model->embedQueryAudio(out.queryAudio);
    in.image = model->embedMaskedImages(input.initialImage, out.queryMasks);
    in.text = classes.embedding;
    in.pseudoText = out.pseudoText.slice(1, 0, out.queryMasks.size(1));
    in.classText = classes.trunk;
    in.queryMasks = out.queryMasks;
    in.binaryMask = out.binaryMask;
    const auto labels = fixture.input("gt_mask_small");
    in.labels = labels.reshape({-1, labels.size(-2), labels.size(-1)})
                    .repeat_interleave(4, -1)
                    .repeat_interleave(4, -2);
    in.points = fixture.input("point_coords");
    const auto loss = nn::tavisLoss(in, lossOptions);
    loss.total.backward();

    checkMasks(fixture, report, "low_res_masks", out.lowResMasks);
    report.check("visual", in.image);
    report.check("audio", in.audio);
    report.check("loss_total", loss.total);
    report.check("a2t", loss.a2t);
    report.check("v2t", loss.v2t);
    report.check("ce_sep", loss.queryBce);
    report.check("iou_sep", loss.queryIou);
    report.check("ce_all", loss.binaryBce);
    report.check("iou_all", loss.binaryIou);
    std::vector<std::int64_t> frame, query, classId;
    for (const auto& match : loss.matches) {
        frame.push_back(match.frame);
        query.push_back(match.query);
        classId.push_back(match.classId);
    }
    report.check("match_sample", torch::tensor(frame, torch::kLong));
    report.check("match_query", torch::tensor(query, torch::kLong));
    report.check("match_class", torch::tensor(classId, torch::kLong));
    checkGradients(fixture, report, *model);
}

} // namespace

std::vector<Case> tavisClipCases()
{
    return {{"tavis_train_forward", trainForward}, {"tavis_train_backward", trainBackward}};
}

} // namespace avs::parity
