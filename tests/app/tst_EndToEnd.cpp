// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsBenchSemantic.h"
#include "core/formats/SegmentationReader.h"
#include "core/jobs/SessionModel.h"
#include "core/synthesis/DatasetSynthesis.h"
#include "tests/ui/StudioFixture.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace avs;

namespace {

/// Of the pixels that either map calls sounding, how many both do, with the right class.
double agreement(const imaging::LabelMap& found, const imaging::LabelMap& truth)
{
    int both = 0, either = 0;
    for (std::size_t i = 0; i < truth.pixels.size(); ++i) {
        both += truth.pixels[i] > 0 && truth.pixels[i] == found.pixels[i];
        either += truth.pixels[i] > 0 || found.pixels[i] > 0;
    }
    return either == 0 ? 1 : static_cast<double>(both) / either;
}

} // namespace

/// A stranger's clip, the shipped model, real events, and the truth.
class tst_EndToEnd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        synthesis::SynthesisOptions options;
        options.folder = m_folder.filePath(QStringLiteral("data"));
        options.clips = kClips;
        options.seed = 990'017; // training used another
        const auto made = synthesis::synthesizeDataset(options, [](int, int) {}, {});
        QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().message));
        const auto model = inference::findDataFile(QStringLiteral("models/tavis-tiny.safetensors"));
        QVERIFY2(!model.isEmpty(), "the tiny model is not in resources/models");
        m_studio = std::make_unique<testing::StudioFixture>(jobs::sessionModelFactory(
            model, QStringLiteral(AVS_TEST_DATA "/../../.deps/data/bpe_simple_vocab_16e6.txt"),
            inference::DeviceChoice::Cpu));
        m_studio->show();
        QTRY_VERIFY_WITH_TIMEOUT(
            m_studio->find<QLabel>("modelStatus")->text().contains(QStringLiteral("TAViS tiny")), 20'000);
    }

    void cleanupTestCase() { m_studio.reset(); }

    void segmentedClipsAgreeWithTheTruth()
    {
        const auto dataset = formats::readAvsBenchSemantic(m_folder.filePath(QStringLiteral("data")));
        QVERIFY(dataset.has_value());
        double sum = 0;
        int frames = 0;
        for (const auto& clip : dataset->clips) {
            drop(clip.videoPath);
            QTRY_COMPARE_WITH_TIMEOUT(m_studio->find<QLabel>("clipStatus")->toolTip(), clip.videoPath,
                                      30'000);
            QTRY_VERIFY_WITH_TIMEOUT(m_studio->find<QPushButton>("segmentButton")->isEnabled(), 30'000);
            QTest::mouseClick(m_studio->find<QPushButton>("segmentButton"), Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(m_studio->window->session()->track()->steps().size(), 5U, 60'000);
            QTRY_VERIFY_WITH_TIMEOUT(m_studio->find<QPushButton>("exportButton")->isEnabled(), 30'000);
            QVERIFY(m_studio->find<QListView>("legendList")->model()->rowCount() > 0);

            const auto out = m_folder.filePath(QStringLiteral("export-") + clip.uid);
            m_studio->prompts.exportFolder = out;
            QTest::mouseClick(m_studio->find<QPushButton>("exportButton"), Qt::LeftButton);
            // The description is moved into place last.
            QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(out + QStringLiteral("/segmentation.json")), 60'000);
            const auto steps = formats::readSegmentation(out);
            QVERIFY2(steps.has_value(), steps ? "" : qPrintable(steps.error().message));
            QCOMPARE(steps->size(), 5U);
            for (int k = 0; k < 5; ++k) {
                QVERIFY(std::abs((*steps)[k]->time.seconds() - (k + 0.5)) < 0.11);
                const auto sample = formats::readSample(*dataset, clip, k);
                QVERIFY(sample.has_value());
                sum += agreement((*steps)[k]->labels.decode(), sample->labels);
                ++frames;
            }
        }
        QCOMPARE(frames, kClips * 5);
        QVERIFY2(sum / frames > 0.5, qPrintable(QStringLiteral("mean agreement %1").arg(sum / frames)));
    }

    void finerMoments()
    {
        drop(m_folder.filePath(
            QStringLiteral("data/v1m/%1/clip.mp4").arg(synthesis::synthesizedUid(990'017, 0))));
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->window->session()->track()->isEmpty(), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->find<QPushButton>("segmentButton")->isEnabled(), 30'000);
        m_studio->find<QAction>("segmentation.step500")->trigger();
        QTest::mouseClick(m_studio->find<QPushButton>("segmentButton"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(m_studio->window->session()->track()->steps().size(), 10U, 60'000);
        QCOMPARE(m_studio->window->session()->track()->steps().front()->end.seconds(), 0.5);
    }

    /// Last: it takes the window away.
    void closesWhileTheModelRuns()
    {
        m_studio->find<QAction>("segmentation.step200")->trigger();
        QTest::mouseClick(m_studio->find<QPushButton>("segmentButton"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->window->session()->track()->isEmpty(), 30'000);
        QVERIFY(m_studio->window->session()->segmenting().running);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(m_studio->window->close());
        m_studio.reset();
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QStringLiteral("%1 ms").arg(timer.elapsed())));
    }

private:
    void drop(const QString& path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        const QPointF centre = m_studio->window->rect().center();
        QDragEnterEvent enter(centre.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_studio->window.get(), &enter);
        QDropEvent event(centre, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_studio->window.get(), &event);
    }

    static constexpr int kClips = 4;
    QTemporaryDir m_folder;
    std::unique_ptr<testing::StudioFixture> m_studio;
};

QTEST_MAIN(tst_EndToEnd)
#include "tst_EndToEnd.moc"
