// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/SegmentationJson.h"

#include "core/imaging/Palette.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

namespace avs::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::FrameIndex;
using base::MediaTime;
using base::Result;
using inference::ObjectPrediction;
using inference::QueryPrediction;
using inference::StepPrediction;

constexpr QLatin1String kFormatName("tavis-segmentation");
constexpr int kFormatVersion = 1;
constexpr QLatin1String kMask("mask");
constexpr QLatin1String kBinaryMask("binaryMask");
constexpr QLatin1String kInferred("inferred");
constexpr QLatin1String kCarried("carried");
using Source = inference::FramePrediction::Source;

/// The shortest decimal number that reads back as this float: 0.3, not 0.30000001192092896.
double shortest(float value)
{
    std::array<char, 32> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    double result = value;
    std::from_chars(digits.data(), written.ptr, result);
    return result;
}

QString hex(imaging::Rgb c)
{
    return QStringLiteral("#%1").arg(c.r << 16 | c.g << 8 | c.b, 6, 16, QLatin1Char('0'));
}

QJsonArray classesJson(const std::vector<QString>& names)
{
    QJsonArray classes;
    for (int i = 0; i < static_cast<int>(names.size()) && i < 256; ++i)
        classes.append(QJsonObject{{QStringLiteral("index"), i},
                                   {QStringLiteral("name"), names[i]},
                                   {QStringLiteral("maskColor"), hex(imaging::vocPalette()[i])},
                                   {QStringLiteral("overlayColor"), hex(imaging::displayColour(i))}});
    return classes;
}

QJsonObject objectJson(const ObjectPrediction& object, const std::vector<QString>& names)
{
    const auto index = static_cast<std::size_t>(object.classIndex);
    return {{QStringLiteral("query"), object.query},
            {QStringLiteral("class"), object.classIndex},
            {QStringLiteral("name"), index < names.size() ? names[index] : QString()},
            {QStringLiteral("probability"), shortest(object.probability)},
            {QStringLiteral("audioProbability"), shortest(object.audioProbability)},
            {QStringLiteral("imageProbability"), shortest(object.imageProbability)},
            {QStringLiteral("predictedIou"), shortest(object.predictedIou)},
            {QStringLiteral("objectScore"), shortest(object.objectScore)},
            {QStringLiteral("area"), static_cast<qint64>(object.area)}};
}

/// The likeliest classes of one distribution.
QJsonArray likeliestJson(const std::vector<float>& probabilities, const std::vector<QString>& names)
{
    constexpr std::size_t kShown = 3;
    std::vector<std::size_t> order(std::min(probabilities.size(), names.size()));
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto shown = order.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, order.size()));
    std::partial_sort(order.begin(), shown, order.end(),
                      [&](std::size_t a, std::size_t b) { return probabilities[a] > probabilities[b]; });
    QJsonArray likeliest;
    for (auto it = order.begin(); it != shown; ++it)
        likeliest.append(QJsonObject{{QStringLiteral("class"), static_cast<qint64>(*it)},
                                     {QStringLiteral("name"), names[*it]},
                                     {QStringLiteral("probability"), shortest(probabilities[*it])}});
    return likeliest;
}

QJsonObject queryJson(const QueryPrediction& query, int index, const std::vector<QString>& names)
{
    return {{QStringLiteral("query"), index},
            {QStringLiteral("predictedIou"), shortest(query.predictedIou)},
            {QStringLiteral("objectScore"), shortest(query.objectScore)},
            {QStringLiteral("audio"), likeliestJson(query.audioProbabilities, names)},
            {QStringLiteral("image"), likeliestJson(query.imageProbabilities, names)}};
}

QJsonObject stepJson(const StepPrediction& step, const StepMasks& masks, const std::vector<QString>& names)
{
    QJsonArray objects;
    for (const ObjectPrediction& object : step.objects)
        objects.append(objectJson(object, names));
    QJsonArray queries;
    for (const QueryPrediction& query : step.queries) {
        const auto index = static_cast<int>(queries.size());
        QJsonObject object = queryJson(query, index, names);
        if (index < masks.queries.size())
            object.insert(kMask, masks.queries[index]);
        queries.append(object);
    }
    QJsonObject json{{QStringLiteral("step"), step.step},
                     {QStringLiteral("frame"), static_cast<qint64>(step.frame.value())},
                     {QStringLiteral("time"), step.time.seconds()},
                     {QStringLiteral("begin"), step.begin.seconds()},
                     {QStringLiteral("end"), step.end.seconds()},
                     {kMask, masks.labels},
                     {QStringLiteral("predictedIou"), shortest(step.predictedIou)},
                     {QStringLiteral("objectScore"), shortest(step.objectScore)},
                     {QStringLiteral("objects"), objects},
                     {QStringLiteral("queries"), queries}};
    if (!masks.binary.isEmpty())
        json.insert(kBinaryMask, masks.binary);
    return json;
}

