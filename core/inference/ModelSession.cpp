// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelSession.h"

#include "core/base/Log.h"
#include "core/inference/ClassTexts.h"
#include "core/inference/ClipSound.h"
#include "core/inference/ModelFile.h"
#include "core/inference/Tensors.h"
#include "core/inference/TorchErrors.h"
#include "core/inference/WeightKind.h"
#include "core/media/VideoDecoder.h"
#include "core/nn/bench/StageBench.h"
#include "core/nn/image/ImageTransform.h"
#include "core/nn/tavis/Tavis.h"
#include "core/nn/weights/StateDict.h"
#include "core/nn/weights/WeightFile.h"

#include <torch/types.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cmath>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

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

} // namespace

struct ModelSession::Impl
{
    ModelInfo info;
    torch::Device device = torch::kCPU;
    nn::Tavis model = nullptr;
    nn::TavisImpl::ClassTexts classes;

    base::Result<void> open(const QString& path, const QString& vocabularyPath, const Device& target,
                            const std::stop_token& stop);
    StepPrediction segment(const imaging::RgbImage& image, const torch::Tensor& mel);
};

base::Result<void> ModelSession::Impl::open(const QString& path, const QString& vocabularyPath,
                                            const Device& target, const std::stop_token& stop)
{
    const auto cancelled = [] {
        return base::Error{base::ErrorCode::Cancelled, Text::tr("Loading the model was stopped."), {}, {}};
    };
    const auto file = nn::WeightFile::open(path.toStdString());
    const auto config = file.metadata.find(kConfigKey);
    const auto names = file.metadata.find(kClassesKey);
    if (config == file.metadata.end() || names == file.metadata.end())
        return base::Error{
            base::ErrorCode::Unsupported,
            Text::tr("%1 is not a TAViS model of this program, but %2. Choose a .safetensors file that "
                     "`tavis train` wrote, or the one in resources/models.")
                .arg(QFileInfo(path).fileName(), weightKind(file.tensors)),
            {},
            path};

    const auto options = nn::TavisOptions::fromJson(nn::Json::parse(config->second));
    const auto classList = nn::Json::parse(names->second);
    for (const auto& name : classList.asArray())
        info.classNames.push_back(QString::fromStdString(name.asString()));
    constexpr std::size_t kMostClasses = 256; // a label is a byte
    if (info.classNames.size() < 2 || info.classNames.size() > kMostClasses)
        return base::Error{
            base::ErrorCode::Unsupported,
            Text::tr("%1 names %2 classes; a model of this program has 2 to 256. Choose another model file.")
                .arg(QFileInfo(path).fileName())
                .arg(info.classNames.size()),
            {},
            path};

    if (stop.stop_requested())
        return cancelled();
    model = nn::Tavis(options);
    if (stop.stop_requested())
        return cancelled();
    nn::loadStrict(*model, file.tensors);
    model->eval();
    device = target.cuda ? torch::kCUDA : torch::kCPU;
    model->to(device);
    const auto tokens = classTokens(vocabularyPath, info.classNames, options.imagebind.text->contextLength);
    if (!tokens)
        return tokens.error();
    if (stop.stop_requested())
        return cancelled();
    torch::InferenceMode inference;
    classes = model->embedClasses(tokens->to(device));

    info.name = QString::fromStdString(options.name);
    info.path = path;
    info.sha256 = sha256(path, stop);
    info.device = target.name;
    if (stop.stop_requested())
        return cancelled();
    return {};
}

