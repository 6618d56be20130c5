// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/formats: the fields of segmentation.json.
//
//   format "tavis-segmentation", version 1
//   clip    { path, width, height, duration, sound }                pixels and seconds, as all times; without
//                                                                   sound the model was given silence
//   model   { name, path, sha256, device }
//   classes [ { index, name, maskColor "#rrggbb", overlayColor } ]  colours of masks/*.png and of overlay.mp4
//   steps   [ { step, frame, time, begin, end, mask "masks/000012.png", binaryMask "binary/000012.png",
//               predictedIou, objectScore, objects [ … ],
//               queries [ … ] } ]                                   binary mask and scores: all that sounds
//   objects [ { query, class, name, probability, audioProbability, imageProbability, predictedIou,
//               objectScore, area } ]                               the queries that were kept
//   queries [ { query, predictedIou, objectScore, mask "queries/000012-0.png", audio, image } ]
//                                                                   all; audio (a2t) and image (v2t) are the
//                                                                   three likeliest [ { class, name,
//                                                                   probability } ]; these masks, too, are
//                                                                   there only where they were asked for
//   frames  [ { frame, time, step, source, mask } ]                 where every frame has a mask; source:
//                                                                   "inferred" or "carried"
//   complete                                                        false when the run was stopped
#pragma once

#include "core/base/Result.h"
#include "core/formats/SegmentationReader.h"
#include "core/inference/Prediction.h"
#include "core/media/ClipInfo.h"

#include <QByteArray>
#include <QStringList>

namespace avs::formats {

/// Files of a step, relative to the folder.
struct StepMasks
{
    QString labels;
    QString binary;      ///< empty where there is none
    QStringList queries; ///< of each query, or none
};

struct StoredStep
{
    inference::StepPrediction step; ///< without labels and queries
    StepMasks masks;
};

// The file in parts, so that it can be written while the model runs: the head, each step, each frame if there
// are any, the tail. `first`: of all steps, of all frames.
[[nodiscard]] QByteArray segmentationHead(const media::ClipInfo& clip, const inference::ModelInfo& model);
[[nodiscard]] QByteArray segmentationStep(const inference::StepPrediction& step, const StepMasks& masks,
                                          const std::vector<QString>& classNames, bool first);
[[nodiscard]] QByteArray segmentationFrame(const StoredFrame& frame, bool first);
[[nodiscard]] QByteArray segmentationTail(bool complete);

/// `path` is for the errors: Damaged, Unsupported.
[[nodiscard]] base::Result<std::vector<StoredStep>> fromSegmentationJson(const QByteArray& json,
                                                                         const QString& path);
/// Empty where only steps have masks.
[[nodiscard]] base::Result<std::vector<StoredFrame>> framesFromSegmentationJson(const QByteArray& json,
                                                                                const QString& path);

} // namespace avs::formats
