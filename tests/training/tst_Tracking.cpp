// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Tracking.h"
#include "core/training/TrainedParts.h"
#include "core/training/TrainingConfig.h"

#include <torch/optim/adamw.h>
#include <torch/utils.h>

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <set>

using namespace avs;

namespace {

nn::TavisOptions optionsWithMemory()
{
    const auto file = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json");
    auto model = file.at("model").asObject();
    model["memory"] = nn::Json::parse(R"({
        "attention": {"d_model": 32, "kv_in_dim": 8, "num_layers": 1, "dim_feedforward": 64, "dropout": 0},
        "encoder": {"in_dim": 32, "out_dim": 8, "fuser": {"num_layers": 1}}})");
    return nn::TavisOptions::fromJson(nn::Json(model));
}

/// A bright square that moves to the right, class 3, through `length` frames of each of `series` clips.
training::TrainingSet::Batch movingSquares(const nn::TavisOptions& o, int series, int length)
{
    const auto side = o.imageSize;
    const auto count = static_cast<std::int64_t>(series) * length;
    auto image = torch::full({count, 3, side, side}, 0.2);
    auto labels = torch::zeros({count, side, side}, torch::kLong);
    for (int s = 0; s < series; ++s) {
        for (int t = 0; t < length; ++t) {
            const auto top = 8 + 10 * s;
            const auto left = 4 + 6 * t;
            const auto n = s * length + t;
            image[n].slice(1, top, top + 24).slice(2, left, left + 24).fill_(0.9);
            labels[n].slice(0, top, top + 24).slice(1, left, left + 24).fill_(3);
        }
    }
    const auto& audio = *o.imagebind.audio;
    const auto mels = torch::zeros({count, 1, audio.melBins, audio.frames});
    return {{image * 4 - 2, image, mels}, labels, (image * 255).to(torch::kByte), mels.to(torch::kHalf)};
}

training::FrozenFeatures frozenOf(nn::Tavis& model, const QString& cache = {})
{
    static const torch::Tensor noClasses = torch::zeros({1, 8}, torch::kLong);
    training::FrozenFeatures frozen(*model, noClasses, "{}", {cache, 1 << 30});
    frozen.beginStage();
    return frozen;
}

} // namespace

