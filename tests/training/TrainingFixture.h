// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"
#include "core/synthesis/DatasetSynthesis.h"
#include "core/training/Trainer.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <cmath>
#include <functional>
#include <vector>

namespace avs::testing {

/// A folder with a small drawn data set and the configuration tests/data/overfit.json, varied by each test.
class TrainingFixture
{
public:
    /// Clips of `side` × `side` pixels with an annotated frame for each second, all in "train".
    [[nodiscard]] base::Result<void> draw(int clips, std::uint64_t seed = 21, double seconds = 5,
                                          int side = 64)
    {
        synthesis::SynthesisOptions synthesis;
        synthesis.folder = dataset();
        synthesis.clips = clips;
        synthesis.seed = seed;
        synthesis.split = QStringLiteral("train");
        synthesis.videos = 0;
        synthesis.clip.width = synthesis.clip.height = side;
        synthesis.clip.durationSeconds = seconds;
        return synthesis::synthesizeDataset(synthesis, [](int, int) {}, {});
    }

    /// The first `clips` of the training clips in validation, too.
    [[nodiscard]] bool validateOnTraining(int clips) { return copyClips(clips, "val", 1); }

    /// `times` copies of the first `clips` clips, under names of their own, in a split.
    [[nodiscard]] bool copyClips(int clips, const QByteArray& split, int times)
    {
        QFile list(QDir(dataset()).filePath(QStringLiteral("metadata.csv")));
        if (!list.open(QIODevice::ReadWrite))
            return false;
        const auto lines = list.readAll().split('\n');
        for (int i = 1; i <= clips && i < lines.size(); ++i) {
            const auto uid = lines[i].split(',').at(1);
            for (int n = 0; n < times; ++n) {
                const auto copy = uid + '_' + split + QByteArray::number(n);
                auto line = lines[i];
                line.replace(',' + uid + ',', ',' + copy + ',').replace(",train,", ',' + split + ',');
                if (!copyFolder(clipFolder(uid), clipFolder(copy)) || list.write(line + '\n') < 0)
                    return false;
            }
        }
        return list.flush();
    }

    [[nodiscard]] QString dataset() const { return path("data"); }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    [[nodiscard]] static QString vocabulary()
    {
        return QString::fromLocal8Bit(AVS_TEST_DATA "/../../.deps/data/bpe_simple_vocab_16e6.txt");
    }

    using Change = std::function<void(nn::Json::Object& model, nn::Json::Object& training)>;
    /// Writes the configuration, changed, as `name`.json.
    [[nodiscard]] QString config(const QString& name, const Change& change) const
    {
        const auto json = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json");
        auto model = json.at("model").asObject();
        auto training = json.at("training").asObject();
        change(model, training);
        const auto file = path(name + QStringLiteral(".json"));
        QFile out(file);
        if (out.open(QIODevice::WriteOnly))
            out.write(QByteArray::fromStdString(
                nn::Json(nn::Json::Object{{"model", model}, {"training", training}}).dump()));
        return file;
    }

    /// `object` with some of its keys set anew.
    [[nodiscard]] static nn::Json with(const nn::Json& object, const nn::Json::Object& changed)
    {
        auto all = object.asObject();
        for (const auto& [key, value] : changed)
            all[key] = value;
        return all;
    }

    /// One stage of segmentation that trains everything, at a rate that stays.
    [[nodiscard]] static nn::Json::Array oneStage(int epochs, int batch, nn::Json::Object more = {})
    {
        more.insert({{"name", "segmentation"},
                     {"objective", "tavis"},
                     {"trained", nn::Json::Array{""}},
                     {"epochs", epochs},
                     {"batch", batch},
                     {"learning_rate", 1e-3},
                     {"eta_min", 1e-3}});
        return {nn::Json(std::move(more))};
    }

    [[nodiscard]] training::TrainOptions options(const QString& configPath, const QString& run) const
    {
        training::TrainOptions o;
        o.configPath = configPath;
        o.datasetRoot = dataset();
        o.outputFolder = path(run);
        o.vocabularyPath = vocabulary();
        o.device = inference::DeviceChoice::Cpu;
        return o;
    }

    /// The lines of one kind ("step", "epoch") in a run's log.
    [[nodiscard]] std::vector<nn::Json> log(const QString& run, const std::string& kind) const
    {
        return logIn(path(run), kind);
    }

    [[nodiscard]] static std::vector<nn::Json> logIn(const QString& folder, const std::string& kind)
    {
        std::vector<nn::Json> lines;
        QFile file(QDir(folder).filePath(QStringLiteral("log.jsonl")));
        if (!file.open(QIODevice::ReadOnly))
            return lines;
        const auto content = file.readAll();
        for (const auto& line : content.left(content.lastIndexOf('\n') + 1).split('\n')) {
            if (line.isEmpty())
                continue;
            auto json = nn::Json::parse(line.toStdString());
            if (json.at("kind").asString() == kind)
                lines.push_back(std::move(json));
        }
        return lines;
    }

    [[nodiscard]] static std::vector<double> numbers(const std::vector<nn::Json>& lines, const char* key)
    {
        std::vector<double> values;
        for (const auto& line : lines)
            values.push_back(line.at(key).asDouble());
        return values;
    }

    /// Empty when the first `count` numbers are there and agree to `tolerance`, else what does not.
    [[nodiscard]] static QString difference(const std::vector<double>& a, const std::vector<double>& b,
                                            std::size_t count, double tolerance)
    {
        if (a.size() < count || b.size() < count)
            return QStringLiteral("%1 and %2 numbers instead of %3").arg(a.size()).arg(b.size()).arg(count);
        for (std::size_t i = 0; i < count; ++i) {
            if (!(std::abs(a[i] - b[i]) <= tolerance))
                return QStringLiteral("number %1: %2 and %3")
                    .arg(i)
                    .arg(a[i], 0, 'g', 9)
                    .arg(b[i], 0, 'g', 9);
        }
        return {};
    }

private:
    [[nodiscard]] QString clipFolder(const QByteArray& uid) const
    {
        return QDir(dataset()).filePath(QStringLiteral("v1m/") + QString::fromUtf8(uid));
    }

    static bool copyFolder(const QString& from, const QString& to)
    {
        bool copied = QDir().mkpath(to);
        for (const auto& entry : QDir(from).entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot)) {
            const auto target = QDir(to).filePath(entry.fileName());
            copied = copied && (entry.isDir() ? copyFolder(entry.filePath(), target)
                                              : QFile::copy(entry.filePath(), target));
        }
        return copied;
    }

    QTemporaryDir m_folder;
};

} // namespace avs::testing