QJsonObject frameJson(const StoredFrame& frame)
{
    return {{QStringLiteral("frame"), static_cast<qint64>(frame.frame.value())},
            {QStringLiteral("time"), frame.time.seconds()},
            {QStringLiteral("step"), frame.step},
            {QStringLiteral("source"), frame.source == Source::Inferred ? kInferred : kCarried},
            {QStringLiteral("mask"), frame.mask}};
}

/// Reads numbers and notes the first that is missing.
class Fields
{
public:
    explicit Fields(const QJsonObject& object)
        : m_object(object)
    {}

    double number(const char* name)
    {
        const QJsonValue value = m_object.value(QLatin1String(name));
        if (!value.isDouble() && m_missing.isEmpty())
            m_missing = QLatin1String(name);
        return value.toDouble();
    }
    int integer(const char* name) { return static_cast<int>(number(name)); }
    float real(const char* name) { return static_cast<float>(number(name)); }
    MediaTime time(const char* name) { return MediaTime::fromSeconds(number(name)); }
    [[nodiscard]] const QString& missing() const { return m_missing; }

private:
    const QJsonObject& m_object;
    QString m_missing;
};

ObjectPrediction readObject(Fields& fields)
{
    ObjectPrediction object;
    object.query = fields.integer("query");
    object.classIndex = fields.integer("class");
    object.probability = fields.real("probability");
    object.audioProbability = fields.real("audioProbability");
    object.imageProbability = fields.real("imageProbability");
    object.predictedIou = fields.real("predictedIou");
    object.objectScore = fields.real("objectScore");
    object.area = static_cast<std::int64_t>(fields.number("area"));
    return object;
}

/// Returns the name of the first missing field, or nothing.
QString readStep(const QJsonObject& json, StoredStep& stored)
{
    Fields fields(json);
    stored.step.step = fields.integer("step");
    stored.step.frame = FrameIndex(static_cast<std::int64_t>(fields.number("frame")));
    stored.step.time = fields.time("time");
    stored.step.begin = fields.time("begin");
    stored.step.end = fields.time("end");
    stored.masks.labels = json.value(kMask).toString();
    stored.masks.binary = json.value(kBinaryMask).toString();
    for (const QJsonValue& query : json.value(QLatin1String("queries")).toArray()) {
        if (const QString mask = query.toObject().value(kMask).toString(); !mask.isEmpty())
            stored.masks.queries.append(mask);
    }
    if (!fields.missing().isEmpty())
        return fields.missing();
    if (stored.masks.labels.isEmpty())
        return kMask;
    for (const QJsonValue& value : json.value(QLatin1String("objects")).toArray()) {
        const QJsonObject object = value.toObject();
        Fields objectFields(object);
        stored.step.objects.push_back(readObject(objectFields));
        if (!objectFields.missing().isEmpty())
            return objectFields.missing();
    }
    return {};
}

/// Returns the name of the first missing field, or nothing.
QString readFrame(const QJsonObject& json, StoredFrame& stored)
{
    Fields fields(json);
    stored.frame = FrameIndex(static_cast<std::int64_t>(fields.number("frame")));
    stored.time = fields.time("time");
    stored.step = fields.integer("step");
    stored.mask = json.value(kMask).toString();
    const QString source = json.value(QLatin1String("source")).toString();
    stored.source = source == kInferred ? Source::Inferred : Source::Carried;
    if (!fields.missing().isEmpty())
        return fields.missing();
    if (source != kInferred && source != kCarried)
        return QStringLiteral("source");
    return stored.mask.isEmpty() ? QString(kMask) : QString();
}

constexpr auto kDamaged =
    QT_TRANSLATE_NOOP("avs::formats", "%1 is damaged or incomplete; export the segmentation again.");

