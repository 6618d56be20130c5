// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/imaging/RgbImage.h"

#include <QString>

#include <memory>
#include <vector>

namespace avs::inference {

/// One of the model's object queries that was kept at a step (tavis.md §7).
struct ObjectPrediction
{
    int query = 0;              ///< 0 … 4
    int classIndex = 0;         ///< into ModelInfo::classNames, never 0 (background)
    float probability = 0;      ///< mean of the two below
    float audioProbability = 0; ///< from the audio query against the class texts (a2t)
    float imageProbability = 0; ///< from the masked image against the class texts (v2t)
    float predictedIou = 0;
    float objectScore = 0; ///< logit; the release calls an object present above -2
    std::int64_t area = 0; ///< pixels of the label map that this class took, at the clip's size
};

/// A number for each pixel, rows packed; the probability is its sigmoid.
struct LogitMap
{
    int width = 0;
    int height = 0;
    std::vector<float> values;
};

/// What the model says about one moment of a clip. Immutable and shared.
struct StepPrediction
{
    int step = 0;
    base::MediaTime time; ///< of the frame that was looked at
    base::FrameIndex frame;
    base::MediaTime begin; ///< the stretch of the clip that this step speaks for: [begin, end)
    base::MediaTime end;
    imaging::LabelMap labels; ///< class per pixel at the clip's own size
    std::vector<ObjectPrediction> objects;
    LogitMap binaryLogits; ///< of everything that sounds, at the model's resolution (a square)
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
