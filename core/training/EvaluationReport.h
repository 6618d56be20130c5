// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/AvsScores.h"
#include "core/analysis/BinaryScores.h"
#include "core/formats/AvsDataset.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <vector>

namespace avs::training {

/// What a model hears while it is scored: a model that uses its ears gets worse with the wrong sound.
enum class SoundCondition
{
    Own,     ///< the clip's
    Swapped, ///< the next clip's that shares no class with it
    Silent,
};

struct EvaluateOptions
{
    QString datasetRoot; ///< any layout that formats::openAvsDataset() knows
    formats::AvsDatasetOptions dataset;
    QString split = QStringLiteral("test"); ///< empty: every clip
    SoundCondition sound = SoundCondition::Own;

    // The protocol. These defaults are AVSBench's (test.sh); published numbers of others differ in each.
    static constexpr int kNative = 0;
    int scoreSize = 224; ///< side of the square on which masks are compared; kNative: the frames' own size
    int clipsPerBatch = 4;
    analysis::FInput fInput = analysis::FInput::Probability;
};

struct ClipScore
{
    QString uid;
    QString subset;
    QStringList classes; ///< that the data set names for it
    int frames = 0;
    double miou = 0;          ///< binary, mean over its frames
    double f = 0;             ///< binary, of its frames as one batch
    double semanticMiou = -1; ///< over the classes that occur in it; negative without class scores
};

/// Scores of one class; what is not known is negative.
struct ClassScore
{
    QString name;
    int clips = 0;          ///< that the data set names it for
    double binaryMiou = -1; ///< mean over those clips
    double binaryF = -1;
    double iou = -1; ///< AVSBench-semantic's: mean over the frames with the class
    double f = -1;
    double pooledIou = -1; ///< over all pixels
    double pooledF = -1;
};

struct EvaluationReport
{
    EvaluateOptions options;
    QString layout; ///< formats::layoutName()
    analysis::BinaryScores binary{1};
    /// Only where the masks have classes and they are the model's.
    std::optional<analysis::AvsScores> semantic;
    std::vector<ClipScore> clips;
    std::vector<ClassScore> classes;
    QStringList remarks; ///< what was left out and why, a sentence each

    [[nodiscard]] std::int64_t frameCount() const { return binary.frameCount(); }
    [[nodiscard]] double binaryMiou() const { return binary.miou(); }
    [[nodiscard]] double foregroundMiou() const { return semantic ? semantic->foregroundMiou() : 0; }
};

/// Everything, with the protocol: { data, layout, split, protocol, clip_count, frame_count, binary, semantic,
/// classes, clips, remarks }. Unknown scores are null.
[[nodiscard]] QJsonObject toJson(const EvaluationReport& report);
/// Comma-separated, a line for each clip: uid,subset,classes,frames,miou,f,semantic_miou.
[[nodiscard]] QByteArray clipTable(const EvaluationReport& report);
/// Comma-separated, a line for each class: class,clips,binary_miou,binary_f,iou,f,pooled_iou,pooled_f.
[[nodiscard]] QByteArray classTable(const EvaluationReport& report);

} // namespace avs::training
