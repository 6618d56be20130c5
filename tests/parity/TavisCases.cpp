// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/Losses.h"
#include "tests/parity/TavisModel.h"

namespace avs::parity {

namespace {

void ibqd(const Fixture& fixture, Report& report)
{
    const auto& c = fixture.config;
    auto options = nn::TextBridgeOptions::fromJson(c);
    options.queryHeads = c.at("heads").at("transformer_cross_attention_layers_W").asInt();
    options.audioHeads = c.at("heads").at("transformer_cross_attention_audio").asInt();
    nn::TextBridge bridge(options);
    fixture.prepare(*bridge);

    for (const std::string mode : {"infer", "train"}) {
        const auto tokens = fixture.input(mode + "_audio_output");
        const auto cls = fixture.input(mode + "_audio_token");
        const auto frames = tokens.size(0);
        const auto queries = bridge->decompose(tokens, cls, /*releaseBatchMixing=*/true);
        report.check(mode + "_query_W", queries.queryW);
        report.check(mode + "_audio_bias", queries.audioBias);
        report.check(mode + "_audio_token_refined", queries.audio);
        report.check(mode + "_pseudo_prob", queries.pseudoProb);
        report.check(mode + "_pseudo_embeddings", queries.pseudoEmbeddings);
        const auto prompts = bridge->prompts(queries, tokens, cls, fixture.input(mode + "_vision_token"),
                                             fixture.input(mode + "_text_output"));
        report.check(mode + "_spec_new", prompts.hiera.unsqueeze(0));
        report.check(mode + "_total_prompt", prompts.sparse.unsqueeze(0));
        report.check(mode + "_image_fea", prompts.dense.unsqueeze(0));
        // One frame at a time there is nothing to mix.
        const auto alone = bridge->decompose(tokens.slice(0, 0, 1), cls.slice(0, 0, 1));
        report.require(mode + " without mixing",
                       torch::allclose(alone.queryW, queries.queryW.slice(0, 0, 1), 1e-4, 1e-4));
        if (frames == 1)
            report.require(mode + " refined without mixing",
                           torch::allclose(alone.audio, queries.audio, 1e-4, 1e-4));
    }
}

void fullInfer(const Fixture& fixture, Report& report)
{
    auto model = releaseModel(fixture, releaseOptions(fixture.config));
    const auto input = releaseInput(fixture);
    const auto out = model->forward(input);
    report.check("vision_token", out.visionCls);
    report.check("audio_token", out.audioCls);
    report.check("text_output", out.pseudoText.squeeze(0));
    report.check("total_prompt", out.prompts.sparse.unsqueeze(0));
    report.check("image_fea", out.prompts.dense.unsqueeze(0));
    report.check("spec_new", out.prompts.hiera);
    report.check("vision_features", out.imageFeatures);
    report.check("multi_masks", out.decoder.all.masks.slice(1, 1));
    report.check("multi_iou", out.decoder.all.ious.slice(1, 1));
    report.check("object_score_logits", out.decoder.objectScores);
    report.check("audio_score", model->maskDecoder()->audioScores(out.decoder.all.tokens).slice(1, 1));
    report.check("low_res_masks", out.lowResMasks.transpose(0, 1));
    report.check("pred_mask", out.binaryMask.unsqueeze(1));
}

void losses(const Fixture& fixture, Report& report)
{
    torch::AutoGradMode gradients(true);
    const auto& c = fixture.config;
    nn::TavisLossOptions options;
    options.matcher.releaseDropsSmallestLabel = true;
    options.matcher.classCost = c.at("costs").at("class_audio").asDouble();
    options.matcher.maskCost = c.at("costs").at("mask").asDouble();
    options.matcher.diceCost = c.at("costs").at("dice").asDouble();
    options.a2t = c.at("weights").at("a2t").asDouble();
    options.v2t = c.at("weights").at("v2t").asDouble();
    options.queryBce = c.at("weights").at("ce_sep").asDouble();
    options.queryIou = c.at("weights").at("iou_sep").asDouble();
    options.textMse = c.at("weights").at("text_mse").asDouble();
    options.binaryBce = c.at("weights").at("ce_all").asDouble();
    options.binaryIou = c.at("weights").at("iou_all").asDouble();
    options.backgroundWeight = c.at("ce_class_weight_background").asDouble();

    std::map<std::string, torch::Tensor> leaves;
    const auto leaf = [&](const std::string& name) {
        return leaves[name] = fixture.input(name).requires_grad_();
    };
    nn::TavisLossInputs in;
    in.audio = leaf("audio");
    in.image = leaf("visual");
    in.text = leaf("text");
    in.pseudoText = leaf("audio_text_all");
    in.classText = leaf("text_fea");
    in.queryMasks = leaf("all_masks").squeeze(0);
    in.binaryMask = leaf("binary_masks").squeeze(0);
    in.labels = fixture.input("gt_mask").squeeze(0).squeeze(1);
    in.points = fixture.input("point_coords");

    const auto loss = nn::tavisLoss(in, options);
    report.check("loss_total", loss.total);
    report.check("ce_all", loss.binaryBce);
    report.check("iou_all", loss.binaryIou);
    if (!loss.matches.empty()) {
        report.check("a2t", loss.a2t);
        report.check("v2t", loss.v2t);
        report.check("ce_sep", loss.queryBce);
        report.check("iou_sep", loss.queryIou);
        report.check("text_mse", loss.textMse);
        report.check("target_classes", loss.targetClasses);
        std::vector<std::int64_t> frame, query, target, classId;
        for (const auto& match : loss.matches) {
            frame.push_back(match.frame);
            query.push_back(match.query);
            target.push_back(match.target);
            classId.push_back(match.classId);
        }
        report.check("match_sample", torch::tensor(frame, torch::kLong));
        report.check("match_query", torch::tensor(query, torch::kLong));
        report.check("match_target", torch::tensor(target, torch::kLong));
        report.check("match_class", torch::tensor(classId, torch::kLong));
    } else {
        report.require("the fixture has no matches either", fixture.outputs.count("match_sample") == 0);
    }
    loss.total.backward();
    for (auto& [name, value] : leaves)
        report.check("grad_" + name, value.grad().defined() ? value.grad() : torch::zeros_like(value));
}

} // namespace

std::vector<Case> tavisCases()
{
    return {{"tavis_ibqd", ibqd},
            {"tavis_full_infer", fullInfer},
            {"tavis_losses", losses},
            {"tavis_losses_empty_frames", losses},
            {"tavis_losses_all_empty", losses}};
}

} // namespace avs::parity
