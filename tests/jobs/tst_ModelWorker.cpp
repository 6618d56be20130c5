// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/ModelWorker.h"

#include <QSignalSpy>
#include <QTest>

using namespace avs;

namespace {

/// Hands out three empty steps and notes what it was asked for.
class NotingModel : public jobs::SegmentationModel
{
public:
    explicit NotingModel(inference::SegmentOptions& asked)
        : m_asked(asked)
    {}

    const inference::ModelInfo& info() const override { return m_info; }
    base::Result<int> segmentClip(const QString&, const inference::SegmentOptions& options,
                                  const std::function<void(inference::StepPredictionPtr, int)>& onStep,
                                  std::stop_token) override
    {
        m_asked = options;
        for (int i = 0; i < 3; ++i)
            onStep(std::make_shared<const inference::StepPrediction>(), 3);
        return 3;
    }

private:
    inference::SegmentOptions& m_asked;
    inference::ModelInfo m_info;
};

using ModelResult = base::Result<std::unique_ptr<jobs::SegmentationModel>>;

/// Has room for one model.
struct Memory
{
    int models = 0;
    QStringList tries; ///< names of the models whose loading was begun
};

class LargeModel : public NotingModel
{
public:
    LargeModel(Memory& memory, inference::SegmentOptions& asked)
        : NotingModel(asked)
        , m_memory(memory)
    {
        ++m_memory.models;
    }
    ~LargeModel() override { --m_memory.models; }

private:
    Memory& m_memory;
};

} // namespace

class tst_ModelWorker : public QObject
{
    Q_OBJECT

    Memory m_memory;
    inference::SegmentOptions m_asked;

    jobs::ModelFactory largeModel(const QString& name, bool fits = true)
    {
        return [this, name, fits](const std::stop_token&) -> ModelResult {
            m_memory.tries.append(name);
            if (m_memory.models > 0 || !fits)
                return base::Error{base::ErrorCode::OutOfMemory, QStringLiteral("full"), {}, {}};
            return ModelResult(std::make_unique<LargeModel>(m_memory, m_asked));
        };
    }

private Q_SLOTS:
    void init() { m_memory = {}; }

    /// An hour of logits and embeddings would fill the memory of whoever keeps the steps.
    void stepsComeWithoutTheirEvidence()
    {
        inference::SegmentOptions asked;
        jobs::ModelWorker worker(
            [&](const std::stop_token&) -> base::Result<std::unique_ptr<jobs::SegmentationModel>> {
                return std::unique_ptr<jobs::SegmentationModel>(std::make_unique<NotingModel>(asked));
            });
        QSignalSpy steps(&worker, &jobs::ModelWorker::stepReady);
        QSignalSpy finished(&worker, &jobs::ModelWorker::finished);
        worker.load();
        worker.segment(QStringLiteral("clip.mp4"), {.stepSeconds = 0.5, .muted = true});
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(steps.size(), 3);
        QCOMPARE(steps[2][2].toInt(), 3);
        QCOMPARE(asked.stepSeconds, 0.5);
        QVERIFY(asked.muted);
        QVERIFY(!asked.evidence);
    }

    void withoutAModelRunsFail()
    {
        jobs::ModelWorker worker(
            [](const std::stop_token&) -> base::Result<std::unique_ptr<jobs::SegmentationModel>> {
                return base::Error{base::ErrorCode::Damaged, QStringLiteral("broken"), {}, {}};
            });
        QSignalSpy failed(&worker, &jobs::ModelWorker::failed);
        worker.load();
        const auto run = worker.segment(QStringLiteral("clip.mp4"), {});
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toULongLong(), run);
        QCOMPARE(failed[0][1].value<base::Error>().message, QStringLiteral("broken"));
    }

    void anotherModelNeedsNoMemoryForBoth()
    {
        jobs::ModelWorker worker(largeModel("old"));
        QSignalSpy loaded(&worker, &jobs::ModelWorker::modelLoaded);
        worker.load();
        worker.replace(largeModel("new"));
        QTRY_COMPARE(loaded.size(), 2);
        QCOMPARE(m_memory.tries, QStringList({"old", "new", "new"}));
        worker.replace(largeModel("third"));
        QTRY_COMPARE(loaded.size(), 3);
    }

    void aModelThatIsTooLargeBringsTheFormerOneBack()
    {
        jobs::ModelWorker worker(largeModel("first"));
        QSignalSpy loaded(&worker, &jobs::ModelWorker::modelLoaded);
        QSignalSpy kept(&worker, &jobs::ModelWorker::modelKept);
        QSignalSpy finished(&worker, &jobs::ModelWorker::finished);
        worker.load();
        worker.replace(largeModel("second"));
        QTRY_COMPARE(loaded.size(), 2);
        m_memory.tries.clear();
        worker.replace(largeModel("huge", false));
        QTRY_COMPARE(kept.size(), 1);
        QCOMPARE(kept[0][0].value<base::Error>().message, QStringLiteral("full"));
        QCOMPARE(m_memory.tries, QStringList({"huge", "huge", "second"}));
        worker.segment(QStringLiteral("clip.mp4"), {});
        QTRY_COMPARE(finished.size(), 1);
    }

    void whereTheFormerOneDoesNotComeBackThereIsNone()
    {
        bool fits = true;
        jobs::ModelWorker worker([&](const std::stop_token& stop) -> ModelResult {
            return largeModel("old", std::exchange(fits, false))(stop);
        });
        QSignalSpy modelFailed(&worker, &jobs::ModelWorker::modelFailed);
        QSignalSpy failed(&worker, &jobs::ModelWorker::failed);
        worker.load();
        worker.replace(largeModel("huge", false));
        QTRY_COMPARE(modelFailed.size(), 1);
        worker.segment(QStringLiteral("clip.mp4"), {});
        QTRY_COMPARE(failed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_ModelWorker)
#include "tst_ModelWorker.moc"
