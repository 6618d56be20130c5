// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Objectives.h"

#include "core/nn/imagebind/Heads.h"
#include "core/training/Tracking.h"

#include <torch/nn/functional/loss.h>

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace avs::training {

namespace F = torch::nn::functional;

int seriesLength(const TrainingStage& stage, const TrainingSet& set)
{
    return static_cast<int>(
        std::min<std::int64_t>(stage.seriesLength, longestClip(set.clipRows(), set.size())));
}

torch::Tensor epochOrder(const TrainingStage& stage, const TrainingSet& set)
{
    return stage.objective == TrainingStage::Objective::Tracking
               ? seriesOrder(set.clipRows(), set.size(), seriesLength(stage, set))
               : torch::randperm(set.size(), torch::kLong);
}

int framesPerStep(const TrainingStage& stage, const TrainingSet& set)
{
    return stage.objective == TrainingStage::Objective::Tracking
               ? stage.batch / stage.seriesLength * seriesLength(stage, set)
               : stage.batch;
}

base::Result<void> checkStage(const TrainingStage& stage, const nn::TavisImpl& model, const TrainingSet& set)
{
    const bool tracking = stage.objective == TrainingStage::Objective::Tracking;
    const auto name = QString::fromStdString(stage.name);
    const auto invalid = [](const QString& sentence) {
        return base::Error{base::ErrorCode::Invalid, sentence, {}, {}};
    };
    if (tracking && !model.options().memory)
        return invalid(QCoreApplication::translate(
                           "training", "Stage \"%1\" trains the memory, but the model has no \"memory\".")
                           .arg(name));
    if (tracking && seriesLength(stage, set) < 2)
        return invalid(QCoreApplication::translate(
                           "training",
                           "Stage \"%1\" follows objects from frame to frame, and every clip of the "
                           "data set has but one. Leave the stage out, or train it on other clips.")
                           .arg(name));
    const auto stepsPerEpoch = set.size() / framesPerStep(stage, set) + 1;
    if (stepsPerEpoch > std::numeric_limits<int>::max() / stage.epochs)
        return invalid(QCoreApplication::translate(
                           "training", "Stage \"%1\" has more steps than can be counted: %2 epochs of about "
                                       "%3 steps. Give it fewer \"epochs\".")
                           .arg(name)
                           .arg(stage.epochs)
                           .arg(stepsPerEpoch));
    return {};
}

ObjectiveLoss objectiveLoss(const TrainingStage& stage, const ObjectiveContext& context,
                            const TrainingSet::Batch& batch)
{
    switch (stage.objective) {
    case TrainingStage::Objective::Contrastive:
        return contrastiveLoss(context, batch);
    case TrainingStage::Objective::Tavis:
        return segmentationLoss(context, batch);
    case TrainingStage::Objective::Tracking: {
        const nn::PrecisionScope precision(batch.labels.device(), context.precision);
        const auto loss = trackingLoss(context.model, context.frozen, batch, context.seriesLength);
        return {loss, {{"tracking", loss}}};
    }
    }
    return {};
}

namespace {

nn::TavisLossInputs lossInputs(const ObjectiveContext& context, const TrainingSet::Batch& batch)
{
    const nn::PrecisionScope precision(batch.labels.device(), context.precision);
    const auto input = batch.input.features ? batch.input : context.frozen.input(batch);
    const auto out = context.model.forward(input);
    const auto classes = context.frozen.classTexts();

    nn::TavisLossInputs in;
    in.audio = context.model.embedQueryAudio(out.queryAudio).to(torch::kFloat);
    in.image = context.model.embedMaskedImages(input.initialImage, out.queryMasks).to(torch::kFloat);
    in.text = classes.embedding.to(torch::kFloat);
    in.pseudoText = out.pseudoText.slice(1, 0, out.queryMasks.size(1)).to(torch::kFloat);
    in.classText = classes.trunk.to(torch::kFloat);
    in.queryMasks = out.queryMasks.to(torch::kFloat);
    in.binaryMask = out.binaryMask.to(torch::kFloat);
    in.labels = batch.labels;
    in.predictedIou = out.predictedIou.to(torch::kFloat);
    return in;
}

} // namespace

ObjectiveLoss segmentationLoss(const ObjectiveContext& context, const TrainingSet::Batch& batch)
{
    const auto loss = nn::tavisLoss(lossInputs(context, batch), context.loss);
    ObjectiveLoss out{loss.total, {{"binary_bce", loss.binaryBce}, {"binary_iou", loss.binaryIou}}};
    if (!loss.matches.empty())
        out.terms.insert(out.terms.end(), {{"a2t", loss.a2t},
                                           {"v2t", loss.v2t},
                                           {"query_bce", loss.queryBce},
                                           {"query_iou", loss.queryIou},
                                           {"text_mse", loss.textMse}});
    return out;
}

ObjectiveLoss contrastiveLoss(const ObjectiveContext& context, const TrainingSet::Batch& batch)
{
    const nn::PrecisionScope precision(batch.labels.device(), context.precision);
    auto& model = context.model;
    const auto text = context.frozen.classTexts().embedding; // [C, De]
    const auto classCount = text.size(0);
    const auto frames = batch.labels.size(0);

    // present[n, c]: class c is labelled in frame n. A frame without any sounds like background.
    auto present = torch::zeros({frames, classCount}, text.options().requires_grad(false));
    for (std::int64_t c = 1; c < classCount; ++c)
        present.select(1, c).copy_((batch.labels == c).flatten(1).any(1));
    present.select(1, 0).copy_((present.slice(1, 1).sum(1) == 0).to(text.dtype()));
    const auto target = present / present.sum(1, true);

    const auto audio = model.embedQueryAudio(context.frozen.audioCls(batch).unsqueeze(1)); // [N, De]
    const auto a2t = F::cross_entropy(nn::similarity(audio, text), target);

    const auto pairs = present.slice(1, 1).nonzero(); // rows (frame, class - 1)
    if (pairs.size(0) == 0 || frames == 0)
        return {a2t, {{"a2t", a2t}}};
    const auto frame = pairs.select(1, 0);
    const auto classId = pairs.select(1, 1) + 1;
    constexpr float kSureLogit = 10; // sigmoid: 0.99995
    const auto masks =
        ((batch.labels.index_select(0, frame) == classId.view({-1, 1, 1})).to(text.dtype()) * 2 - 1) *
        kSureLogit;
    const auto image =
        model.embedMaskedImages(batch.input.initialImage.index_select(0, frame), masks.unsqueeze(1));
    const auto v2t = F::cross_entropy(nn::similarity(image, text), classId);
    return {a2t + v2t, {{"a2t", a2t}, {"v2t", v2t}}};
}

} // namespace avs::training
