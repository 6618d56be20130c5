// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/ThumbnailWorker.h"
#include "core/jobs/WorkerThread.h"
#include "support/TestMedia.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using jobs::ThumbnailWorker;

class tst_ThumbnailWorker : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString written(const QString& name, const testing::ClipSpec& spec) const
    {
        const QString path = m_folder.filePath(name);
        if (!testing::writeClip(path, spec))
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

private Q_SLOTS:
    void theKeyFrameATenthIn()
    {
        testing::ClipSpec spec;
        spec.width = 640;
        spec.height = 480;
        spec.frames = 100; // the tenth is frame 10, the key frame before it frame 8
        spec.keyFrameEvery = 4;
        const auto thumbnail = media::readThumbnail(written("clip.mp4", spec), 192, 108);
        QVERIFY(thumbnail);
        QCOMPARE((*thumbnail)->image.width, 144);
        QCOMPARE((*thumbnail)->image.height, 108);
        QCOMPARE(testing::readFrameNumber((*thumbnail)->image), 8);
        QCOMPARE((*thumbnail)->info.width, 640);
        QVERIFY(std::abs((*thumbnail)->info.duration.seconds() - 4) < 0.1);
    }

    void uprightWithSquarePixelsAndNeverEnlarged()
    {
        testing::ClipSpec spec;
        spec.rotation = 90;
        auto thumbnail = media::readThumbnail(written("turned.mp4", spec), 192, 108);
        QVERIFY(thumbnail);
        QCOMPARE((*thumbnail)->image.height, 108);
        QCOMPARE((*thumbnail)->image.width, 65); // 96 × 160 made to fit
        spec.rotation = 0;
        thumbnail = media::readThumbnail(written("small.mp4", spec), 1000, 1000);
        QVERIFY(thumbnail);
        QCOMPARE((*thumbnail)->image.width, 160);
    }

    void soundAloneHasNoPicture()
    {
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.seconds = 2;
        spec.soundEncoder = "pcm_s16le";
        const auto thumbnail = media::readThumbnail(written("tone.wav", spec), 192, 108);
        QVERIFY(thumbnail);
        QVERIFY((*thumbnail)->image.isEmpty());
        QVERIFY((*thumbnail)->info.hasAudio);
    }

    void failuresAreSentences_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("missing") << "missing.mp4";
        QTest::newRow("noise") << "noise.mp4";
        QTest::newRow("empty") << "empty.mp4";
    }
    void failuresAreSentences()
    {
        QFETCH(QString, name);
        if (name != "missing.mp4")
            QVERIFY(testing::writeNoise(m_folder.filePath(name), name == "empty.mp4" ? 0 : 5000));
        const auto thumbnail = media::readThumbnail(m_folder.filePath(name), 192, 108);
        QVERIFY(!thumbnail);
        QVERIFY(thumbnail.error().message.contains(name));
    }

    void servesTheLatestWishInItsOrder()
    {
        const QString clip = written("wish.mp4", {});
        QStringList first;
        for (int i = 0; i < 400; ++i)
            first.append(m_folder.filePath(QString("missing %1.mp4").arg(i)));
        jobs::WorkerThread<ThumbnailWorker> worker("thumbnails");
        QSignalSpy ready(worker.get(), &ThumbnailWorker::ready);
        QSignalSpy failed(worker.get(), &ThumbnailWorker::failed);
        worker->want(first);
        worker->want({clip, m_folder.filePath("last.mp4")});
        QTRY_VERIFY_WITH_TIMEOUT(
            !failed.isEmpty() && failed.last().at(0).toString() == m_folder.filePath("last.mp4"), 30000);
        QCOMPARE(ready.count(), 1);
        QCOMPARE(ready.first().at(0).toString(), clip);
        QVERIFY(failed.count() < 400); // not all that was wished for at first
    }
};

QTEST_GUILESS_MAIN(tst_ThumbnailWorker)
#include "tst_ThumbnailWorker.moc"
