// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/EmbeddingFile.h"

#include "core/inference/Tensors.h"
#include "core/inference/TorchErrors.h"
#include "core/nn/weights/Safetensors.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <map>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

QJsonObject described(const Embedding& row)
{
    return {{QStringLiteral("source"), row.source},
            {QStringLiteral("time"), row.time},
            {QStringLiteral("query"), row.query},
            {QStringLiteral("name"), row.name}};
}

base::Result<void> writeSafetensors(const QString& path, const std::vector<Embedding>& rows)
{
    std::map<QString, std::vector<torch::Tensor>> vectors;
    std::map<QString, QJsonArray> descriptionsOf;
    for (const auto& row : rows) {
        vectors[row.kind].push_back(toTensor(row.vector));
        descriptionsOf[row.kind].append(described(row));
    }
    nn::TensorMap tensors;
    QJsonObject descriptions;
    for (const auto& [kind, all] : vectors) {
        tensors.emplace(kind.toStdString(), torch::stack(all));
        descriptions.insert(kind, descriptionsOf[kind]);
    }
    const auto json = QJsonDocument(descriptions).toJson(QJsonDocument::Compact).toStdString();
    return guardTorch(Text::tr("Saving the embeddings"), [&]() -> base::Result<void> {
        nn::writeSafetensors(path.toStdString(), tensors, {{"format", "pt"}, {"tavis.rows", json}});
        return {};
    });
}

QString quoted(const QString& cell)
{
    return u'"' + QString(cell).replace(u'"', QStringLiteral("\"\"")) + u'"';
}

void writeCsv(QIODevice& file, const std::vector<Embedding>& rows)
{
    std::size_t width = 0;
    for (const auto& row : rows)
        width = std::max(width, row.vector.size());
    QByteArray line("kind,source,time,query,name");
    for (std::size_t i = 0; i < width; ++i)
        line += ",v" + QByteArray::number(static_cast<qulonglong>(i));
    file.write(line + '\n');
    for (const auto& row : rows) {
        line = (row.kind + u',' + quoted(row.source) + u',').toUtf8() +
               QByteArray::number(row.time, 'g', 12) + ',' + QByteArray::number(row.query) + ',' +
               quoted(row.name).toUtf8();
        for (const float value : row.vector)
            line += ',' + QByteArray::number(static_cast<double>(value), 'g', 9);
        file.write(line + QByteArray(static_cast<qsizetype>(width - row.vector.size()), ',') + '\n');
    }
}

void writeJson(QIODevice& file, const std::vector<Embedding>& rows)
{
    const char* before = "[\n";
    for (const auto& row : rows) {
        QJsonArray vector;
        for (const float value : row.vector)
            vector.append(static_cast<double>(value));
        auto object = described(row);
        object.insert(QStringLiteral("kind"), row.kind);
        object.insert(QStringLiteral("vector"), vector);
        file.write(before + QJsonDocument(object).toJson(QJsonDocument::Compact));
        before = ",\n";
    }
    file.write(rows.empty() ? "[]\n" : "\n]\n");
}

base::Error unwritable(const QString& path, const QString& detail)
{
    const QString message =
        QCoreApplication::translate("inference", "%1 cannot be written; choose another folder or make room.");
    return {base::ErrorCode::Unwritable, message.arg(QDir::toNativeSeparators(path)), detail, path};
}

} // namespace

std::vector<Embedding> embeddingsOf(const StepPrediction& step, const QString& source,
                                    const std::vector<QString>& classNames)
{
    std::vector<Embedding> rows;
    const double time = step.time.seconds();
    const auto likeliest = [&](const std::vector<float>& probabilities) {
        const auto best = std::max_element(probabilities.begin(), probabilities.end());
        const auto index = static_cast<std::size_t>(best - probabilities.begin());
        return index < classNames.size() ? classNames[index] : QString();
    };
    int index = 0;
    for (const auto& query : step.queries) {
        rows.push_back({QStringLiteral("audio_query"), source, time, index,
                        likeliest(query.audioProbabilities), query.audioEmbedding});
        rows.push_back({QStringLiteral("masked_image"), source, time, index,
                        likeliest(query.imageProbabilities), query.imageEmbedding});
        rows.push_back({QStringLiteral("pseudo_text"), source, time, index,
                        likeliest(query.audioProbabilities), query.pseudoText});
        ++index;
    }
    rows.push_back({QStringLiteral("pseudo_text"), source, time, index, {}, step.wholeSoundText});
    return rows;
}

base::Result<void> checkEmbeddingPath(const QString& path)
{
    const QFileInfo file(path);
    const auto suffix = file.suffix().toLower();
    if (suffix != u"safetensors" && suffix != u"csv" && suffix != u"json")
        return base::Error{
            base::ErrorCode::Invalid,
            Text::tr("Embeddings are written as .safetensors, .csv or .json; %1 ends otherwise.")
                .arg(file.fileName()),
            {},
            path};
    if (!QFileInfo(file.absolutePath()).isWritable() || file.isDir())
        return unwritable(path, {});
    return {};
}

base::Result<void> writeEmbeddings(const QString& path, const std::vector<Embedding>& rows)
{
    if (auto good = checkEmbeddingPath(path); !good)
        return good;
    const auto suffix = QFileInfo(path).suffix().toLower();
    if (suffix == u"safetensors")
        return writeSafetensors(path, rows);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return unwritable(path, file.errorString());
    if (suffix == u"csv")
        writeCsv(file, rows);
    else
        writeJson(file, rows);
    if (!file.commit()) // fails when one of the writes did
        return unwritable(path, file.errorString());
    return {};
}

} // namespace avs::inference
