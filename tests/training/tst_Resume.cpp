// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/Safetensors.h"
#include "tests/training/TrainingFixture.h"

#include <QtTest>

#include <csignal>
#include <sys/resource.h>

using namespace avs;
using testing::TrainingFixture;

namespace {

/// No file of this process may grow beyond that while it lives: a disk that is full, without one.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit small = m_before;
        small.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// A run that ends before its end goes on as if it had not.
class tst_Resume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_fixture.draw(2).has_value());
        QVERIFY(m_fixture.validateOnTraining(1));
        // Three stages, up to three steps an epoch, dropped paths: everything that has a state.
        m_config = m_fixture.config(QStringLiteral("c"), [](auto& model, auto& training) {
            auto imagebind = model["imagebind"].asObject();
            auto audio = imagebind["audio"].asObject();
            audio["blocks"] = 2;
            audio["drop_path"] = 0.3;
            imagebind["audio"] = audio;
            model["imagebind"] = imagebind;
            model["memory"] = nn::Json::parse(R"({
                "attention": {"d_model": 32, "kv_in_dim": 8, "num_layers": 1, "dim_feedforward": 64},
                "encoder": {"in_dim": 32, "out_dim": 8, "fuser": {"num_layers": 1}}})");
            training["frozen_eval"] = false;
            training["checkpoint_steps"] = 2;
            auto stages = TrainingFixture::oneStage(3, 4);
            stages.insert(stages.begin(),
                          nn::Json(nn::Json::Object{{"name", "towers"},
                                                    {"objective", "contrastive"},
                                                    {"trained", nn::Json::Array{"imagebind."}},
                                                    {"epochs", 1},
                                                    {"batch", 4},
                                                    {"learning_rate", 1e-3}}));
            stages.push_back(nn::Json(nn::Json::Object{{"name", "tracking"},
                                                       {"objective", "tracking"},
                                                       {"trained", nn::Json::Array{"memory_"}},
                                                       {"epochs", 1},
                                                       {"batch", 4},
                                                       {"series_length", 4},
                                                       {"learning_rate", 1e-3}}));
            training["stages"] = stages;
        });
        const auto whole =
            training::train(m_fixture.options(m_config, QStringLiteral("whole")), [](const auto&) {}, {});
        QVERIFY2(whole.has_value(), whole ? "" : qPrintable(whole.error().message));
        QCOMPARE(whole->steps, kSteps);
    }

    void goesOn_data()
    {
        QTest::addColumn<int>("steps"); // after how many it is stopped
        QTest::newRow("inside the first stage") << 1;
        QTest::newRow("inside an epoch") << 5;
        QTest::newRow("at the end of an epoch") << 6;
        QTest::newRow("in the last epoch of segmentation") << 11;
        QTest::newRow("inside the tracking stage") << 13;
    }

    void goesOn()
    {
        QFETCH(int, steps);
        const auto run = QStringLiteral("stopped %1").arg(steps);
        std::stop_source stop;
        int done = 0;
        const auto stopped = training::train(
            m_fixture.options(m_config, run),
            [&](const training::TrainProgress&) {
                if (++done == steps)
                    stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!stopped);
        QVERIFY2(stopped.error().code == base::ErrorCode::Cancelled, qPrintable(stopped.error().message));
        QCOMPARE(done, steps); // within a step
        resumeAndCompare(run, kSteps - steps);
    }

    /// Whatever was logged after the checkpoint is done, and logged, again: what a kill leaves behind.
    void goesOnFromAnOlderCheckpoint()
    {
        const auto run = QStringLiteral("killed");
        std::stop_source stop;
        QByteArray checkpoint, last;
        int done = 0;
        const auto stopped = training::train(
            m_fixture.options(m_config, run),
            [&](const training::TrainProgress&) {
                ++done;
                if (done == 6) { // an epoch has ended
                    checkpoint = contentOf(m_fixture.path(run + QStringLiteral("/checkpoint.safetensors")));
                    last = contentOf(m_fixture.path(run + QStringLiteral("/last.safetensors")));
                }
                if (done == 8)
                    stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!stopped);
        for (const auto& [name, bytes] :
             {std::pair("checkpoint.safetensors", checkpoint), std::pair("last.safetensors", last)}) {
            QFile file(m_fixture.path(run + u'/' + QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        }
        QFile log(m_fixture.path(run + QStringLiteral("/log.jsonl")));
        QVERIFY(log.open(QIODevice::Append) && log.write("{\"kind\": \"st") > 0);
        log.close();
        // A writer that was killed leaves what it had.
        QFile part(m_fixture.path(run + QStringLiteral("/checkpoint.safetensors.4711.part")));
        QVERIFY(part.open(QIODevice::WriteOnly) && part.write("half") == 4);
        part.close();
        resumeAndCompare(run, -1);
        QVERIFY(!part.exists());
    }

    /// Whoever writes a configuration into the folder of the run to be keeps it.
    void nobodysConfigurationIsReplaced()
    {
        const auto folder = m_fixture.path(QStringLiteral("own"));
        QVERIFY(QDir().mkpath(folder));
        const auto path = folder + QStringLiteral("/config.json");
        QVERIFY(QFile::copy(m_config, path));
        const auto before = contentOf(path);
        const auto refused = training::train(m_fixture.options(path, QStringLiteral("own")), {}, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, base::ErrorCode::Invalid);
        QVERIFY2(refused.error().message.contains(QStringLiteral("config.json")),
                 qPrintable(refused.error().message));
        QCOMPARE(contentOf(path), before);
        QVERIFY(!QFile::exists(folder + QStringLiteral("/log.jsonl")));
    }

    void stopsBeforeItBegins()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto stopped =
            training::train(m_fixture.options(m_config, QStringLiteral("never begun")), {}, stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, base::ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(m_fixture.path(QStringLiteral("never begun"))));
    }

    void tooManySteps()
    {
        const auto config = m_fixture.config(QStringLiteral("many"), [](auto&, auto& training) {
            training["stages"] = TrainingFixture::oneStage(1'000'000'000, 4);
        });
        const auto refused = training::train(m_fixture.options(config, QStringLiteral("many")), {}, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, base::ErrorCode::Invalid);
        QVERIFY2(refused.error().message.contains(QStringLiteral("segmentation")),
                 qPrintable(refused.error().message));
    }

    void fullDiskLeavesTheOldCheckpoint()
    {
        const auto run = QStringLiteral("full");
        const auto checkpoint = m_fixture.path(run + QStringLiteral("/checkpoint.safetensors"));
        std::unique_ptr<FullDisk> full;
        QByteArray before;
        int done = 0;
        const auto failed = training::train(m_fixture.options(m_config, run),
                                            [&](const training::TrainProgress&) {
                                                if (++done == 6) {
                                                    before = contentOf(checkpoint);
                                                    full = std::make_unique<FullDisk>(100'000);
                                                }
                                            },
                                            {});
        full.reset();
        QVERIFY(!failed);
        QVERIFY2(failed.error().code == base::ErrorCode::Unwritable, qPrintable(failed.error().message));
        QVERIFY(!before.isEmpty());
        QCOMPARE(contentOf(checkpoint), before);
        const auto left = QDir(m_fixture.path(run)).entryList({QStringLiteral("*.part")}, QDir::Files);
        QVERIFY2(left.isEmpty(), qPrintable(left.join(u' ')));
        resumeAndCompare(run, -1);
    }

    void finishedRunsAreDone()
    {
        auto options = m_fixture.options({}, QStringLiteral("whole"));
        options.resume = true;
        const auto again = training::train(options, [](const auto&) {}, {});
        QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().message));
        QCOMPARE(again->steps, 0);
        QVERIFY(again->best.has_value());
    }

    void refusals()
    {
        auto nowhere = m_fixture.options({}, QStringLiteral("nowhere"));
        nowhere.resume = true;
        QCOMPARE(training::train(nowhere, {}, {}).error().code, base::ErrorCode::NotFound);

        TrainingFixture other;
        QVERIFY(other.draw(1, 4).has_value());
        auto otherData = m_fixture.options({}, QStringLiteral("whole"));
        otherData.resume = true;
        otherData.datasetRoot = other.dataset();
        const auto changed = training::train(otherData, {}, {}).error();
        QCOMPARE(changed.code, base::ErrorCode::Invalid);
        QVERIFY2(changed.message.contains(QStringLiteral("data set")), qPrintable(changed.message));

        // The best model so far is the best of the validation that it began with.
        QFile list(QDir(m_fixture.dataset()).filePath(QStringLiteral("metadata.csv")));
        const auto clips = contentOf(list.fileName());
        QVERIFY(list.resize(clips.lastIndexOf('\n', clips.size() - 2) + 1));
        auto otherValidation = m_fixture.options({}, QStringLiteral("whole"));
        otherValidation.resume = true;
        const auto validation = training::train(otherValidation, [](const auto&) {}, {});
        QVERIFY(list.open(QIODevice::WriteOnly) && list.write(clips) == clips.size() && list.flush());
        QVERIFY(!validation);
        QCOMPARE(validation.error().code, base::ErrorCode::Invalid);

        // A checkpoint that is cut off, and a file that is none.
        const auto path = m_fixture.path(QStringLiteral("whole/checkpoint.safetensors"));
        const auto whole = contentOf(path);
        auto damaged = m_fixture.options({}, QStringLiteral("whole"));
        damaged.resume = true;
        QVERIFY(QFile::resize(path, whole.size() / 2));
        QCOMPARE(training::train(damaged, {}, {}).error().code, base::ErrorCode::Damaged);
        QVERIFY(QFile::remove(path));
        QVERIFY(QFile::copy(m_fixture.path(QStringLiteral("whole/last.safetensors")), path));
        const auto model = training::train(damaged, {}, {}).error();
        QCOMPARE(model.code, base::ErrorCode::Unsupported);
        QVERIFY2(model.message.contains(QStringLiteral("checkpoint")), qPrintable(model.message));
    }

private:
    static constexpr int kSteps = 14;

    /// The run's log and weights end up as those of the run that nothing stopped.
    void resumeAndCompare(const QString& run, int stepsLeft)
    {
        auto options = m_fixture.options({}, run);
        options.resume = true;
        const auto resumed = training::train(options, [](const auto&) {}, {});
        QVERIFY2(resumed.has_value(), resumed ? "" : qPrintable(resumed.error().message));
        if (stepsLeft >= 0)
            QCOMPARE(resumed->steps, stepsLeft);
        for (const auto* kind : {"step", "epoch"}) {
            const auto whole = TrainingFixture::numbers(m_fixture.log(QStringLiteral("whole"), kind), "loss");
            const auto parts = TrainingFixture::numbers(m_fixture.log(run, kind), "loss");
            QCOMPARE(parts.size(), whole.size());
            const auto wrong = TrainingFixture::difference(whole, parts, whole.size(), 1e-5);
            QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(kind), wrong)));
        }
        const auto open = [&](const QString& name) {
            return nn::SafetensorsFile::open(
                m_fixture.path(name + QStringLiteral("/last.safetensors")).toStdString());
        };
        const auto whole = open(QStringLiteral("whole"));
        for (const auto& [name, tensor] : open(run).tensors)
            QVERIFY2(torch::allclose(tensor, whole.tensors.at(name), 1e-4, 1e-5), name.c_str());
    }

    TrainingFixture m_fixture;
    QString m_config;
};

QTEST_GUILESS_MAIN(tst_Resume)
#include "tst_Resume.moc"