StepPrediction ModelSession::Impl::segment(const imaging::RgbImage& image, const torch::Tensor& mel)
{
    torch::InferenceMode inference;
    const auto images = nn::tavisImages(toTensor(image), model->options().imageSize);
    const nn::TavisImpl::Input input{images.normalised.unsqueeze(0).to(device),
                                     images.initial.unsqueeze(0).to(device), mel.unsqueeze(0).to(device)};
    const auto found = nn::segmentFrames(*model, input, classes, image.height, image.width).front();

    StepPrediction out;
    out.labels = toLabelMap(found.semantic.labels);
    const auto logits = found.binaryMask.contiguous();
    out.binaryLogits = {static_cast<int>(logits.size(1)),
                        static_cast<int>(logits.size(0)),
                        {logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel()}};
    std::array<std::int64_t, 256> areas{};
    for (const auto label : out.labels.pixels)
        ++areas[label];
    for (const auto& object : found.semantic.objects) {
        if (areas[object.classIndex] == 0)
            continue;
        out.objects.push_back(
            {static_cast<int>(object.query), static_cast<int>(object.classIndex),
             static_cast<float>(object.probability), static_cast<float>(object.audioProbability),
             static_cast<float>(object.imageProbability), found.predictedIou[object.query].item<float>(),
             found.objectScore[object.query].item<float>(), areas[object.classIndex]});
    }
    return out;
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
                                                               DeviceChoice choice, std::stop_token stop)
{
    const auto doing = Text::tr("Loading the model %1").arg(QFileInfo(path).fileName());
    auto result = guardTorch(doing, [&]() -> base::Result<std::unique_ptr<ModelSession>> {
        const auto device = openDevice(choice);
        if (!device)
            return device.error();
        auto impl = std::make_unique<Impl>();
        if (auto opened = impl->open(path, vocabularyPath, *device, stop); !opened)
            return opened.error();
        return std::unique_ptr<ModelSession>(new ModelSession(std::move(impl)));
    });
    if (!result && result.error().code != base::ErrorCode::Cancelled)
        qCWarning(base::logModel) << result.error().message << result.error().detail;
    return result;
}

base::Result<StepPrediction> ModelSession::segmentMoment(const imaging::RgbImage& image,
                                                         std::span<const float> sound16k, double seconds)
{
    if (image.isEmpty())
        return base::Error{
            base::ErrorCode::Invalid, Text::tr("There is no picture to segment: its size is zero."), {}, {}};
    return guardTorch(Text::tr("Segmenting"), [&]() -> base::Result<StepPrediction> {
        return m_impl->segment(image, melAround(sound16k, seconds));
    });
}

base::Result<int> ModelSession::segmentClip(const QString& clipPath, const SegmentOptions& options,
                                            const std::function<void(StepPredictionPtr, int)>& onStep,
                                            std::stop_token stop)
{
    if (!(options.stepSeconds > 0))
        return base::Error{
            base::ErrorCode::Invalid, Text::tr("The step must be longer than zero seconds."), {}, {}};
    const auto cancelled = [] {
        return base::Error{base::ErrorCode::Cancelled, Text::tr("Segmenting was stopped."), {}, {}};
    };
    auto decoder = media::VideoDecoder::open(clipPath, stop);
    if (!decoder)
        return decoder.error();
    auto sound = options.muted ? ClipSound::silence() : ClipSound::open(clipPath, stop);
    if (!sound)
        return sound.error();

    const auto& frames = *(*decoder)->frames();
    const auto begin = frames.timeOf(base::FrameIndex(0));
    const auto end = frames.endOf(base::FrameIndex(frames.size() - 1));
    const double duration = (end - begin).seconds();
    const int steps = std::max(1, static_cast<int>(std::ceil(duration / options.stepSeconds - 0.5)));
    for (int i = 0; i < steps; ++i) {
        if (stop.stop_requested())
            return cancelled();
        const auto at = [&](double step) {
            return std::min(end, begin + base::MediaTime::fromSeconds(step * options.stepSeconds));
        };
        const auto index = frames.frameAt(at(i + 0.5));
        const auto frame = (*decoder)->read(index, stop);
        if (!frame && frame.error().code == base::ErrorCode::Damaged) {
            qCWarning(base::logModel) << frame.error().message;
            continue;
        }
        if (!frame)
            return frame.error();
        const auto heard = sound->around(at(i + 0.5).seconds(), stop);
        if (!heard)
            return heard.error();
        auto prediction = segmentMoment((*frame)->image, *heard, 0);
        if (!prediction)
            return prediction.error();
        prediction->step = i;
        prediction->frame = index;
        prediction->time = (*frame)->time;
        prediction->begin = at(i);
        prediction->end = i + 1 == steps ? end : at(i + 1);
        onStep(std::make_shared<const StepPrediction>(std::move(*prediction)), steps);
    }
    return steps;
}

base::Result<std::vector<std::pair<QString, double>>> ModelSession::bench(int runs)
{
    using Stages = std::vector<std::pair<QString, double>>;
    return guardTorch(Text::tr("Measuring"), [&]() -> base::Result<Stages> {
        Stages out;
        const auto classCount = static_cast<int>(m_impl->info.classNames.size());
        for (const auto& stage : nn::benchStages(*m_impl->model, m_impl->device, runs, classCount, 720, 1280))
            out.emplace_back(QString::fromStdString(stage.stage), stage.medianMs);
        return out;
    });
}

} // namespace avs::inference