class tst_Tracking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(7); }

    void seriesStayWithinTheirClips()
    {
        const std::vector<std::int64_t> clips{0, 16, 19, 40};
        const auto order = training::seriesOrder(clips, 60, 8).view({-1, 8});
        QCOMPARE(order.size(0), 2 + 0 + 2 + 2); // 16, 3, 21 and 20 frames
        const auto clipOf = [&](std::int64_t row) {
            return std::upper_bound(clips.begin(), clips.end(), row) - clips.begin();
        };
        std::set<std::int64_t> strides;
        for (std::int64_t s = 0; s < order.size(0); ++s) {
            const auto step = (order[s][1] - order[s][0]).item<std::int64_t>();
            strides.insert(step);
            QVERIFY(step != 0 && std::abs(step) <= 2);
            for (int t = 0; t < 8; ++t) {
                QCOMPARE(order[s][t].item<std::int64_t>(), order[s][0].item<std::int64_t>() + t * step);
                QCOMPARE(clipOf(order[s][t].item<std::int64_t>()), clipOf(order[s][0].item<std::int64_t>()));
            }
        }
        QVERIFY(strides.size() > 1);
        QCOMPARE(training::seriesOrder({0, 5}, 9, 8).numel(), 0);
        QCOMPARE(training::longestClip(clips, 60), 21);
    }

    /// What segmentation uses gets no gradient; the memory learns the squares by heart.
    void memoryLearnsAndNothingElse()
    {
        nn::Tavis model(optionsWithMemory());
        const auto batch = movingSquares(model->options(), 2, 4);
        std::vector<torch::Tensor> open;
        for (auto& item : model->named_parameters()) {
            const auto& name = item.key();
            const bool decoder = name.starts_with("sam_mask_decoder.");
            const bool memory =
                std::any_of(nn::sam2MemoryPrefixes().begin(), nn::sam2MemoryPrefixes().end(),
                            [&](const std::string& prefix) { return name.starts_with(prefix); });
            // The decoder, which knows nothing here, learns along.
            item.value().set_requires_grad(memory || decoder || name.starts_with("sam_prompt_encoder."));
            if (item.value().requires_grad())
                open.push_back(item.value());
        }
        torch::optim::AdamW optimizer(open, torch::optim::AdamWOptions(3e-3));
        model->train();
        auto frozen = frozenOf(model);
        double first = 0;
        double last = 0;
        for (int i = 0; i < 60; ++i) {
            optimizer.zero_grad();
            const auto loss = training::trackingLoss(*model, frozen, batch, 4);
            loss.backward();
            optimizer.step();
            last = loss.item<double>();
            if (i == 0)
                first = last;
        }
        QVERIFY2(last < first / 2, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));
        for (const char* name :
             {"memory_attention.norm.weight", "memory_encoder.out_proj.weight", "maskmem_tpos_enc",
              "obj_ptr_proj.layers.0.weight", "sam_prompt_encoder.not_a_point_embed.weight",
              "sam_prompt_encoder.mask_downscaling.0.weight", "mask_downsample.weight"})
            QVERIFY2(model->named_parameters()[name].grad().abs().max().item<double>() > 0, name);
        for (const char* name : {"image_encoder.trunk.patch_embed.proj.weight", "mlp_audio.weight"})
            QVERIFY2(!model->named_parameters()[name].grad().defined(), name);
    }

    /// The shipped configuration trains nothing that the masks and classes of a segmentation come from.
    void theTinyModelsSegmentationStays()
    {
        const auto config = training::TrainingConfig::load(AVS_TEST_DATA "/../../resources/config/tiny.json");
        QVERIFY(config.has_value());
        const auto stage =
            std::find_if(config->stages.begin(), config->stages.end(), [](const auto& candidate) {
                return candidate.objective == training::TrainingStage::Objective::Tracking;
            });
        QVERIFY(stage != config->stages.end());
        nn::Tavis model(nn::TavisOptions::fromJson(nn::Json::parse(config->modelJson)));
        const auto input = movingSquares(model->options(), 1, 2).input;
        const auto out = model->forward(input);
        const auto images = model->embedMaskedImages(input.initialImage, out.queryMasks);
        (out.queryMasks.sum() + out.binaryMask.sum() + out.predictedIou.sum() + images.sum() +
         model->embedQueryAudio(out.queryAudio).sum())
            .backward();
        int trained = 0;
        for (const auto& item : model->named_parameters()) {
            if (std::none_of(stage->trained.begin(), stage->trained.end(),
                             [&](const auto& prefix) { return item.key().starts_with(prefix); }))
                continue;
            ++trained;
            QVERIFY2(!item.value().grad().defined(), item.key().c_str());
        }
        QVERIFY(trained > 50);
    }

    void nothingLabelledIsNoLoss()
    {
        nn::Tavis model(optionsWithMemory());
        auto batch = movingSquares(model->options(), 2, 3);
        batch.labels.zero_();
        auto frozen = frozenOf(model);
        QCOMPARE(training::trackingLoss(*model, frozen, batch, 3).item<double>(), 0.0);
    }

    /// Neither pictures nor sounds are encoded anew in the next epoch, and the loss is the same.
    void encodesOnce()
    {
        QTemporaryDir folder;
        nn::Tavis model(optionsWithMemory());
        training::TrainingStage stage;
        stage.trained = nn::sam2MemoryPrefixes();
        training::openOnly(*model, training::trainedParameters(*model, stage, {}));
        const auto batch = movingSquares(model->options(), 2, 4);
        auto frozen = frozenOf(model, folder.path());
        const auto epoch = [&](training::FrozenFeatures& features) {
            torch::manual_seed(1);
            return training::trackingLoss(*model, features, batch, 4).item<double>();
        };
        const auto first = epoch(frozen);
        const auto encoded = frozen.encoded();
        QVERIFY(encoded > 0);
        QCOMPARE(epoch(frozen), first);
        QCOMPARE(frozen.encoded(), encoded);
        auto without = frozenOf(model);
        QVERIFY(std::abs(epoch(without) - first) < 1e-5);
    }
};

QTEST_GUILESS_MAIN(tst_Tracking)
#include "tst_Tracking.moc"
