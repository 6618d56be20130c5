// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/Sam2.h"
#include "core/nn/tavis/Tavis.h"

#include <torch/utils.h>

#include <QTest>

#include <cmath>
#include <functional>

using namespace avs::nn;

namespace {

using Forward = std::function<torch::Tensor()>;

torch::Tensor random(torch::IntArrayRef shape)
{
    return torch::randn(shape, torch::kDouble);
}

/// Along a random direction in the space of all parameters and inputs, the slope that backward gives against
/// the slope of the values themselves, in double precision.
void compareSlopes(torch::nn::Module& module, const std::vector<torch::Tensor>& inputs,
                   const Forward& forward)
{
    module.to(torch::kDouble);
    module.eval();
    auto leaves = module.parameters();
    for (const auto& input : inputs) {
        input.requires_grad_();
        leaves.push_back(input);
    }
    torch::Tensor weights;
    const auto value = [&] {
        const auto out = forward();
        if (!weights.defined())
            weights = torch::randn_like(out).detach();
        return (out * weights).sum();
    };
    value().backward();

    torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> directions;
    double slope = 0;
    int reached = 0;
    for (auto& leaf : leaves) {
        directions.push_back(torch::randn_like(leaf));
        if (!leaf.grad().defined())
            continue;
        QVERIFY(leaf.grad().isfinite().all().item<bool>());
        slope += (leaf.grad() * directions.back()).sum().item<double>();
        ++reached;
    }
    QVERIFY2(reached > 0 && slope != 0, "nothing has a gradient");
    constexpr double kStep = 1e-6;
    const auto move = [&](double by) {
        for (std::size_t i = 0; i < leaves.size(); ++i)
            leaves[i].add_(directions[i], by);
    };
    move(kStep);
    const double above = value().item<double>();
    move(-2 * kStep);
    const double below = value().item<double>();
    const double measured = (above - below) / (2 * kStep);
    const double error = std::abs(measured - slope) / std::max(std::abs(slope), 1e-3);
    QVERIFY2(error < 1e-4, qPrintable(QStringLiteral("backward %1, measured %2").arg(slope).arg(measured)));
}

Sam2 sam2()
{
    return Sam2(Sam2Options::fromJson(Json::parse(R"({
        "image_size": 64, "mem_dim": 8, "num_maskmem": 3, "max_obj_ptrs_in_encoder": 4,
        "memory_attention_num_layers": 2, "memory_attention_ff": 16, "sam_mask_decoder_mlp_dim": 16,
        "sam_iou_head_hidden_dim": 16, "no_obj_embed_spatial": true, "add_tpos_enc_to_obj_ptrs": true,
        "trunk": {"embed_dim": 8, "num_heads": 1, "stages": [1, 1, 2, 1], "global_att_blocks": [3],
                  "window_spec": [8, 4, 4, 2]},
        "neck": {"d_model": 32}})")));
}

Sam2Impl::Image image()
{
    return {random({1, 32, 4, 4}), random({1, 32, 4, 4}), random({1, 4, 16, 16}), random({1, 8, 8, 8})};
}

ImageBind imageBind()
{
    return ImageBind(ImageBindOptions::fromJson(Json::parse(R"({
        "out_dim": 8, "vision": {"dim": 12, "blocks": 2, "heads": 2, "image_size": 28, "patch": 14, "frames": 2},
        "text": {"dim": 12, "blocks": 2, "heads": 2, "vocab_size": 50, "context_length": 9},
        "audio": {"dim": 12, "blocks": 2, "heads": 2, "kernel": 16, "stride": 16}})")));
}

} // namespace

/// Training goes through these: backward must say what the values do.
class tst_Gradients : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(11); }

    void imageEncoder()
    {
        auto model = sam2();
        const auto picture = random({1, 3, 64, 64});
        compareSlopes(*model, {picture}, [&] {
            const auto found = model->encode(picture);
            return torch::cat({found.features.flatten(), found.highRes0.flatten(), found.highRes1.flatten()});
        });
    }

    void promptEncoderAndMaskDecoder()
    {
        auto model = sam2();
        const auto seen = image();
        const auto before = random({1, 1, 16, 16});
        const Prompts prompts{.points = random({1, 2, 2}) * 10 + 32,
                              .labels = torch::tensor({1, 0}, torch::kLong).view({1, 2}),
                              .masks = before};
        compareSlopes(*model, {seen.features, seen.highRes0, seen.highRes1, before}, [&] {
            const auto answer = model->decode(seen, model->withoutMemory(seen), prompts, /*multimask=*/true,
                                              /*hideAbsent=*/false);
            return torch::cat({answer.candidates.masks.flatten(), answer.candidates.ious.flatten(),
                               answer.objectScore.flatten(), model->choose(answer).pointer.flatten()});
        });
    }

    void memoryEncoder()
    {
        auto model = sam2();
        const auto seen = image();
        const auto mask = random({1, 1, 64, 64});
        const auto score = torch::full({1, 1}, -1.0, torch::kDouble);
        compareSlopes(*model, {seen.features, mask},
                      [&] { return model->encodeMemory(seen, mask, score, /*prompted=*/false); });
    }

    void memoryAttention()
    {
        auto model = sam2();
        const auto seen = image();
        const auto map = random({1, 8, 4, 4});
        const auto older = random({1, 32});
        const auto newer = random({1, 32});
        compareSlopes(*model, {seen.features, map, older, newer}, [&] {
            return model->withMemory(seen, model->memory()->bank({{map, 1}}, {{newer, 1}, {older, 2}}, 3));
        });
    }

    void imageBindVision()
    {
        auto model = imageBind();
        const auto picture = random({2, 3, 28, 28});
        compareSlopes(*model, {picture}, [&] { return model->encodeVision(picture).embedding; });
    }

    void imageBindAudio()
    {
        auto model = imageBind();
        const auto mel = random({2, 1, 128, 204});
        compareSlopes(*model, {mel}, [&] { return model->encodeAudio(mel).embedding; });
    }

    void imageBindText()
    {
        auto model = imageBind();
        const auto ids =
            torch::tensor({{3, 7, 49, 0, 0, 0, 0, 0, 0}, {5, 49, 0, 0, 0, 0, 0, 0, 0}}, torch::kLong);
        compareSlopes(*model, {}, [&] { return model->encodeText(ids).embedding; });
    }

    void textBridge()
    {
        TextBridge bridge(TextBridgeOptions{.embedDim = 16,
                                            .audioDim = 12,
                                            .textDim = 12,
                                            .visionDim = 12,
                                            .hieraPromptDim = 8,
                                            .queries = 3,
                                            .pseudoTokens = 4,
                                            .layers = 2,
                                            .queryHeads = 2,
                                            .audioHeads = 2});
        const auto tokens = random({2, 5, 12});
        const auto cls = random({2, 12});
        const auto vision = random({2, 12});
        const auto text = random({8, 12});
        compareSlopes(*bridge, {tokens, cls, vision, text}, [&] {
            const auto queries = bridge->decompose(tokens, cls);
            const auto prompts = bridge->prompts(queries, tokens, cls, vision, text);
            return torch::cat({prompts.sparse.flatten(), prompts.dense.flatten(), prompts.hiera.flatten(),
                               queries.audio.flatten()});
        });
    }
};

QTEST_GUILESS_MAIN(tst_Gradients)
#include "tst_Gradients.moc"
