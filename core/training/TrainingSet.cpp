// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/TrainingSet.h"

#include "core/formats/AvsDataset.h"
#include "core/inference/Tensors.h"
#include "core/nn/image/ImageTransform.h"

#include <ATen/Parallel.h>

namespace avs::training {

namespace {

/// Frames are prepared one by one in operations too small to share between threads.
class OneThread
{
public:
    OneThread()
        : m_before(at::get_num_threads())
    {
        at::set_num_threads(1);
    }
    ~OneThread() { at::set_num_threads(m_before); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    int m_before;
};

} // namespace

TrainingSet::Batch TrainingSet::batch(const torch::Tensor& rows, bool flip, torch::Device device) const
{
    auto initial = images.index_select(0, rows).to(device).to(torch::kFloat).div_(255);
    auto truth = labels.index_select(0, rows).to(device).to(torch::kLong);
    if (flip) {
        const auto mirrored = torch::arange(0, rows.size(0), 2, torch::dtype(torch::kLong).device(device));
        initial.index_copy_(0, mirrored, initial.index_select(0, mirrored).flip({3}));
        truth.index_copy_(0, mirrored, truth.index_select(0, mirrored).flip({2}));
    }
    const auto mel = mels.index_select(0, rows).to(device).to(torch::kFloat);
    return {{nn::normalisePixels(initial, nn::kImageNetStatistics), initial, mel}, truth};
}

base::Result<TrainingSet> loadTrainingSet(const QString& root, const QString& split, std::int64_t imageSize,
                                          std::stop_token stop)
{
    auto dataset = formats::openAvsDataset(root);
    if (!dataset)
        return dataset.error();
    const OneThread oneThread;
    TrainingSet set;
    set.classNames = dataset->classNames;
    std::vector<torch::Tensor> images, mels, labels;
    for (const auto& clip : dataset->clips) {
        if (clip.split != split)
            continue;
        if (stop.stop_requested())
            return base::Error{base::ErrorCode::Cancelled, {}, {}, {}};
        set.clipRows.push_back(static_cast<std::int64_t>(images.size()));
        const auto sound = formats::readSound(clip, stop);
        if (!sound)
            return sound.error();
        for (int k = 0; k < clip.frameCount; ++k) {
            if (!clip.isAnnotated(k))
                continue;
            const auto sample = formats::readSample(*dataset, clip, k);
            if (!sample)
                return sample.error();
            const auto picture = nn::tavisImages(inference::toTensor(sample->image), imageSize).initial;
            images.push_back(picture.mul(255).round().to(torch::kByte));
            labels.push_back(nn::resizeLabelsPil(inference::toTensor(sample->labels), imageSize, imageSize));
            mels.push_back(inference::melAround((*sound)->samples, clip.secondsOf(k)).to(torch::kHalf));
        }
    }
    if (!images.empty()) {
        set.images = torch::stack(images);
        set.mels = torch::stack(mels);
        set.labels = torch::stack(labels);
    }
    return set;
}

} // namespace avs::training
