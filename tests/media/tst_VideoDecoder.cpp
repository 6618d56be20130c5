// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/VideoDecoder.h"
#include "support/TestMedia.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>

using namespace avs;
using base::FrameIndex;
using base::MediaTime;
using media::VideoDecoder;
using testing::ClipSpec;

namespace {

/// Everything that the `ffmpeg` program decodes from a file, one frame after the other.
QByteArray decodedByFfmpeg(const QString& path)
{
    QProcess ffmpeg;
    ffmpeg.start(QStringLiteral("ffmpeg"),
                 {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-i"), path,
                  QStringLiteral("-map"), QStringLiteral("0:v:0"), QStringLiteral("-fps_mode"),
                  QStringLiteral("passthrough"), QStringLiteral("-f"), QStringLiteral("rawvideo"),
                  QStringLiteral("-pix_fmt"), QStringLiteral("rgb24"), QStringLiteral("-")});
    ffmpeg.waitForFinished(60000);
    return ffmpeg.readAllStandardOutput();
}

std::vector<MediaTime> unevenTimes(int count)
{
    std::vector<MediaTime> times;
    std::int64_t us = 0;
    for (int n = 0; n < count; ++n) {
        times.push_back(MediaTime::fromMicroseconds(us));
        us += 10000 + (n * 7919) % 90 * 1000;
    }
    return times;
}

ClipSpec h264(int bFrames, int keyFrameEvery)
{
    ClipSpec spec;
    spec.bFrames = bFrames;
    spec.keyFrameEvery = keyFrameEvery;
    spec.frames = 60;
    return spec;
}

} // namespace

class tst_VideoDecoder : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString make(const QString& name, const ClipSpec& spec)
    {
        const QString path = m_folder.filePath(name);
        return testing::writeClip(path, spec) ? path : QString();
    }

private Q_SLOTS:
    void timesAreThoseOfTheFile();
    void startOffsetOfPicturesIsKept();
    void turnsPicturesUpright_data();
    void turnsPicturesUpright();
    void makesPixelsSquare();
    void truncatedFileGivesWhatIsThere();
    void damagedMiddleLeavesTheRest();
    void brokenSoundTrackIsNoHindrance();
    void saysWhatIsWrong();
    void stops();
};

void tst_VideoDecoder::timesAreThoseOfTheFile()
{
    ClipSpec spec = h264(2, 20);
    spec.times = unevenTimes(spec.frames);
    for (const char* name : {"times.mp4", "times.mkv"}) {
        auto opened = VideoDecoder::open(make(QString::fromLatin1(name), spec));
        QVERIFY(opened);
        const auto& table = (*opened)->frames();
        QCOMPARE(table->size(), spec.frames);
        for (int n = 0; n < spec.frames; ++n) {
            QCOMPARE(table->timeOf(FrameIndex(n)), spec.times[std::size_t(n)]);
            const auto frame = (*opened)->read(FrameIndex(n));
            QVERIFY(frame);
            QCOMPARE(testing::readFrameNumber((*frame)->image), n);
        }
    }
}

void tst_VideoDecoder::startOffsetOfPicturesIsKept()
{
    ClipSpec spec = h264(2, 12);
    spec.start = MediaTime::fromSeconds(0.48);
    // Alone, the pictures are the clip's earliest stream and start at zero; sound before them moves them.
    auto alone = VideoDecoder::open(make(QStringLiteral("late.mkv"), spec));
    QVERIFY(alone);
    QCOMPARE((*alone)->frames()->timeOf(FrameIndex(0)), MediaTime());
    spec.sound = true;
    for (const char* name : {"late_sound.mp4", "late_sound.ts"}) {
        auto opened = VideoDecoder::open(make(QString::fromLatin1(name), spec));
        QVERIFY(opened);
        const auto& table = (*opened)->frames();
        QCOMPARE(table->size(), spec.frames);
        // The encoder's lead-in of 1024 samples counts as sound where the container cannot hide it.
        QVERIFY(std::abs(table->timeOf(FrameIndex(0)).seconds() - 0.48) < 0.03);
        for (const int n : {50, 3, 0}) {
            const auto frame = (*opened)->read(FrameIndex(n));
            QVERIFY(frame);
            QCOMPARE(testing::readFrameNumber((*frame)->image), n);
        }
    }
}

void tst_VideoDecoder::turnsPicturesUpright_data()
{
    QTest::addColumn<int>("degrees");
    for (const int degrees : {90, 180, 270})
        QTest::addRow("%d", degrees) << degrees;
}

void tst_VideoDecoder::turnsPicturesUpright()
{
    QFETCH(int, degrees);
    ClipSpec spec = h264(0, 12);
    spec.frames = 5;
    spec.rotation = degrees;
    const QString path = make(QStringLiteral("turned%1.mp4").arg(degrees), spec);
    const QByteArray truth = decodedByFfmpeg(path);
    auto opened = VideoDecoder::open(path);
    QVERIFY(opened);
    QCOMPARE((*opened)->width(), degrees == 180 ? 160 : 96);
    QCOMPARE((*opened)->height(), degrees == 180 ? 96 : 160);
    const auto frame = (*opened)->read(FrameIndex(0));
    QVERIFY(frame);
    const imaging::RgbImage& image = (*frame)->image;
    QVERIFY(truth.size() >= qsizetype(image.pixels.size()));
    // ffmpeg turns before it converts, so chroma may be rounded otherwise.
    int largest = 0;
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        largest = std::max(largest, std::abs(int(image.pixels[i]) - int(std::uint8_t(truth[qsizetype(i)]))));
    QVERIFY2(largest <= 2, qPrintable(QString::number(largest)));
}

