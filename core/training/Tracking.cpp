// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Tracking.h"

#include "core/nn/tavis/Losses.h"

#include <torch/nn/functional/loss.h>

#include <algorithm>
#include <utility>

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

/// The last frame of each series becomes that of the series before it.
torch::Tensor withForeignLast(const torch::Tensor& x, int length)
{
    auto series = x.unflatten(0, {-1, length}).clone();
    const auto last = series.select(1, length - 1);
    last.copy_(last.roll(1, 0));
    return series.flatten(0, 1);
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

/// In each series of a batch one object that is labelled on the first frame; series without any are left out.
class FollowedObjects
{
public:
    FollowedObjects(nn::Sam2Impl::Image images, torch::Tensor labels, int length)
        : m_images(std::move(images))
        , m_labels(std::move(labels))
        , m_length(length)
    {
        const auto drawn = drawClasses(frameOf(m_labels, 0, length));
        m_series = drawn.nonzero().flatten();
        m_classes = drawn.index_select(0, m_series);
    }

    [[nodiscard]] bool none() const { return m_series.numel() == 0; }
    [[nodiscard]] nn::Sam2Impl::Image imageAt(int t) const
    {
        const auto of = [&](const torch::Tensor& x) {
            return frameOf(x, t, m_length).index_select(0, m_series);
        };
        return {of(m_images.features), m_images.positions, of(m_images.highRes0), of(m_images.highRes1)};
    }
    /// [R, S, S] of 0 and 1
    [[nodiscard]] torch::Tensor truthAt(int t) const
    {
        const auto labels = frameOf(m_labels, t, m_length).index_select(0, m_series);
        return (labels == m_classes.view({-1, 1, 1})).to(m_images.features.dtype());
    }

private:
    nn::Sam2Impl::Image m_images;
    torch::Tensor m_labels;
    int m_length;
    torch::Tensor m_series;  ///< int64 [R]
    torch::Tensor m_classes; ///< int64 [R]
};

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

torch::Tensor trackingLoss(nn::TavisImpl& model, FrozenFeatures& frozen, const TrainingSet::Batch& batch,
                           int length)
{
    auto sam2 = model.asSam2();
    auto images = [&] {
        const torch::NoGradGuard noGrad;
        return sam2->prepare(frozen.image(batch));
    }();
    auto labels = batch.labels;
    if (torch::rand({1}).item<double>() < kForeignLastFrame) {
        images = {withForeignLast(images.features, length), images.positions,
                  withForeignLast(images.highRes0, length), withForeignLast(images.highRes1, length)};
        labels = withForeignLast(labels, length);
    }
    const FollowedObjects objects(std::move(images), std::move(labels), length);
    if (objects.none())
        return torch::zeros({}, batch.input.image.options().requires_grad(true));

    auto memory = model.newClipMemory();
    const auto remember = [&](const nn::Sam2Impl::Image& image, const nn::Sam2Impl::Object& object,
                              const torch::Tensor& mask, bool given) {
        memory.remember(image.features, mask, object.score, object.pointer, /*hard=*/given);
    };
    const auto first = objects.imageAt(0);
    const auto given = sam2->fromMask(first, objects.truthAt(0).unsqueeze(1));
    remember(first, given, sam2->enlarge(given.lowRes), /*given=*/true);
    torch::Tensor loss;
    for (int t = 1; t < length; ++t) {
        const auto image = objects.imageAt(t);
        const auto answer = sam2->decode(image, memory.recall(image.features, image.positions), {},
                                         sam2->options().trackingMultimask, /*hideAbsent=*/false);
        const auto object = sam2->choose(answer);
        const auto mask = sam2->enlarge(object.lowRes);
        const auto part = frameLoss(answer, mask, objects.truthAt(t)) / (length - 1);
        loss = loss.defined() ? loss + part : part;
        remember(image, object, mask, /*given=*/false);
    }
    return loss;
}

} // namespace avs::training
