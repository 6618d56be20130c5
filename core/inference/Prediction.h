// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/imaging/LabelRuns.h"

#include <QString>

#include <memory>
#include <vector>

namespace avs::inference {

/// A logit for each pixel, rows packed, top row first; the probability is its sigmoid, above 0 is inside.
struct LogitMap
{
    int width = 0;
    int height = 0;
    std::vector<float> values; ///< width·height
};

/// All that the model says about one of its object queries at a step (tavis.md §2.9, §7). The release
/// computes most of this and throws it away.
struct QueryPrediction
{
    float predictedIou = 0;                ///< of the mask, by the model's own estimate
    float objectScore = 0;                 ///< logit; the release calls an object present above -2
    std::vector<float> audioProbabilities; ///< over ModelInfo::classNames, from the audio query (a2t)
    std::vector<float> imageProbabilities; ///< over ModelInfo::classNames, from the masked image (v2t)

    // Only where SegmentOptions::evidence asks for them.
    LogitMap logits;                   ///< the mask at the model's own resolution, see maskOf()
    std::vector<float> audioEmbedding; ///< in the joint space, of the length that its logits are scaled by
    std::vector<float> imageEmbedding; ///< in the joint space, unit length
    std::vector<float> pseudoText;     ///< what the text tower made of the audio query: its trunk's output
};

/// One of the model's object queries that was kept at a step (tavis.md §7).
struct ObjectPrediction
{
    int query = 0;              ///< into StepPrediction::queries
    int classIndex = 0;         ///< into ModelInfo::classNames, never 0 (background)
    float probability = 0;      ///< weighted mean of the two below
    float audioProbability = 0; ///< from the audio query against the class texts (a2t)
    float imageProbability = 0; ///< from the masked image against the class texts (v2t)
    float predictedIou = 0;
    float objectScore = 0; ///< logit; the release calls an object present above -2
    std::int64_t area = 0; ///< pixels of the label map that this class took, at the clip's size
};

/// What the model says about one moment of a clip. Immutable and shared.
struct StepPrediction
{
    int step = 0;
    base::MediaTime time; ///< of the frame that was looked at
    base::FrameIndex frame;
    base::MediaTime begin; ///< the stretch of the clip that this step speaks for: [begin, end)
    base::MediaTime end;
    imaging::LabelRuns labels;             ///< class per pixel at the clip's own size
    std::vector<ObjectPrediction> objects; ///< the queries that were kept
    std::vector<QueryPrediction> queries;  ///< all of them
    float predictedIou = 0;                ///< of the mask of all that sounds
    float objectScore = 0;                 ///< of all that sounds
    LogitMap binaryLogits;                 ///< all that sounds; only with SegmentOptions::evidence
    std::vector<float> wholeSoundText;     ///< pseudo-text of the whole sound; likewise
    std::vector<float> soundPrompt;        ///< what the image encoder was given of the sound, for MaskCarrier
};
using StepPredictionPtr = std::shared_ptr<const StepPrediction>;

struct ModelInfo
{
    QString name; ///< "TAViS tiny"
    QString path;
    QString sha256;                  ///< of the weight file
    QString device;                  ///< Device::name
    std::vector<QString> classNames; ///< index 0 is "background"
};

} // namespace avs::inference