Error fail(const QString& path, ErrorCode code, const char* sentence, const QString& detail)
{
    return {code, QCoreApplication::translate("avs::formats", sentence).arg(QDir::toNativeSeparators(path)),
            detail, path};
}

/// The whole document, of this format and version.
Result<QJsonObject> readRoot(const QByteArray& json, const QString& path)
{
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parse);
    if (parse.error != QJsonParseError::NoError)
        return fail(path, ErrorCode::Damaged, kDamaged, parse.errorString());
    const QJsonObject root = document.object();
    if (root.value(QLatin1String("format")).toString() != kFormatName ||
        root.value(QLatin1String("version")).toInt() != kFormatVersion)
        return fail(path, ErrorCode::Unsupported,
                    QT_TRANSLATE_NOOP("avs::formats",
                                      "%1 is not a segmentation that this version can read; choose a "
                                      "folder that it exported."),
                    root.value(QLatin1String("format")).toString());
    return root;
}

} // namespace

QByteArray segmentationHead(const media::ClipInfo& clip, const inference::ModelInfo& model)
{
    const QJsonObject root{
        {QStringLiteral("format"), kFormatName},
        {QStringLiteral("version"), kFormatVersion},
        {QStringLiteral("clip"), QJsonObject{{QStringLiteral("path"), clip.path},
                                             {QStringLiteral("width"), clip.width},
                                             {QStringLiteral("height"), clip.height},
                                             {QStringLiteral("duration"), clip.duration.seconds()},
                                             {QStringLiteral("sound"), clip.hasAudio}}},
        {QStringLiteral("model"), QJsonObject{{QStringLiteral("name"), model.name},
                                              {QStringLiteral("path"), model.path},
                                              {QStringLiteral("sha256"), model.sha256},
                                              {QStringLiteral("device"), model.device}}},
        {QStringLiteral("classes"), classesJson(model.classNames)}};
    QByteArray head = QJsonDocument(root).toJson().trimmed();
    head.chop(2); // the object stays open
    return head + ",\n    \"steps\": [";
}

QByteArray segmentationStep(const StepPrediction& step, const StepMasks& masks,
                            const std::vector<QString>& classNames, bool first)
{
    const QByteArray json = QJsonDocument(stepJson(step, masks, classNames)).toJson().trimmed();
    return (first ? "\n" : ",\n") + json;
}

QByteArray segmentationFrame(const StoredFrame& frame, bool first)
{
    const QByteArray json = QJsonDocument(frameJson(frame)).toJson(QJsonDocument::Compact);
    return (first ? "\n    ],\n    \"frames\": [\n" : ",\n") + json;
}

QByteArray segmentationTail(bool complete)
{
    return QByteArray("\n    ],\n    \"complete\": ") + (complete ? "true" : "false") + "\n}\n";
}

Result<std::vector<StoredStep>> fromSegmentationJson(const QByteArray& json, const QString& path)
{
    const Result<QJsonObject> document = readRoot(json, path);
    if (!document)
        return document.error();
    const QJsonObject& root = *document;
    if (!root.value(QLatin1String("steps")).isArray())
        return fail(path, ErrorCode::Damaged, kDamaged, QStringLiteral("steps"));
    std::vector<StoredStep> steps;
    for (const QJsonValue& value : root.value(QLatin1String("steps")).toArray()) {
        StoredStep step;
        if (const QString missing = readStep(value.toObject(), step); !missing.isEmpty())
            return fail(path, ErrorCode::Damaged, kDamaged, QStringLiteral("no %1 in a step").arg(missing));
        steps.push_back(std::move(step));
    }
    return steps;
}

Result<std::vector<StoredFrame>> framesFromSegmentationJson(const QByteArray& json, const QString& path)
{
    const Result<QJsonObject> root = readRoot(json, path);
    if (!root)
        return root.error();
    std::vector<StoredFrame> frames;
    for (const QJsonValue& value : root->value(QLatin1String("frames")).toArray()) {
        StoredFrame frame;
        if (const QString missing = readFrame(value.toObject(), frame); !missing.isEmpty())
            return fail(path, ErrorCode::Damaged, kDamaged, QStringLiteral("no %1 in a frame").arg(missing));
        frames.push_back(std::move(frame));
    }
    return frames;
}

} // namespace avs::formats
