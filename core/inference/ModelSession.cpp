// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelSession.h"

#include "core/base/Log.h"
#include "core/inference/ClassTexts.h"
#include "core/inference/ClipSteps.h"
#include "core/inference/MaskCarrierImpl.h"
#include "core/inference/ModelReader.h"
#include "core/inference/Results.h"
#include "core/inference/Tensors.h"
#include "core/inference/TorchErrors.h"
#include "core/nn/Precision.h"
#include "core/nn/bench/StepBench.h"
#include "core/nn/image/ImageTransform.h"

#include <torch/types.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <map>
#include <optional>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

base::Error cancelled(const QString& sentence)
{
    return {base::ErrorCode::Cancelled, sentence, {}, {}};
}

/// Empty when stopped or unreadable.
QString sha256(const QString& path, const std::stop_token& stop)
{
    constexpr qint64 kChunk = 4 << 20;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (!file.atEnd()) {
        const QByteArray chunk = file.read(kChunk);
        if (chunk.isEmpty() || stop.stop_requested())
            return {};
        hash.addData(chunk);
    }
    return QString::fromLatin1(hash.result().toHex());
}

/// Thrown between the stages of a pass when it is no longer wanted.
struct Stopped
{};

/// A frame and what is heard with it, ready for the model.
struct Moment
{
    nn::TavisImages images;
    torch::Tensor mel; ///< [1, mel bins, frames]
};

nn::TavisImpl::Input batchOf(const std::vector<Moment>& moments, torch::Device device)
{
    std::vector<torch::Tensor> normalised, initial, mels;
    for (const auto& moment : moments) {
        normalised.push_back(moment.images.normalised);
        initial.push_back(moment.images.initial);
        mels.push_back(moment.mel);
    }
    return {torch::stack(normalised).to(device), torch::stack(initial).to(device),
            torch::stack(mels).to(device)};
}

std::vector<std::vector<float>> toRows(const torch::Tensor& vectors)
{
    std::vector<std::vector<float>> rows;
    for (std::int64_t i = 0; i < vectors.size(0); ++i)
        rows.push_back(toFloats(vectors[i] / vectors[i].norm()));
    return rows;
}

/// How many steps the next pass takes, when the last took so long for each: half a second's worth, so that
/// stopping is quick and news keep coming, and no more than is gained by.
int batchFor(double secondsPerStep, bool cuda)
{
    constexpr double kPassSeconds = 0.5;
    const int most = cuda ? 16 : 4;
    int batch = 1;
    while (2 * batch <= most && 2 * batch * secondsPerStep <= kPassSeconds)
        batch *= 2;
    return batch;
}

/// `advice`: what to do instead.
base::Error noMemory(const ModelInfo& model, const QString& advice)
{
    return {base::ErrorCode::Unsupported,
            Text::tr("The model %1 has no memory parts. %2").arg(QFileInfo(model.path).fileName(), advice),
            {},
            model.path};
}

} // namespace

struct ModelSession::Impl
{
    ModelInfo info;
    QString vocabularyPath;
    torch::Device device = torch::kCPU;
    nn::Precision precision = nn::Precision::Float32;
    nn::Tavis model = nullptr;
    nn::TavisImpl::ClassTexts classes; ///< of info.classNames
    std::map<std::vector<QString>, nn::TavisImpl::ClassTexts> knownClasses;

    base::Result<void> open(const QString& path, const Device& target, const LoadOptions& options,
                            const std::stop_token& stop);
    base::Result<void> setClasses(const std::vector<QString>& names);
    Moment moment(const imaging::RgbImage& image, const torch::Tensor& mel) const;
    std::vector<StepPrediction> segment(const std::vector<Moment>& moments, int width, int height,
                                        bool evidence, nn::ClipMemory* memory = nullptr,
                                        const std::stop_token& stop = {});
};

base::Result<void> ModelSession::Impl::open(const QString& path, const Device& target,
                                            const LoadOptions& options, const std::stop_token& stop)
{
    const auto stopped = [] { return cancelled(Text::tr("Loading the model was stopped.")); };
    if (stop.stop_requested())
        return stopped();
    auto read = readModel(path, options);
    if (!read)
        return read.error();
    if (stop.stop_requested())
        return stopped();
    device = target.cuda ? torch::kCUDA : torch::kCPU;
    precision = nn::defaultPrecision(device);
    model = read->model;
    model->to(device);
    if (auto set = setClasses(read->classNames); !set)
        return set;
    info.name = QString::fromStdString(model->options().name);
    info.path = path;
    info.sha256 = sha256(path, stop);
    info.device = target.name;
    if (stop.stop_requested())
        return stopped();
    return {};
}

base::Result<void> ModelSession::Impl::setClasses(const std::vector<QString>& names)
{
    auto known = knownClasses.find(names);
    if (known == knownClasses.end()) {
        const auto tokens =
            classTokens(vocabularyPath, names, model->options().imagebind.text->contextLength);
        if (!tokens)
            return tokens.error();
        torch::InferenceMode inference;
        known = knownClasses.emplace(names, model->embedClasses(tokens->to(device))).first;
    }
    classes = known->second;
    info.classNames = names;
    return {};
}

