// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Tracking.h"

#include "core/nn/tavis/Losses.h"

#include <torch/nn/functional/loss.h>

#include <algorithm>

namespace avs::training {

namespace F = torch::nn::functional;

namespace {

constexpr double kPredictedIouWeight = 0.1;
constexpr double kObjectScoreWeight = 0.1;
constexpr double kForeignLastFrame = 0.25; // share of the batches
constexpr std::int64_t kLargestStride = 2;
constexpr std::int64_t kLeastArea = 16; // pixels of an object that is worth following

std::int64_t drawBelow(std::int64_t end)
{
    return torch::randint(end, {1}).item<std::int64_t>();
}

std::int64_t sizeOfClip(const std::vector<std::int64_t>& clipRows, std::int64_t frames, std::size_t clip)
{
    return (clip + 1 < clipRows.size() ? clipRows[clip + 1] : frames) - clipRows[clip];
}

/// Frame `t` of each series in a batch of frames.
torch::Tensor frameOf(const torch::Tensor& x, int t, int length)
{
    return x.unflatten(0, {-1, length}).select(1, t);
}

nn::Sam2Impl::Image frameOf(const nn::Sam2Impl::Image& images, int t, int length)
{
    return {frameOf(images.features, t, length), images.positions, frameOf(images.highRes0, t, length),
            frameOf(images.highRes1, t, length)};
}

/// labels [R, S, S] -> of each series one of the classes with enough pixels, drawn at random; 0: none.
torch::Tensor drawClasses(const torch::Tensor& labels)
{
    std::vector<std::int64_t> drawn;
    for (std::int64_t r = 0; r < labels.size(0); ++r) {
        const auto areas = labels[r].flatten().bincount();
        const auto known = areas.slice(0, 1).ge(kLeastArea).nonzero().flatten() + 1;
        drawn.push_back(known.numel() == 0 ? 0 : known[drawBelow(known.numel())].item<std::int64_t>());
    }
    return torch::tensor(drawn, torch::kLong).to(labels.device());
}

/// found [R, 1, S, S] logits, truth [R, S, S] of 0 and 1.
torch::Tensor frameLoss(const nn::Sam2Impl::Answer& answer, const torch::Tensor& found,
                        const torch::Tensor& truth)
{
    const auto masks = found.squeeze(1);
    const auto present = truth.flatten(1).any(1).to(truth.dtype());
    auto loss = F::binary_cross_entropy_with_logits(masks, truth);
    const auto shown = present.nonzero().flatten();
    if (shown.numel() > 0)
        loss = loss + nn::softIouLoss(masks.index_select(0, shown), truth.index_select(0, shown));
    const auto predicted = nn::bestOf(answer.candidates).ious.squeeze(1);
    return loss + kPredictedIouWeight * F::mse_loss(predicted, nn::hardIou(masks.detach(), truth)) +
           kObjectScoreWeight * F::binary_cross_entropy_with_logits(answer.objectScore.squeeze(1), present);
}

} // namespace

torch::Tensor seriesOrder(const std::vector<std::int64_t>& clipRows, std::int64_t frames, int length)
{
    std::vector<torch::Tensor> all;
    for (std::size_t i = 0; i < clipRows.size(); ++i) {
        const auto count = sizeOfClip(clipRows, frames, i);
        if (count < length)
            continue;
        const auto largest = std::min(kLargestStride, (count - 1) / (length - 1));
        for (std::int64_t k = 0; k < count / length; ++k) {
            const auto stride = 1 + drawBelow(largest);
            const auto reach = stride * (length - 1);
            const auto first = clipRows[i] + drawBelow(count - reach);
            const auto rows = torch::arange(first, first + reach + 1, stride, torch::kLong);
            all.push_back(drawBelow(2) == 0 ? rows : rows.flip(0));
        }
    }
    if (all.empty())
        return torch::empty({0}, torch::kLong);
    const auto series = torch::stack(all);
    return series.index_select(0, torch::randperm(series.size(0), torch::kLong)).flatten();
}

std::int64_t longestClip(const std::vector<std::int64_t>& clipRows, std::int64_t frames)
{
    std::int64_t longest = 0;
    for (std::size_t i = 0; i < clipRows.size(); ++i)
        longest = std::max(longest, sizeOfClip(clipRows, frames, i));
    return longest;
}

torch::Tensor trackingLoss(nn::TavisImpl& model, const TrainingSet::Batch& batch, int length)
{
    auto sam2 = model.asSam2();
    auto images = [&] {
        const torch::NoGradGuard frozen;
        return sam2->encode(batch.input.image, model.soundPrompt(batch.input.mel));
    }();
    auto labels = batch.labels;
    if (torch::rand({1}).item<double>() < kForeignLastFrame) {
        const auto moved = [&](const torch::Tensor& x) {
            auto series = x.unflatten(0, {-1, length}).clone();
            series.select(1, length - 1).copy_(series.select(1, length - 1).roll(1, 0).clone());
            return series.flatten(0, 1);
        };
        images = {moved(images.features), images.positions, moved(images.highRes0), moved(images.highRes1)};
        labels = moved(labels);
    }

    const auto classes = drawClasses(frameOf(labels, 0, length));
    const auto chosen = classes.nonzero().flatten();
    if (chosen.numel() == 0)
        return torch::zeros({}, images.features.options().requires_grad(true));
    const auto truthAt = [&](int t) {
        const auto own = frameOf(labels, t, length).index_select(0, chosen);
        return (own == classes.index_select(0, chosen).view({-1, 1, 1})).to(images.features.dtype());
    };
    const auto imageAt = [&](int t) {
        const auto own = frameOf(images, t, length);
        return nn::Sam2Impl::Image{own.features.index_select(0, chosen), own.positions,
                                   own.highRes0.index_select(0, chosen),
                                   own.highRes1.index_select(0, chosen)};
    };

    auto memory = model.newClipMemory();
    const auto remember = [&](const nn::Sam2Impl::Image& image, const nn::Sam2Impl::Object& object,
                              const torch::Tensor& mask, bool given) {
        memory.remember(image.features, mask, object.score, object.pointer, /*hard=*/given);
    };
    const auto first = imageAt(0);
    const auto given = sam2->fromMask(first, truthAt(0).unsqueeze(1));
    remember(first, given, sam2->enlarge(given.lowRes), /*given=*/true);
    torch::Tensor loss;
    for (int t = 1; t < length; ++t) {
        const auto image = imageAt(t);
        const auto answer = sam2->decode(image, memory.recall(image.features, image.positions), {},
                                         sam2->options().trackingMultimask, /*hideAbsent=*/false);
        const auto object = sam2->choose(answer);
        const auto mask = sam2->enlarge(object.lowRes);
        const auto part = frameLoss(answer, mask, truthAt(t)) / (length - 1);
        loss = loss.defined() ? loss + part : part;
        remember(image, object, mask, /*given=*/false);
    }
    return loss;
}

} // namespace avs::training
