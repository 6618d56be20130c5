// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ModelSession that takes a whole clip.
#include "core/base/Log.h"
#include "core/inference/MaskCarrierImpl.h"
#include "core/inference/ModelSessionImpl.h"
#include "core/inference/Tensors.h"
#include "core/inference/TorchErrors.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>

#include <optional>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

base::Error stopped()
{
    const QString message = QCoreApplication::translate("inference", "Segmenting was stopped.");
    return {base::ErrorCode::Cancelled, message, {}, {}};
}

/// How many steps the next pass takes, when the last took so long for each: half a second's worth, so that
/// stopping is quick and news keep coming, and at most `most`.
int batchFor(double secondsPerStep, int most)
{
    constexpr double kPassSeconds = 0.5;
    int batch = 1;
    while (2 * batch <= most && 2 * batch * secondsPerStep <= kPassSeconds)
        batch *= 2;
    return batch;
}

/// `advice`: what to do instead.
base::Error noMemory(const ModelInfo& model, const QString& advice)
{
    const QString message = QCoreApplication::translate("inference", "The model %1 has no memory parts. %2");
    return {
        base::ErrorCode::Unsupported, message.arg(QFileInfo(model.path).fileName(), advice), {}, model.path};
}

/// Who carries the masks of this run, on the clip; null when nobody is to. `own`: where the model's own is
/// kept.
base::Result<MaskCarrier*> carrierFor(const ModelSession& session, const SegmentOptions& options,
                                      const QString& clipPath, std::optional<MaskCarrier>& own,
                                      const std::stop_token& stop)
{
    if (!options.everyFrame)
        return static_cast<MaskCarrier*>(nullptr);
    auto* carrier = options.carrier;
    if (!carrier) {
        auto made = session.carrier();
        if (!made)
            return made.error();
        carrier = &own.emplace(std::move(*made));
    }
    if (auto set = carrier->setClip(clipPath, stop); !set)
        return set.error();
    return carrier;
}

} // namespace

base::Result<ModelSession::Impl::Batch> ModelSession::Impl::read(ClipSteps& clip, int size,
                                                                 const std::stop_token& stop) const
{
    Batch batch;
    while (std::ssize(batch.moments) < size) {
        if (stop.stop_requested())
            return stopped();
        auto step = clip.next(stop);
        if (!step)
            return step.error();
        if (!*step)
            break;
        batch.moments.push_back(moment((*step)->frame->image, melAround((*step)->sound, 0)));
        batch.places.push_back(std::move((*step)->place));
    }
    return batch;
}

base::Result<std::vector<StepPrediction>> ModelSession::Impl::find(const Batch& batch, const ClipSteps& clip,
                                                                   bool evidence, nn::ClipMemory* memory,
                                                                   const std::stop_token& stop)
{
    auto found = guardTorch(Text::tr("Segmenting"), [&]() -> base::Result<std::vector<StepPrediction>> {
        try {
            return segment(batch.moments, clip.width(), clip.height(), evidence, memory, stop);
        } catch (const Stopped&) {
            return stopped();
        }
    });
    for (std::size_t i = 0; found && i < found->size(); ++i) {
        auto& step = (*found)[i];
        const auto& place = batch.places[i];
        step.step = place.step;
        step.frame = place.frame;
        step.time = place.time;
        step.begin = place.begin;
        step.end = place.end;
    }
    return found;
}

base::Result<std::vector<StepPrediction>> ModelSession::Impl::findOneByOne(const Batch& batch,
                                                                           const ClipSteps& clip,
                                                                           bool evidence,
                                                                           const std::stop_token& stop)
{
    std::vector<StepPrediction> steps;
    for (std::size_t i = 0; i < batch.moments.size(); ++i) {
        auto found = find({{batch.moments[i]}, {batch.places[i]}}, clip, evidence, nullptr, stop);
        if (!found)
            return found;
        steps.push_back(std::move(found->front()));
    }
    return steps;
}

base::Result<int> ModelSession::segmentClip(const QString& clipPath, const SegmentOptions& options,
                                            const std::function<void(StepPredictionPtr, int)>& onStep,
                                            std::stop_token stop)
{
    const auto& model = m_impl->model->options();
    if (options.memory && !model.memory)
        return noMemory(m_impl->info, Text::tr("Segment its steps one by one, or choose another model."));
    std::optional<MaskCarrier> own;
    const auto carrier = carrierFor(*this, options, clipPath, own, stop);
    if (!carrier)
        return carrier.error();
    auto memory = options.memory ? std::optional(m_impl->model->newClipMemory()) : std::nullopt;
    auto clip = ClipSteps::open(clipPath, options, model.audioWindow, stop);
    if (!clip)
        return clip.error();
    int most = m_impl->device.is_cuda() ? 16 : 4; // more gain nothing
    for (int size = 1;;) {                        // the first step alone, so that something is there soon
        const auto batch = m_impl->read(*clip, size, stop);
        if (!batch)
            return batch.error();
        if (batch->moments.empty())
            return clip->count();
        QElapsedTimer timer;
        timer.start();
        auto found = m_impl->find(*batch, *clip, options.evidence, memory ? &*memory : nullptr, stop);
        if (!found && found.error().code == base::ErrorCode::OutOfMemory && size > 1 && !memory) {
            qCWarning(base::logModel).noquote()
                << "Going on with one step at a time:" << found.error().message << found.error().detail;
            most = 1;
            found = m_impl->findOneByOne(*batch, *clip, options.evidence, stop);
        }
        if (!found)
            return found.error();
        const auto count = static_cast<double>(found->size());
        size = batchFor(static_cast<double>(timer.elapsed()) / 1000 / count, most);
        for (auto& each : *found) {
            if (stop.stop_requested())
                return stopped();
            const auto step = std::make_shared<const StepPrediction>(std::move(each));
            onStep(step, clip->count());
            if (*carrier) {
                if (auto carried = (*carrier)->carry(*step, options.everyFrame, stop); !carried)
                    return carried.error();
            }
        }
    }
}

base::Result<MaskCarrier> ModelSession::carrier() const
{
    if (!m_impl->model->options().memory)
        return noMemory(m_impl->info, Text::tr("Give a SAM 2 weight file to carry its masks, or segment "
                                               "without masks for every frame."));
    return guardTorch(Text::tr("Preparing to carry masks"), [&]() -> base::Result<MaskCarrier> {
        auto impl = std::make_unique<MaskCarrier::Impl>();
        impl->model = m_impl->model->asSam2();
        impl->device = m_impl->device;
        const auto side = m_impl->model->options().imageSize;
        impl->prepare = [side](const torch::Tensor& picture) {
            return nn::tavisImages(picture, side).normalised;
        };
        impl->fillHoleArea = m_impl->model->options().fillHoleArea;
        return MaskCarrier(std::move(impl));
    });
}

} // namespace avs::inference
