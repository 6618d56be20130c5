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

} // namespace

class tst_ModelWorker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
};

QTEST_GUILESS_MAIN(tst_ModelWorker)
#include "tst_ModelWorker.moc"