void tst_VideoDecoder::makesPixelsSquare()
{
    ClipSpec spec = h264(0, 12);
    spec.frames = 12;
    spec.aspectNum = 4;
    spec.aspectDen = 3;
    auto opened = VideoDecoder::open(make(QStringLiteral("wide.mp4"), spec));
    QVERIFY(opened);
    QCOMPARE((*opened)->width(), 213);
    QCOMPARE((*opened)->height(), 96);
    const auto frame = (*opened)->read(FrameIndex(11));
    QVERIFY(frame);
    QCOMPARE((*frame)->image.width, 213);
    QCOMPARE(testing::readFrameNumber((*frame)->image), 11);
}

void tst_VideoDecoder::truncatedFileGivesWhatIsThere()
{
    ClipSpec spec = h264(2, 12);
    for (const char* name : {"cut.mkv", "cut.ts", "cut.avi"}) {
        const QString path = make(QString::fromLatin1(name), spec);
        QVERIFY(testing::truncateFile(path, QFile(path).size() * 6 / 10));
        auto opened = VideoDecoder::open(path);
        QVERIFY2(opened, name);
        const std::int64_t count = (*opened)->frames()->size();
        QVERIFY(count > 15 && count < spec.frames);
        int good = 0;
        for (std::int64_t n = 0; n < count; ++n) {
            const auto frame = (*opened)->read(FrameIndex(n));
            if (frame)
                good += testing::readFrameNumber((*frame)->image) >= 0 ? 1 : 0;
            else
                QCOMPARE(frame.error().code, base::ErrorCode::Damaged);
        }
        QVERIFY2(good >= count - 4, name);
    }
}

void tst_VideoDecoder::damagedMiddleLeavesTheRest()
{
    ClipSpec spec = h264(2, 10);
    spec.frames = 100;
    const QString path = make(QStringLiteral("holes.mp4"), spec);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() / 2));
    file.write(QByteArray(file.size() / 20, '\0'));
    file.close();
    auto opened = VideoDecoder::open(path);
    QVERIFY(opened);
    QCOMPARE((*opened)->frames()->size(), spec.frames);
    int wrong = 0;
    for (int n = 0; n < spec.frames; ++n) {
        const auto frame = (*opened)->read(FrameIndex(n));
        if (frame)
            QCOMPARE((*frame)->index, FrameIndex(n));
        else
            QCOMPARE(frame.error().code, base::ErrorCode::Damaged);
        wrong += frame && testing::readFrameNumber((*frame)->image) == n ? 0 : 1;
    }
    QVERIFY(wrong > 0 && wrong < 40);
    for (const int n : {99, 0, 85, 12}) {
        const auto frame = (*opened)->read(FrameIndex(n));
        QVERIFY(frame);
        QCOMPARE(testing::readFrameNumber((*frame)->image), n);
    }
}

void tst_VideoDecoder::brokenSoundTrackIsNoHindrance()
{
    ClipSpec spec = h264(0, 12);
    spec.sound = true;
    const QString path = make(QStringLiteral("nosound.mp4"), spec);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    // The sound's description becomes one of a codec that nobody knows.
    const qsizetype at = bytes.lastIndexOf("mp4a");
    QVERIFY(at > 0);
    bytes.replace(at, 4, "zzzz");
    file.seek(0);
    file.write(bytes);
    file.close();
    auto opened = VideoDecoder::open(path);
    QVERIFY(opened);
    const auto frame = (*opened)->read(FrameIndex(30));
    QVERIFY(frame);
    QCOMPARE(testing::readFrameNumber((*frame)->image), 30);
}

void tst_VideoDecoder::saysWhatIsWrong()
{
    ClipSpec sound;
    sound.frames = 0;
    sound.sound = true;
    sound.soundEncoder = "pcm_s16le";
    sound.seconds = 0.5;
    const auto noPictures = VideoDecoder::open(make(QStringLiteral("only.wav"), sound));
    QVERIFY(!noPictures);
    QCOMPARE(noPictures.error().code, base::ErrorCode::Unsupported);
    QVERIFY(noPictures.error().message.contains(QStringLiteral("only.wav")));
    QVERIFY(noPictures.error().message.contains(QStringLiteral("no pictures")));

    auto opened = VideoDecoder::open(make(QStringLiteral("range.mp4"), h264(0, 12)));
    QVERIFY(opened);
    for (const int n : {-1, 60}) {
        const auto frame = (*opened)->read(FrameIndex(n));
        QVERIFY(!frame);
        QCOMPARE(frame.error().code, base::ErrorCode::Invalid);
    }
}

void tst_VideoDecoder::stops()
{
    const QString path = make(QStringLiteral("stop.mp4"), h264(2, 250));
    std::stop_source stop;
    stop.request_stop();
    const auto refused = VideoDecoder::open(path, stop.get_token());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::ErrorCode::Cancelled);

    auto opened = VideoDecoder::open(path);
    QVERIFY(opened);
    const auto stopped = (*opened)->read(FrameIndex(40), stop.get_token());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, base::ErrorCode::Cancelled);
    const auto frame = (*opened)->read(FrameIndex(40));
    QVERIFY(frame);
    QCOMPARE(testing::readFrameNumber((*frame)->image), 40);
}

QTEST_GUILESS_MAIN(tst_VideoDecoder)
#include "tst_VideoDecoder.moc"
