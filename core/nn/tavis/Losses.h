// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/nn/tavis/Matcher.h"

namespace avs::nn {

struct TavisLossOptions
{
    MatcherOptions matcher;
    double a2t = 0.5;
    double v2t = 0.5;
    double queryBce = 1;
    double queryIou = 1;
    double textMse = 0.3;
    double binaryBce = 1;
    double binaryIou = 1;
    /// Mean squared error of the predicted IoU against the real one. The release has no such term (0): its
    /// IoU head comes trained from SAM 2. A model trained from nothing needs it.
    double predictedIou = 0;
    double backgroundWeight = 0.1; ///< weight of class 0 in the cross entropies

    [[nodiscard]] static TavisLossOptions fromJson(const Json& json);
};

/// N frames, Q queries, C classes, De joint width, Dt text width, S mask side.
struct TavisLossInputs
{
    torch::Tensor audio;        ///< [N·Q, De] audio queries in the joint space, with their logit scale
    torch::Tensor image;        ///< [N·Q, De] masked images in the joint space
    torch::Tensor text;         ///< [C, De] class texts in the joint space, with their logit scale
    torch::Tensor pseudoText;   ///< [N, Q, Dt] text trunk output of the pseudo texts
    torch::Tensor classText;    ///< [C, Dt] text trunk output of the class texts
    torch::Tensor queryMasks;   ///< [N, Q, S, S] logits
    torch::Tensor binaryMask;   ///< [N, S, S] logits of the whole-audio object
    torch::Tensor labels;       ///< [N, S, S] int64 class ids, 0 background
    torch::Tensor predictedIou; ///< [N, Q+1]; read only when its weight is not 0
    torch::Tensor points;       ///< [N, P, 2] for the matcher, or undefined to draw them
};

struct TavisLoss
{
    torch::Tensor total;
    torch::Tensor a2t, v2t, queryBce, queryIou, textMse; ///< unweighted; undefined when nothing was matched
    torch::Tensor binaryBce, binaryIou;                  ///< unweighted
    torch::Tensor targetClasses;                         ///< [N, Q] int64; 0 where unmatched
    std::vector<Match> matches;
};

/// TAViS' training loss (tavis.md §5.2; backward_G of the release).
[[nodiscard]] TavisLoss tavisLoss(const TavisLossInputs& in, const TavisLossOptions& options);

/// Mean over masks of 1 − Σσ(p)g / (Σ(σ(p)+g) − Σσ(p)g + 1e-6); logits, targets [K, S, S].
[[nodiscard]] torch::Tensor softIouLoss(const torch::Tensor& logits, const torch::Tensor& targets);

/// IoU of each mask, logits above 0 against targets of 0 and 1 [K, S, S] -> [K]; 1 where both are empty. No
/// gradient.
[[nodiscard]] torch::Tensor hardIou(const torch::Tensor& logits, const torch::Tensor& targets);

} // namespace avs::nn
