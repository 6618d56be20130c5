// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Objectives.h"

#include <torch/nn/functional/loss.h>

namespace avs::training {

namespace F = torch::nn::functional;

torch::Tensor segmentationLoss(nn::TavisImpl& model, const TrainingSet::Batch& batch,
                               const torch::Tensor& classTokens, const nn::TavisLossOptions& options)
{
    const auto out = model.forward(batch.input);
    const auto classes = model.embedClasses(classTokens);
    const auto queries = out.queryMasks.size(1);

    nn::TavisLossInputs in;
    in.audio = model.embedQueryAudio(out.queryAudio);
    in.image = model.embedMaskedImages(batch.input.initialImage, out.queryMasks);
    in.text = classes.embedding;
    in.pseudoText = out.pseudoText.slice(1, 0, queries);
    in.classText = classes.trunk;
    in.queryMasks = out.queryMasks;
    in.binaryMask = out.binaryMask;
    in.labels = batch.labels;
    in.predictedIou = out.predictedIou;
    return nn::tavisLoss(in, options).total;
}

torch::Tensor contrastiveLoss(nn::TavisImpl& model, const TrainingSet::Batch& batch,
                              const torch::Tensor& classTokens)
{
    const auto text = model.embedClasses(classTokens).embedding; // [C, De]
    const auto classCount = text.size(0);
    const auto frames = batch.labels.size(0);

    // present[n, c]: class c is labelled in frame n. A frame without any sounds like background.
    auto present = torch::zeros({frames, classCount}, text.options());
    for (std::int64_t c = 1; c < classCount; ++c)
        present.select(1, c).copy_((batch.labels == c).flatten(1).any(1));
    present.select(1, 0).copy_((present.slice(1, 1).sum(1) == 0).to(text.dtype()));
    const auto target = present / present.sum(1, true);

    const auto audioCls =
        model.imagebindTowers()->encodeAudio(batch.input.mel).cls.unsqueeze(1); // [N, 1, Da]
    const auto audio = model.embedQueryAudio(audioCls);                         // [N, De]
    auto loss = F::cross_entropy(audio.mm(text.t()), target);

    const auto pairs = present.slice(1, 1).nonzero(); // rows (frame, class - 1)
    if (pairs.size(0) == 0 || frames == 0)
        return loss;
    const auto frame = pairs.select(1, 0);
    const auto classId = pairs.select(1, 1) + 1;
    constexpr float kSureLogit = 10; // sigmoid: 0.99995
    const auto masks =
        ((batch.labels.index_select(0, frame) == classId.view({-1, 1, 1})).to(text.dtype()) * 2 - 1) *
        kSureLogit;
    const auto image =
        model.embedMaskedImages(batch.input.initialImage.index_select(0, frame), masks.unsqueeze(1));
    return loss + F::cross_entropy(image.mm(text.t()), classId);
}

} // namespace avs::training
