// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/tavis/Tavis.h"
#include "core/training/FeatureCache.h"
#include "core/training/TrainingSet.h"

#include <functional>
#include <optional>

namespace avs::training {

struct FeatureCacheOptions
{
    QString folder; ///< empty: no cache
    qint64 limitBytes = 0;
};

/// What parts of ImageBind say that training does not change, computed once and for all: its trunks' outputs
/// for a frame's sound and for its picture (kept in a FeatureCache, across epochs and runs), and the class
/// texts (kept in memory, for a stage). Always float32.
///
/// A trunk's output is constant when none of its parameters is open and it does not drop paths; the latter
/// holds in evaluation mode or with a rate of 0, so not for the audio tower of a run that repeats the release
/// (TrainingConfig::frozenEval). Mirrored pictures are pictures of their own. Not kept: the queries' masked
/// pictures, which depend on the masks; and what SAM 2's image encoder says, since the sound's prompt enters
/// every block of Hiera: it is constant only when `mlp_audio` and the prompt generator are frozen, too, and
/// takes 4 MB a frame at 224.
class FrozenFeatures
{
public:
    /// All references outlive it. classTokens [C, context].
    FrozenFeatures(nn::TavisImpl& model, const torch::Tensor& classTokens, FeatureCacheOptions cache);

    /// To be called when other parameters were opened.
    void beginStage();

    /// Of trunks that are not constant, with gradients.
    [[nodiscard]] nn::TavisImpl::TowerFeatures towers(const TrainingSet::Batch& batch);
    [[nodiscard]] torch::Tensor audioCls(const TrainingSet::Batch& batch); ///< [N, Da]
    [[nodiscard]] nn::TavisImpl::ClassTexts classTexts();

    /// How many frames' sounds and pictures were encoded so far, not counting those of trunks in training.
    [[nodiscard]] std::int64_t encoded() const { return m_encoded; }

private:
    using Encode = std::function<torch::Tensor(const torch::Tensor& rows)>;
    nn::TavisImpl::TowerFeatures audio(const TrainingSet::Batch& batch);
    torch::Tensor vision(const TrainingSet::Batch& batch);
    /// [N, width]; `encode` is asked for the rows (int64, on the model's device) that are not in the cache.
    torch::Tensor recall(const char* kind, const torch::Tensor& inputs, std::int64_t width,
                         const Encode& encode);
    [[nodiscard]] QByteArray scope() const;

    nn::TavisImpl& m_model;
    const torch::Tensor& m_classTokens;
    FeatureCacheOptions m_options;
    std::optional<FeatureCache> m_cache;
    bool m_audioFrozen = false;
    bool m_visionFrozen = false;
    bool m_textFrozen = false;
    std::optional<nn::TavisImpl::ClassTexts> m_classTexts;
    std::int64_t m_encoded = 0;
};

} // namespace avs::training
