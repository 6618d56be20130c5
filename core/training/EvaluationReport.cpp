// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/EvaluationReport.h"

#include <QJsonArray>

namespace avs::training {

namespace {

QJsonValue known(double score)
{
    return score < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(score);
}

/// A field of a table: empty when not known.
QByteArray field(double score)
{
    return score < 0 ? QByteArray() : QByteArray::number(score, 'f', 6);
}

QString nameOf(SoundCondition sound)
{
    switch (sound) {
    case SoundCondition::Own:
        return QStringLiteral("own");
    case SoundCondition::Swapped:
        return QStringLiteral("swapped");
    case SoundCondition::Silent:
        return QStringLiteral("silent");
    }
    return {};
}

QJsonObject protocolJson(const EvaluateOptions& options)
{
    return {{"size", options.scoreSize == EvaluateOptions::kNative ? QJsonValue("native")
                                                                   : QJsonValue(options.scoreSize)},
            {"f_batch", options.clipsPerBatch},
            {"f_input", options.fInput == analysis::FInput::Probability ? "prob" : "logits"},
            {"sound", nameOf(options.sound)}};
}

QJsonObject binaryJson(const analysis::BinaryScores& scores)
{
    return {{"miou", scores.miou()},
            {"f", scores.f()},
            {"j_and_f", scores.jAndF()},
            {"pooled_iou", scores.pooledIou()},
            {"pooled_f", scores.pooledF()}};
}

QJsonObject meansJson(const analysis::SemanticMeans& means)
{
    return {{"miou", means.miou},
            {"f", means.f},
            {"j_and_f", means.jAndF()},
            {"foreground_miou", means.foregroundMiou},
            {"foreground_f", means.foregroundF}};
}

QJsonObject semanticJson(const analysis::AvsScores& scores)
{
    using Frames = analysis::AvsScores::Frames;
    return {{"published", meansJson(scores.published(Frames::WithPadding))},
            {"published_real_frames", meansJson(scores.published(Frames::Real))},
            {"occurring", meansJson(scores.occurring())},
            {"pooled", meansJson(scores.pooled())},
            {"binary_miou_of_label_maps", scores.binaryMiou()}};
}

QJsonArray classesJson(const std::vector<ClassScore>& classes)
{
    QJsonArray array;
    for (const ClassScore& c : classes)
        array.append(QJsonObject{{"class", c.name},
                                 {"clips", c.clips},
                                 {"binary_miou", known(c.binaryMiou)},
                                 {"binary_f", known(c.binaryF)},
                                 {"iou", known(c.iou)},
                                 {"f", known(c.f)},
                                 {"pooled_iou", known(c.pooledIou)},
                                 {"pooled_f", known(c.pooledF)}});
    return array;
}

QJsonArray clipsJson(const std::vector<ClipScore>& clips)
{
    QJsonArray array;
    for (const ClipScore& clip : clips)
        array.append(QJsonObject{{"uid", clip.uid},
                                 {"subset", clip.subset},
                                 {"classes", QJsonArray::fromStringList(clip.classes)},
                                 {"frames", clip.frames},
                                 {"miou", clip.miou},
                                 {"f", clip.f},
                                 {"semantic_miou", known(clip.semanticMiou)}});
    return array;
}

} // namespace

QJsonObject toJson(const EvaluationReport& report)
{
    const auto& dataset = report.options.dataset;
    return {{"data", report.options.datasetRoot},
            {"layout", report.layout},
            {"split", report.options.split},
            {"subsets", QJsonArray::fromStringList(dataset.subsets)},
            {"split_list", dataset.splitList},
            {"masks_from", dataset.maskRoot},
            {"protocol", protocolJson(report.options)},
            {"clip_count", static_cast<qint64>(report.clips.size())},
            {"frame_count", static_cast<qint64>(report.frameCount())},
            {"binary", binaryJson(report.binary)},
            {"semantic", report.semantic ? QJsonValue(semanticJson(*report.semantic)) : QJsonValue()},
            {"classes", classesJson(report.classes)},
            {"clips", clipsJson(report.clips)},
            {"remarks", QJsonArray::fromStringList(report.remarks)}};
}

QByteArray clipTable(const EvaluationReport& report)
{
    QByteArray table = "uid,subset,classes,frames,miou,f,semantic_miou\n";
    for (const ClipScore& clip : report.clips) {
        const QByteArrayList fields{clip.uid.toUtf8(),
                                    clip.subset.toUtf8(),
                                    clip.classes.join(u'_').toUtf8(),
                                    QByteArray::number(clip.frames),
                                    field(clip.miou),
                                    field(clip.f),
                                    field(clip.semanticMiou)};
        table += fields.join(',') + '\n';
    }
    return table;
}

QByteArray classTable(const EvaluationReport& report)
{
    QByteArray table = "class,clips,binary_miou,binary_f,iou,f,pooled_iou,pooled_f\n";
    for (const ClassScore& c : report.classes) {
        const QByteArrayList fields{
            c.name.toUtf8(), QByteArray::number(c.clips), field(c.binaryMiou), field(c.binaryF), field(c.iou),
            field(c.f),      field(c.pooledIou),          field(c.pooledF)};
        table += fields.join(',') + '\n';
    }
    return table;
}

} // namespace avs::training
