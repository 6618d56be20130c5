// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/inference.
#pragma once

#include "core/inference/ClipSteps.h"
#include "core/inference/ModelSession.h"
#include "core/nn/Precision.h"
#include "core/nn/image/ImageTransform.h"
#include "core/nn/tavis/Tavis.h"

#include <map>

namespace avs::inference {

struct ModelSession::Impl
{
    ModelInfo info;
    QString vocabularyPath;
    QStringList templates; ///< see LoadOptions
    torch::Device device = torch::kCPU;
    nn::Precision precision = nn::Precision::Float32;
    nn::Tavis model = nullptr;
    nn::TavisImpl::ClassTexts classes; ///< of info.classNames
    std::map<std::vector<QString>, nn::TavisImpl::ClassTexts> knownClasses;

    base::Result<void> open(const QString& path, const Device& target, const LoadOptions& options,
                            const std::stop_token& stop);
    base::Result<void> setClasses(const std::vector<QString>& names);
    [[nodiscard]] base::Result<nn::TavisImpl::ClassTexts> embedClasses(const std::vector<QString>& names);

    /// A frame and what is heard with it, ready for the model.
    struct Moment
    {
        nn::TavisImages images;
        torch::Tensor mel; ///< [1, mel bins, frames]
    };
    [[nodiscard]] Moment moment(const imaging::RgbImage& image, const torch::Tensor& mel) const;
    [[nodiscard]] nn::TavisImpl::Input inputOf(const std::vector<Moment>& moments) const;

    /// Thrown between the stages of a pass when it is no longer wanted.
    struct Stopped
    {};
    /// One pass for all of them; throws Stopped and what the numeric core throws.
    std::vector<StepPrediction> segment(const std::vector<Moment>& moments, int width, int height,
                                        bool evidence, nn::ClipMemory* memory = nullptr,
                                        const std::stop_token& stop = {});

    /// The next steps of a clip that one pass takes; none at its end.
    struct Batch
    {
        std::vector<Moment> moments;
        std::vector<StepPrediction> places; ///< their numbers, frames and times
    };
    [[nodiscard]] base::Result<Batch> read(ClipSteps& clip, int size, const std::stop_token& stop) const;
    [[nodiscard]] base::Result<std::vector<StepPrediction>> find(const Batch& batch, const ClipSteps& clip,
                                                                 bool evidence, nn::ClipMemory* memory,
                                                                 const std::stop_token& stop);
    /// The same where a pass for all of them does not fit into memory.
    [[nodiscard]] base::Result<std::vector<StepPrediction>>
    findOneByOne(const Batch& batch, const ClipSteps& clip, bool evidence, const std::stop_token& stop);
};

} // namespace avs::inference
