// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/TrainingSet.h"

#include "core/formats/AvsDataset.h"
#include "core/inference/AudioWindow.h"
#include "core/inference/Tensors.h"
#include "core/inference/TorchErrors.h"
#include "core/nn/image/ImageTransform.h"
#include "core/training/FrameLoader.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFileInfo>

#include <algorithm>

namespace avs::training {

namespace {

/// Where a frame is: annotated frame `frame` of clip `clip`.
struct Place
{
    std::size_t clip = 0;
    int frame = 0;
};

/// Reads and prepares single frames. Any thread, several at a time.
class FrameSource
{
public:
    FrameSource(formats::AvsDataset dataset, const QString& split, const TrainingSet::Options& options)
        : m_dataset(std::move(dataset))
        , m_options(options)
    {
        for (std::size_t c = 0; c < m_dataset.clips.size(); ++c) {
            const auto& clip = m_dataset.clips[c];
            // A clip without sound is one of the set's oddities.
            const bool isUsed = clip.split == split && !clip.soundPath.isEmpty();
            for (int k = 0; isUsed && k < clip.frameCount; ++k) {
                if (clip.isAnnotated(k))
                    m_places.push_back({c, k});
            }
        }
    }

    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_places.size()); }
    [[nodiscard]] const std::vector<QString>& classNames() const { return m_dataset.classNames; }

    [[nodiscard]] std::vector<std::int64_t> clipRows() const
    {
        std::vector<std::int64_t> rows;
        for (std::size_t i = 0; i < m_places.size(); ++i) {
            if (i == 0 || m_places[i].clip != m_places[i - 1].clip)
                rows.push_back(static_cast<std::int64_t>(i));
        }
        return rows;
    }

    [[nodiscard]] QByteArray fingerprint() const
    {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        for (const auto& name : m_dataset.classNames)
            hash.addData(name.toUtf8() + '\n');
        for (const auto& place : m_places)
            hash.addData(m_dataset.clips[place.clip].uid.toUtf8() + ' ' + QByteArray::number(place.frame) +
                         ' ' + QFileInfo(m_dataset.clips[place.clip].soundPath).fileName().toUtf8() + '\n');
        return hash.result().toHex();
    }

    [[nodiscard]] base::Result<PreparedFrame> read(std::int64_t row) const
    {
        const auto doing = QCoreApplication::translate("training", "Reading a frame");
        return inference::guardTorch(doing, [&]() -> base::Result<PreparedFrame> {
            const auto place = m_places[static_cast<std::size_t>(row)];
            const auto& clip = m_dataset.clips[place.clip];
            const auto sound = formats::readSound(clip);
            if (!sound)
                return sound.error();
            const auto sample = formats::readSample(m_dataset, clip, place.frame);
            if (!sample)
                return sample.error();
            const auto side = m_options.imageSize;
            const auto initial = nn::tavisImages(inference::toTensor(sample->image), side).initial;
            PreparedFrame frame;
            frame.picture = initial.mul(255).round().to(torch::kByte);
            frame.labels = labelsOf(*sample);
            frame.mel = melOf((*sound)->samples, clip, place.frame);
            if (auto cleaned = dropSpecks(frame.labels, clip, place.frame); !cleaned)
                return cleaned.error();
            return frame;
        });
    }

private:
    [[nodiscard]] torch::Tensor melOf(const std::vector<float>& sound, const formats::AvsClip& clip,
                                      int frame) const
    {
        const double heard =
            inference::heardSeconds(m_options.audioWindow, {clip.secondsOf(frame), frame, clip.frameCount},
                                    static_cast<double>(sound.size()) / inference::kModelRateHz);
        return inference::melAround(sound, heard).to(torch::kHalf);
    }

    [[nodiscard]] torch::Tensor labelsOf(const formats::AvsSample& sample) const
    {
        return nn::resizeLabelsPil(inference::toTensor(sample.labels), m_options.imageSize,
                                   m_options.imageSize);
    }

    [[nodiscard]] static torch::Tensor pixelsPerClass(const torch::Tensor& labels)
    {
        return labels.flatten().to(torch::kLong).bincount({}, 256);
    }

