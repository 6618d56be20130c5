// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"

#include <torch/types.h>

#include <vector>

namespace avs::nn {

/// How per-query masks and classes become a class per pixel. The release throws its queries away, so the rule
/// is ours (tavis.md §7).
struct SemanticOptions
{
    enum class Gate
    {
        Queries, ///< a pixel is foreground where some kept query's probability is above 0.5
        Binary, ///< … where the whole-audio mask's is; there, a pixel that is in no kept query's mask takes
                ///< the class of the query whose mask is most probable at it
    };
    enum class Rule
    {
        Hard, ///< each kept query stands for its likeliest class: of those at a pixel the one wins whose
              ///< probabilities of mask and class have the largest product
        Soft, ///< each query stands for all of its classes (Mask2Former): the class wins whose products have
              ///< the largest sum over all queries
    };
    double audioWeight = 0.5;  ///< share of the audio-to-text probability; the rest is image-to-text
    double minProbability = 0; ///< queries whose class is less likely are dropped
    /// Factors on the logits that the probabilities are made from; 1: as the weights scale them. The
    /// release's a2t is nearly one-hot; 0.05 takes its factor of 20 back.
    double audioLogitFactor = 1;
    double imageLogitFactor = 1;
    Gate gate = Gate::Queries;
    Rule rule = Rule::Hard;

    /// Keys "audio_weight", "min_probability", "audio_logit_factor", "image_logit_factor", "gate" ("queries"
    /// or "binary"), "rule" ("hard" or "soft"). Throws JsonError.
    [[nodiscard]] static SemanticOptions fromJson(const Json& json);
};

struct ClassifiedQuery
{
    std::int64_t query = 0;
    std::int64_t classIndex = 0; ///< never 0
    double probability = 0;
    double audioProbability = 0;
    double imageProbability = 0;
};

struct SemanticMap
{
    torch::Tensor labels; ///< [H, W] uint8, 0 is background
    /// The queries that were kept; by the soft rule also one for each other class on the map, so a query may
    /// be there more than once.
    std::vector<ClassifiedQuery> objects;
};

/// One frame. audioProb, imageProb [Q, C] (rows sum to 1, class 0 is background); queryMasks [Q, h, w] and
/// binaryMask [h, w] logits, which are resized bilinearly to `height` × `width` first. CPU or CUDA; the
/// result is on the CPU.
[[nodiscard]] SemanticMap semanticMap(const torch::Tensor& audioProb, const torch::Tensor& imageProb,
                                      const torch::Tensor& queryMasks, const torch::Tensor& binaryMask,
                                      std::int64_t height, std::int64_t width,
                                      const SemanticOptions& options);

} // namespace avs::nn
