// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ModelSession.h"

#include "core/base/Log.h"
#include "core/inference/AudioWindow.h"
#include "core/inference/ClassTexts.h"
#include "core/inference/ClipSteps.h"
#include "core/inference/FileHash.h"
#include "core/inference/Measuring.h"
#include "core/inference/ModelReader.h"
#include "core/inference/ModelSessionImpl.h"
#include "core/inference/Results.h"
#include "core/inference/Tensors.h"
#include "core/inference/TorchErrors.h"
#include "core/nn/bench/StepBench.h"
#include "core/nn/image/ImageTransform.h"

#include <torch/types.h>

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

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

std::vector<std::vector<float>> toRows(const torch::Tensor& vectors)
{
    std::vector<std::vector<float>> rows;
    for (std::int64_t i = 0; i < vectors.size(0); ++i)
        rows.push_back(toFloats(vectors[i] / vectors[i].norm()));
    return rows;
}

} // namespace

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
    info.sha256 = sha256OfFile(path, stop);
    info.device = target.name;
    if (stop.stop_requested())
        return stopped();
    return {};
}

base::Result<nn::TavisImpl::ClassTexts> ModelSession::Impl::embedClasses(const std::vector<QString>& names)
{
    torch::InferenceMode inference;
    std::vector<torch::Tensor> embeddings, trunks;
    for (const auto& each : templates) {
        const auto tokens =
            classTokens(vocabularyPath, names, model->options().imagebind.text->contextLength, each);
        if (!tokens)
            return tokens.error();
        const auto texts = model->embedClasses(tokens->to(device));
        embeddings.push_back(texts.embedding);
        trunks.push_back(texts.trunk);
    }
    if (embeddings.size() == 1)
        return nn::TavisImpl::ClassTexts{embeddings.front(), trunks.front()};
    // All have the length that the model scales its texts to; so has the direction between them.
    const auto mean = torch::stack(embeddings).mean(0);
    const auto scale = embeddings.front().norm(2, -1, /*keepdim=*/true) / mean.norm(2, -1, /*keepdim=*/true);
    return nn::TavisImpl::ClassTexts{mean * scale, torch::stack(trunks).mean(0)};
}

base::Result<void> ModelSession::Impl::setClasses(const std::vector<QString>& names)
{
    auto known = knownClasses.find(names);
    if (known == knownClasses.end()) {
        auto texts = embedClasses(names);
        if (!texts)
            return texts.error();
        known = knownClasses.emplace(names, std::move(*texts)).first;
    }
    classes = known->second;
    info.classNames = names;
    return {};
}

ModelSession::Impl::Moment ModelSession::Impl::moment(const imaging::RgbImage& image,
                                                      const torch::Tensor& mel) const
{
    return {nn::tavisImages(toTensor(image), model->options().imageSize), mel};
}

nn::TavisImpl::Input ModelSession::Impl::inputOf(const std::vector<Moment>& moments) const
{
    std::vector<torch::Tensor> normalised, initial, mels;
    for (const auto& each : moments) {
        normalised.push_back(each.images.normalised);
        initial.push_back(each.images.initial);
        mels.push_back(each.mel);
    }
    return {torch::stack(normalised).to(device), torch::stack(initial).to(device),
            torch::stack(mels).to(device)};
}

std::vector<StepPrediction> ModelSession::Impl::segment(const std::vector<Moment>& moments, int width,
                                                        int height, bool evidence, nn::ClipMemory* memory,
                                                        const std::stop_token& stop)
{
    torch::InferenceMode inference;
    const nn::PrecisionScope scope(device, precision);
    const auto found = nn::segmentFrames(
        *model, inputOf(moments), classes, height, width,
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
        impl->templates = options.templates;
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
                                                         std::span<const float> sound16k,
                                                         const Moment& moment)
{
    if (image.isEmpty())
        return base::Error{
            base::ErrorCode::Invalid, Text::tr("There is no picture to segment: its size is zero."), {}, {}};
    return guardTorch(Text::tr("Segmenting"), [&]() -> base::Result<StepPrediction> {
        const double heard = heardSeconds(m_impl->model->options().audioWindow, moment,
                                          static_cast<double>(sound16k.size()) / kModelRateHz);
        return m_impl
            ->segment({m_impl->moment(image, melAround(sound16k, heard))}, image.width, image.height,
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

base::Result<StepBench> ModelSession::bench(const QString& clipPath, int runs, std::stop_token stop)
{
    auto clip = ClipSteps::open(clipPath, {}, m_impl->model->options().audioWindow, stop);
    if (!clip)
        return clip.error();
    const std::size_t batch = m_impl->device.is_cuda() ? 16 : 4;
    std::vector<Impl::Moment> moments;
    while (moments.size() < batch) {
        auto step = clip->next(stop);
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
    return measured(Text::tr("Measuring"), [&]() -> base::Result<StepBench> {
        const auto tokens = classTokens(m_impl->vocabularyPath, m_impl->info.classNames,
                                        m_impl->model->options().imagebind.text->contextLength);
        if (!tokens)
            return tokens.error();
        const auto found = nn::benchStep(*m_impl->model, m_impl->inputOf(moments), tokens->to(m_impl->device),
                                         clip->height(), clip->width(), untilStopped(runs, stop));
        StepBench out{{}, static_cast<int>(batch), found.stepMs, found.straightforwardMs, found.maskIou};
        for (const auto& stage : found.stages)
            out.stageMs.emplace_back(QString::fromStdString(stage.stage), stage.medianMs);
        return out;
    });
}

} // namespace avs::inference