Moment ModelSession::Impl::moment(const imaging::RgbImage& image, const torch::Tensor& mel) const
{
    return {nn::tavisImages(toTensor(image), model->options().imageSize), mel};
}

std::vector<StepPrediction> ModelSession::Impl::segment(const std::vector<Moment>& moments, int width,
                                                        int height, bool evidence, nn::ClipMemory* memory,
                                                        const std::stop_token& stop)
{
    torch::InferenceMode inference;
    const nn::PrecisionScope scope(device, precision);
    const auto found = nn::segmentFrames(
        *model, batchOf(moments, device), classes, height, width,
        [&](const char*) {
            if (stop.stop_requested())
                throw Stopped();
        },
        memory);
    std::vector<StepPrediction> steps;
    for (const auto& frame : found)
        steps.push_back(toPrediction(frame, evidence));
    return steps;
}

ModelSession::ModelSession(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
ModelSession::~ModelSession() = default;

const ModelInfo& ModelSession::info() const
{
    return m_impl->info;
}

base::Result<std::unique_ptr<ModelSession>> ModelSession::load(const QString& path,
                                                               const QString& vocabularyPath,
                                                               DeviceChoice choice, std::stop_token stop,
                                                               const LoadOptions& options)
{
    const auto doing = Text::tr("Loading the model %1").arg(QFileInfo(path).fileName());
    auto result = guardTorch(doing, [&]() -> base::Result<std::unique_ptr<ModelSession>> {
        const auto device = openDevice(choice);
        if (!device)
            return device.error();
        auto impl = std::make_unique<Impl>();
        impl->vocabularyPath = vocabularyPath;
        if (auto opened = impl->open(path, *device, options, stop); !opened)
            return opened.error();
        return std::unique_ptr<ModelSession>(new ModelSession(std::move(impl)));
    });
    if (!result && result.error().code != base::ErrorCode::Cancelled)
        qCWarning(base::logModel) << result.error().message << result.error().detail;
    return result;
}

base::Result<void> ModelSession::setClasses(const std::vector<QString>& names)
{
    return guardTorch(Text::tr("Encoding the class names"), [&] { return m_impl->setClasses(names); });
}

base::Result<StepPrediction> ModelSession::segmentMoment(const imaging::RgbImage& image,
                                                         std::span<const float> sound16k, double seconds)
{
    if (image.isEmpty())
        return base::Error{
            base::ErrorCode::Invalid, Text::tr("There is no picture to segment: its size is zero."), {}, {}};
    return guardTorch(Text::tr("Segmenting"), [&]() -> base::Result<StepPrediction> {
        return m_impl
            ->segment({m_impl->moment(image, melAround(sound16k, seconds))}, image.width, image.height,
                      /*evidence=*/true)
            .front();
    });
}

base::Result<StepPrediction> ModelSession::reclassify(const StepPrediction& step)
{
    if (!hasEvidence(step))
        return base::Error{
            base::ErrorCode::Invalid,
            Text::tr("The embeddings of this step were not kept; segment the clip again with these classes."),
            {},
            {}};
    return guardTorch(Text::tr("Classifying"), [&]() -> base::Result<StepPrediction> {
        torch::InferenceMode inference;
        return withClasses(step, m_impl->classes, m_impl->model->options().semantic);
    });
}

base::Result<int> ModelSession::segmentClip(const QString& clipPath, const SegmentOptions& options,
                                            const std::function<void(StepPredictionPtr, int)>& onStep,
                                            std::stop_token stop)
{
    const auto stopped = [] { return cancelled(Text::tr("Segmenting was stopped.")); };
    if (options.memory && !m_impl->model->options().memory)
        return noMemory(m_impl->info, Text::tr("Segment its steps one by one, or choose another model."));
    std::optional<MaskCarrier> own;
    auto* carrier = options.carrier;
    if (options.everyFrame) {
        if (!carrier) {
            auto made = this->carrier();
            if (!made)
                return made.error();
            carrier = &own.emplace(std::move(*made));
        }
        if (auto set = carrier->setClip(clipPath, stop); !set)
            return set.error();
    }
    auto memory = options.memory ? std::optional(m_impl->model->newClipMemory()) : std::nullopt;
    auto clip = ClipSteps::open(clipPath, options, m_impl->model->options().audioWindow, stop);
    if (!clip)
        return clip.error();
    int batch = 1; // the first step alone, so that something is there soon
    while (true) {
        std::vector<StepPrediction> places;
        std::vector<Moment> moments;
        while (std::ssize(moments) < batch) {
            if (stop.stop_requested())
                return stopped();
            auto step = clip->next(stop);
            if (!step)
                return step.error();
            if (!*step)
                break;
            moments.push_back(m_impl->moment((*step)->frame->image, melAround((*step)->sound, 0)));
            places.push_back(std::move((*step)->place));
        }
        if (moments.empty())
            return clip->count();
        QElapsedTimer timer;
        timer.start();
        auto found = guardTorch(Text::tr("Segmenting"), [&]() -> base::Result<std::vector<StepPrediction>> {
            try {
                return m_impl->segment(moments, clip->width(), clip->height(), options.evidence,
                                       memory ? &*memory : nullptr, stop);
            } catch (const Stopped&) {
                return stopped();
            }
        });
        if (!found)
            return found.error();
        batch = batchFor(static_cast<double>(timer.elapsed()) / 1000 / static_cast<double>(moments.size()),
                         m_impl->device.is_cuda());
        for (std::size_t i = 0; i < found->size(); ++i) {
            if (stop.stop_requested())
                return stopped();
            auto& step = (*found)[i];
            step.step = places[i].step;
            step.frame = places[i].frame;
            step.time = places[i].time;
            step.begin = places[i].begin;
            step.end = places[i].end;
            const auto whole = std::make_shared<const StepPrediction>(std::move(step));
            onStep(whole, clip->count());
            if (options.everyFrame) {
                if (auto carried = carrier->carry(*whole, options.everyFrame, stop); !carried)
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

base::Result<std::vector<std::vector<float>>> ModelSession::embedTexts(const std::vector<QString>& texts)
{
    using Rows = std::vector<std::vector<float>>;
    return guardTorch(Text::tr("Embedding"), [&]() -> base::Result<Rows> {
        const auto tokens =
            textTokens(m_impl->vocabularyPath, texts, m_impl->model->options().imagebind.text->contextLength);
        if (!tokens)
            return tokens.error();
        torch::InferenceMode inference;
        return toRows(m_impl->model->embedClasses(tokens->to(m_impl->device)).embedding);
    });
}

base::Result<std::vector<float>> ModelSession::embedImage(const imaging::RgbImage& image)
{
    if (image.isEmpty())
        return base::Error{
            base::ErrorCode::Invalid, Text::tr("There is no picture to embed: its size is zero."), {}, {}};
    return guardTorch(Text::tr("Embedding"), [&]() -> base::Result<std::vector<float>> {
        torch::InferenceMode inference;
        // As a masked image whose mask is everywhere.
        const auto initial = nn::tavisImages(toTensor(image), m_impl->model->options().imageSize).initial;
        const auto pixels = initial.unsqueeze(0).to(m_impl->device);
        const auto everywhere = torch::full({1, 1, pixels.size(2), pixels.size(3)}, 1e4, pixels.options());
        return toRows(m_impl->model->embedMaskedImages(pixels, everywhere)).front();
    });
}

base::Result<std::vector<float>> ModelSession::embedSound(std::span<const float> sound16k, double seconds)
{
    return guardTorch(Text::tr("Embedding"), [&]() -> base::Result<std::vector<float>> {
        torch::InferenceMode inference;
        const auto mel = melAround(sound16k, seconds).unsqueeze(0).to(m_impl->device);
        return toRows(m_impl->model->imagebindTowers()->encodeAudio(mel).embedding).front();
    });
}

std::vector<std::vector<float>> ModelSession::classEmbeddings() const
{
    torch::InferenceMode inference;
    return toRows(m_impl->classes.embedding);
}

base::Result<StepBench> ModelSession::bench(const QString& clipPath, int runs)
{
    auto clip = ClipSteps::open(clipPath, {}, m_impl->model->options().audioWindow, {});
    if (!clip)
        return clip.error();
    const std::size_t batch = m_impl->device.is_cuda() ? 16 : 4;
    std::vector<Moment> moments;
    while (moments.size() < batch) {
        auto step = clip->next({});
        if (!step)
            return step.error();
        if (!*step)
            break;
        moments.push_back(m_impl->moment((*step)->frame->image, melAround((*step)->sound, 0)));
    }
    if (moments.empty())
        return base::Error{base::ErrorCode::Damaged,
                           Text::tr("No frame of %1 can be decoded; choose another clip.")
                               .arg(QFileInfo(clipPath).fileName()),
                           {},
                           clipPath};
    for (std::size_t i = 0; moments.size() < batch; ++i) // a shorter clip again from its start
        moments.push_back(moments[i]);
    return guardTorch(Text::tr("Measuring"), [&]() -> base::Result<StepBench> {
        const auto tokens = classTokens(m_impl->vocabularyPath, m_impl->info.classNames,
                                        m_impl->model->options().imagebind.text->contextLength);
        if (!tokens)
            return tokens.error();
        const auto found = nn::benchStep(*m_impl->model, batchOf(moments, m_impl->device),
                                         tokens->to(m_impl->device), clip->height(), clip->width(), runs);
        StepBench out{{}, static_cast<int>(batch), found.stepMs, found.straightforwardMs, found.maskIou};
        for (const auto& stage : found.stages)
            out.stageMs.emplace_back(QString::fromStdString(stage.stage), stage.medianMs);
        return out;
    });
}

} // namespace avs::inference