    /// The clip's other frames are only read when a class is that small in this one.
    [[nodiscard]] base::Result<void> dropSpecks(torch::Tensor& labels, const formats::AvsClip& clip,
                                                int frame) const
    {
        auto counts = pixelsPerClass(labels);
        const auto small = [&] {
            return (counts > 0).logical_and(counts <= m_options.minClassPixels).slice(0, 1).nonzero() + 1;
        };
        for (int k = 0; k < clip.frameCount && small().numel() > 0; ++k) {
            if (k == frame || !clip.isAnnotated(k))
                continue;
            const auto other = formats::readSample(m_dataset, clip, k);
            if (!other)
                return other.error();
            const auto here = (counts > 0).to(torch::kLong);
            counts += pixelsPerClass(labelsOf(*other)) * here;
        }
        const auto specks = small().flatten();
        for (std::int64_t i = 0; i < specks.numel(); ++i)
            labels.masked_fill_(labels == specks[i].item<std::int64_t>(), 0);
        return {};
    }

    formats::AvsDataset m_dataset;
    TrainingSet::Options m_options;
    std::vector<Place> m_places;
};

/// Training itself uses all cores, on the CPU and to feed a GPU.
int loaderThreads()
{
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency() / 4, 1U, 8U));
}

/// Frames at even places of the order, the first of which is `place`.
torch::Tensor mirroredRows(std::int64_t place, std::int64_t count)
{
    return torch::arange(place % 2, count, 2, torch::kLong);
}

} // namespace

TrainingSet::TrainingSet() = default;
TrainingSet::TrainingSet(TrainingSet&&) noexcept = default;
TrainingSet::~TrainingSet() = default;

base::Result<TrainingSet> TrainingSet::open(const QString& root, const QString& split, const Options& options)
{
    auto dataset = formats::openAvsDataset(root);
    if (!dataset)
        return dataset.error();
    TrainingSet set;
    set.m_remark = formats::remarkOn(dataset->problems);
    const auto source = std::make_shared<const FrameSource>(std::move(*dataset), split, options);
    set.m_size = source->size();
    set.m_classNames = source->classNames();
    set.m_clipRows = source->clipRows();
    set.m_fingerprint = source->fingerprint();
    set.m_loader = std::make_unique<FrameLoader>([source](std::int64_t row) { return source->read(row); },
                                                 options.memoryBytes, loaderThreads());
    return set;
}

void TrainingSet::begin(const torch::Tensor& order, std::int64_t first)
{
    const auto rows = order.slice(0, first).to(torch::kLong).contiguous();
    const auto* data = rows.const_data_ptr<std::int64_t>();
    m_loader->plan({data, data + rows.numel()});
    m_place = first;
    m_end = order.numel();
}

base::Result<TrainingSet::Batch> TrainingSet::next(std::int64_t count, bool flip, torch::Device device)
{
    count = std::min(count, m_end - m_place);
    std::vector<torch::Tensor> pictures, mels, labels;
    for (std::int64_t i = 0; i < count; ++i) {
        auto frame = m_loader->take();
        if (!frame)
            return frame.error();
        pictures.push_back(frame->picture);
        mels.push_back(frame->mel);
        labels.push_back(frame->labels);
    }
    Batch batch;
    batch.pictures = torch::stack(pictures);
    batch.mels = torch::stack(mels);
    auto truth = torch::stack(labels);
    if (flip) {
        const auto rows = mirroredRows(m_place, count);
        batch.pictures.index_copy_(0, rows, batch.pictures.index_select(0, rows).flip({3}));
        truth.index_copy_(0, rows, truth.index_select(0, rows).flip({2}));
    }
    m_place += count;
    batch.labels = truth.to(device).to(torch::kLong);
    batch.input.initialImage = batch.pictures.to(device).to(torch::kFloat).div_(255);
    batch.input.image = nn::normalisePixels(batch.input.initialImage, nn::kImageNetStatistics);
    batch.input.mel = batch.mels.to(device).to(torch::kFloat);
    return batch;
}

} // namespace avs::training
