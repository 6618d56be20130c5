// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/tavis/Tavis.h"
#include "core/training/FeatureCache.h"
#include "core/training/TrainingSet.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace avs::training {

struct FeatureCacheOptions
{
    QString folder; ///< empty: no cache
    qint64 limitBytes = 0;
};

/// What frozen parts of the model say, computed once and for all: ImageBind's trunks about a frame's sound
/// and picture, SAM 2's image encoder about both (all three kept in a FeatureCache, across epochs and runs),
/// and the class texts (kept in memory, for a stage). What is constant is computed in float32, and comes
/// without gradients; what is not as the caller asks for it.
///
/// A part is constant when no parameter that it depends on is open and it does not drop paths. Only the audio
/// tower can do that, in training mode (TrainingConfig::frozenEval decides). SAM 2's image encoder hears the
/// sound in every block of Hiera: it is constant only where `mlp_audio`, the prompt generator and the audio
/// tower are, too, as in a stage that trains the mask decoder or the memory alone. Mirrored pictures are
/// pictures of their own. Not kept: the queries' masked pictures, which depend on the masks.
///
/// A frame takes 0.7 MB for its sound at the released size, 5 KB for its picture, 4 MB for what SAM 2 says.
class FrozenFeatures
{
public:
    /// All references outlive it. classTokens [C, context]; modelJson: see TrainingConfig.
    FrozenFeatures(nn::TavisImpl& model, const torch::Tensor& classTokens, std::string modelJson,
                   const FeatureCacheOptions& cache);

    /// To be called when other parameters were opened.
    void beginStage();

    /// The batch's input with all that comes before prompts and masks.
    [[nodiscard]] nn::TavisImpl::Input input(const TrainingSet::Batch& batch);
    [[nodiscard]] nn::ImageFeatures image(const TrainingSet::Batch& batch);
    [[nodiscard]] torch::Tensor audioCls(const TrainingSet::Batch& batch); ///< [N, Da]
    [[nodiscard]] nn::TavisImpl::ClassTexts classTexts();

    /// How many times a constant part looked at or listened to a frame.
    [[nodiscard]] std::int64_t encoded() const { return m_encoded; }

private:
    struct Part
    {
        const char* kind = "";
        std::vector<std::string> prefixes; ///< of the parameters that it depends on
        bool constant = false;
        QString scope; ///< of its entries in the cache; empty until it is asked for
    };
    using Encode = std::function<torch::Tensor(const torch::Tensor& rows)>;
    [[nodiscard]] Part partOf(const char* kind, std::vector<std::string> prefixes) const;
    [[nodiscard]] const QString& scopeOf(Part& part);
    nn::TavisImpl::TowerFeatures audio(const TrainingSet::Batch& batch);
    torch::Tensor vision(const TrainingSet::Batch& batch);
    nn::ImageFeatures image(const TrainingSet::Batch& batch,
                            const std::function<torch::Tensor()>& audioTokens);
    [[nodiscard]] bool dropsPaths();
    /// [N, width] of `inputs`, whose first dimension are the frames; `encode` is asked for the rows (int64,
    /// on the model's device) that are not in the cache.
    torch::Tensor recall(Part& part, const std::vector<torch::Tensor>& inputs, std::int64_t width,
                         const Encode& encode);

    nn::TavisImpl& m_model;
    const torch::Tensor& m_classTokens;
    std::string m_modelJson;
    FeatureCacheOptions m_options;
    std::optional<FeatureCache> m_cache;
    Part m_audio;
    Part m_vision;
    Part m_image;
    bool m_textFrozen = false;
    std::optional<nn::TavisImpl::ClassTexts> m_classTexts;
    std::int64_t m_encoded = 0;
};

} // namespace avs::training
