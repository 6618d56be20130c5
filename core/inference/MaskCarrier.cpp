// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/MaskCarrier.h"

#include "core/inference/MaskCarrierImpl.h"
#include "core/inference/Sam2File.h"
#include "core/inference/Tensors.h"
#include "core/inference/TorchErrors.h"
#include "core/nn/Precision.h"
#include "core/nn/image/ImageTransform.h"

#include <QCoreApplication>

#include <algorithm>
#include <exception>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

base::Error cancelled()
{
    const QString message = QCoreApplication::translate("inference", "Carrying masks was stopped.");
    return {base::ErrorCode::Cancelled, message, {}, {}};
}

/// Leads a frame that could not be read out through the video predictor.
struct Unreadable : std::exception
{
    explicit Unreadable(base::Error why)
        : error(std::move(why))
    {}
    base::Error error;
};

/// The frames that begin in a step's stretch; none when last < first.
struct Stretch
{
    std::int64_t first = 0;
    std::int64_t last = -1;

    Stretch(const StepPrediction& step, const media::FrameTable& frames)
    {
        if (frames.isEmpty() || step.end <= step.begin)
            return;
        const auto begin = frames.frameAt(step.begin);
        first = begin.value() + (frames.timeOf(begin) < step.begin ? 1 : 0);
        last = frames.frameAt(step.end - base::MediaTime::fromMicroseconds(1)).value();
    }
    [[nodiscard]] bool contains(std::int64_t frame) const { return first <= frame && frame <= last; }
};

/// The classes of a label map, ascending, without background.
std::vector<std::int64_t> classesIn(const torch::Tensor& labels)
{
    const auto counts = labels.flatten().to(torch::kLong).bincount();
    const auto present = (counts.slice(0, 1).nonzero().flatten() + 1).contiguous();
    return {present.data_ptr<std::int64_t>(), present.data_ptr<std::int64_t>() + present.numel()};
}

/// Of each pixel the class of the highest mask that is above 0; the masks' object ids are the classes.
imaging::LabelMap labelsOf(const nn::VideoPredictor::Masks& masks)
{
    const auto [logit, which] = masks.logits.max(0);
    const auto classes = torch::tensor(masks.objects, torch::kLong).to(which.device());
    return toLabelMap(classes.index_select(0, which.flatten()).view_as(which) * logit.gt(0));
}

FramePredictionPtr framePrediction(const StepPrediction& step, const media::FrameTable& frames,
                                   std::int64_t index, imaging::LabelMap labels)
{
    auto out = std::make_shared<FramePrediction>();
    out->frame = base::FrameIndex(index);
    out->time = frames.timeOf(out->frame);
    out->labels = std::move(labels);
    out->source =
        out->frame == step.frame ? FramePrediction::Source::Inferred : FramePrediction::Source::Carried;
    out->step = step.step;
    return out;
}

} // namespace

nn::VideoPredictorOptions MaskCarrier::Impl::predictorOptions(const StepPrediction& step) const
{
    nn::VideoPredictorOptions options;
    options.frames = clip->decoder().frames()->size();
    options.height = clip->decoder().height();
    options.width = clip->decoder().width();
    options.fillHoleArea = fillHoleArea;
    options.keptFrames = 0; // what attention looks back to, and no more
    if (model->options().imageEncoder.promptGenerator && !step.soundPrompt.empty())
        options.sound = toTensor(step.soundPrompt).unsqueeze(0).to(device);
    return options;
}

base::Result<void> MaskCarrier::Impl::carry(const StepPrediction& step, const OnFrame& onFrame,
                                            const std::stop_token& stop)
{
    const torch::InferenceMode inference;
    const nn::PrecisionScope precision(device, nn::defaultPrecision(device));
    const auto frames = clip->decoder().frames();
    const Stretch stretch(step, *frames);
    const auto own = step.frame.value();
    const auto ownLabels = step.labels.decode();
    const auto hand = [&](std::int64_t index, imaging::LabelMap labels) {
        if (stretch.contains(index))
            onFrame(framePrediction(step, *frames, index, std::move(labels)));
        return !stop.stop_requested();
    };

    bool backwards = false;
    nn::VideoPredictor predictor(model, predictorOptions(step), [&](std::int64_t index) {
        if (stop.stop_requested())
            throw Unreadable(cancelled());
        const auto picture =
            backwards ? clip->readBackwards(index, stretch.first, stop) : clip->read(index, stop);
        if (!picture)
            throw Unreadable(picture.error());
        return *picture;
    });
    const auto labels = toTensor(ownLabels);
    const auto classes = classesIn(labels);
    for (const auto c : classes)
        predictor.addMask(own, c, labels == c);
    // The `most` frames after the step's own, or before it.
    const auto follow = [&](std::int64_t most) {
        if (!classes.empty()) {
            predictor.propagate({.start = own, .most = most, .reverse = backwards}, [&](const auto& masks) {
                return masks.frame == own || hand(masks.frame, labelsOf(masks));
            });
            return;
        }
        for (std::int64_t i = 1; i <= most; ++i) // nothing sounds in the whole stretch
            if (!hand(backwards ? own - i : own + i, ownLabels))
                return;
    };
    if (hand(own, ownLabels) && stretch.last > own)
        follow(stretch.last - own);
    backwards = true;
    if (!stop.stop_requested() && stretch.first < own)
        follow(own - stretch.first);
    if (stop.stop_requested())
        return cancelled();
    return {};
}

MaskCarrier::MaskCarrier(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
MaskCarrier::MaskCarrier(MaskCarrier&&) noexcept = default;
MaskCarrier& MaskCarrier::operator=(MaskCarrier&&) noexcept = default;
MaskCarrier::~MaskCarrier() = default;

base::Result<MaskCarrier> MaskCarrier::open(const QString& path, DeviceChoice choice)
{
    auto model = loadSam2(path);
    if (!model)
        return model.error();
    return guardTorch(Text::tr("Loading SAM 2"), [&]() -> base::Result<MaskCarrier> {
        const auto device = openDevice(choice);
        if (!device)
            return device.error();
        auto impl = std::make_unique<Impl>();
        impl->model = *model;
        impl->device = device->cuda ? torch::kCUDA : torch::kCPU;
        impl->model->to(impl->device);
        const auto side = impl->model->options().imageSize;
        impl->prepare = [side](const torch::Tensor& picture) { return nn::sam2Image(picture, side); };
        return MaskCarrier(std::move(impl));
    });
}

base::Result<void> MaskCarrier::setClip(const QString& path, std::stop_token stop)
{
    auto decoder = media::VideoDecoder::open(path, std::move(stop));
    if (!decoder)
        return decoder.error();
    m_impl->clip.emplace(std::move(*decoder), m_impl->prepare);
    return {};
}

base::Result<void> MaskCarrier::carry(const StepPrediction& step, const OnFrame& onFrame,
                                      std::stop_token stop)
{
    Q_ASSERT(m_impl->clip);
    return guardTorch(Text::tr("Carrying masks"), [&]() -> base::Result<void> {
        try {
            return m_impl->carry(step, onFrame, stop);
        } catch (const Unreadable& unreadable) {
            return unreadable.error;
        }
    });
}

} // namespace avs::inference
