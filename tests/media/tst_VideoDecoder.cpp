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
using media::FrameTable;
using media::VideoDecoder;
using testing::ClipSpec;
using testing::h264;
using testing::unevenTimes;

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
    void aDamagedPngSwallowsNoOther_data();
    void aDamagedPngSwallowsNoOther();
    void brokenSoundTrackIsNoHindrance();
    void damageIsSaid();
    void aMissingLastSecondIsDamage();
    void leftOutPicturesAreNoDamage();
    void survivesAbsurdTimestamps_data();
    void survivesAbsurdTimestamps();
    void theFirstFrameNeedsNoIndex();
    void anyTimeNeedsNoIndex_data();
    void anyTimeNeedsNoIndex();
    void jumpsBeginAtTheNearestKeyFrame_data();
    void jumpsBeginAtTheNearestKeyFrame();
    void waitsForTheIndex();
    void goesOnAfterAnInterruption();
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

void tst_VideoDecoder::aDamagedPngSwallowsNoOther_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("sound");
    for (const char* name : {"png.mkv", "png.mov", "png.avi", "png.nut"}) {
        QTest::addRow("%s", name) << QString::fromLatin1(name) << false;
        QTest::addRow("%s with sound", name) << QString::fromLatin1(name) << true;
    }
}

void tst_VideoDecoder::aDamagedPngSwallowsNoOther()
{
    QFETCH(QString, name);
    QFETCH(bool, sound);
    constexpr int kDamaged = 5;
    ClipSpec spec;
    spec.encoder = "png";
    spec.sound = sound;
    spec.soundEncoder = "pcm_s16le";
    const QString path = make(name, spec);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray bytes = file.readAll();
    const QByteArray signature("\x89PNG\r\n\x1a\n", 8);
    qsizetype at = -1;
    for (int n = 0; n <= kDamaged; ++n)
        at = bytes.indexOf(signature, at + 1);
    QVERIFY(at > 0 && file.seek(at));
    file.write(QByteArray(signature.size(), '\0'));
    file.close();
    auto opened = VideoDecoder::open(path);
    QVERIFY(opened);
    QCOMPARE((*opened)->frames()->size(), spec.frames);
    for (int n = 0; n < spec.frames; ++n) {
        const auto frame = (*opened)->read(FrameIndex(n));
        QCOMPARE(frame.has_value(), n != kDamaged);
        if (frame)
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

void tst_VideoDecoder::damageIsSaid()
{
    for (const char* name : {"broken.mkv", "broken.avi", "broken.mov"}) {
        const QString path = make(QString::fromLatin1(name), h264(2, 12));
        auto whole = VideoDecoder::open(path);
        QVERIFY(whole);
        QVERIFY2(!(*whole)->damage(), name);
        if (path.endsWith(QStringLiteral(".mov"))) {
            QFile moved(path); // with its index in front, so that the beginning can be played
            const QString front = m_folder.filePath(QStringLiteral("front.mov"));
            QProcess::execute(QStringLiteral("ffmpeg"),
                              {QStringLiteral("-v"), QStringLiteral("fatal"), QStringLiteral("-y"),
                               QStringLiteral("-i"), path, QStringLiteral("-c"), QStringLiteral("copy"),
                               QStringLiteral("-movflags"), QStringLiteral("faststart"), front});
            QVERIFY(moved.remove() && QFile::rename(front, path));
        }
        QVERIFY(testing::truncateFile(path, QFile(path).size() * 7 / 10));
        auto cut = VideoDecoder::open(path);
        QVERIFY2(cut, name);
        QVERIFY2((*cut)->damage(), name);
        QCOMPARE((*cut)->damage()->code, base::ErrorCode::Damaged);
        QVERIFY((*cut)->damage()->message.contains(QString::fromLatin1(name)));
    }
}

void tst_VideoDecoder::aMissingLastSecondIsDamage()
{
    ClipSpec spec = h264(0, 12);
    spec.encoder = "mjpeg"; // pictures of about one size
    spec.frames = 1500;
    const QString path = make(QStringLiteral("minute.avi"), spec);
    QVERIFY(testing::truncateFile(path, QFile(path).size() * 97 / 100));
    auto cut = VideoDecoder::open(path);
    QVERIFY(cut);
    QVERIFY((*cut)->frames()->size() < spec.frames - 20);
    QVERIFY((*cut)->damage());
}

void tst_VideoDecoder::leftOutPicturesAreNoDamage()
{
    ClipSpec spec = h264(0, 12);
    // AVI stores every moment of its clock; those without a picture stay empty.
    for (int n = 0; n < spec.frames; ++n)
        spec.times.push_back(MediaTime::fromSeconds(0.04 * (n < 30 ? n : n + 10)));
    auto opened = VideoDecoder::open(make(QStringLiteral("gap.avi"), spec));
    QVERIFY(opened);
    QCOMPARE((*opened)->frames()->size(), spec.frames);
    QVERIFY(!(*opened)->damage());
}

void tst_VideoDecoder::survivesAbsurdTimestamps_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("stamps");
    for (const char* name : {"absurd.mp4", "absurd.mkv", "absurd.nut"}) {
        const QString file = QString::fromLatin1(name);
        QTest::addRow("%s, all", name) << file << QStringLiteral("PTS+9200000000000000000");
        QTest::addRow("%s, from the middle", name)
            << file << QStringLiteral("PTS+if(gt(N\\,12)\\,9200000000000000000)");
    }
}

void tst_VideoDecoder::survivesAbsurdTimestamps()
{
    QFETCH(QString, name);
    QFETCH(QString, stamps);
    ClipSpec spec;
    spec.encoder = "mpeg4";
    const QString sane = make(QStringLiteral("sane.mp4"), spec);
    const QString path = m_folder.filePath(name);
    QProcess::execute(QStringLiteral("ffmpeg"),
                      {QStringLiteral("-v"), QStringLiteral("fatal"), QStringLiteral("-y"),
                       QStringLiteral("-i"), sane, QStringLiteral("-c"), QStringLiteral("copy"),
                       QStringLiteral("-bsf:v"), QStringLiteral("setts=ts=") + stamps, path});
    QVERIFY(QFile(path).size() > 0);
    auto opened = VideoDecoder::open(path);
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
    const auto frames = (*opened)->frames();
    QVERIFY(frames->size() > 0);
    for (std::int64_t n = 1; n < frames->size(); ++n)
        QVERIFY(frames->timeOf(FrameIndex(n)) > frames->timeOf(FrameIndex(n - 1)));
    const FrameIndex last(frames->size() - 1);
    QVERIFY(frames->endOf(last) > frames->timeOf(last));
    int good = 0;
    for (std::int64_t n = 0; n < frames->size(); ++n)
        good += (*opened)->read(FrameIndex(n)) ? 1 : 0;
    QVERIFY(good > 0);
}

void tst_VideoDecoder::theFirstFrameNeedsNoIndex()
{
    auto opened =
        VideoDecoder::openAtOnce(make(QStringLiteral("first.mp4"), h264(2, 12)), VideoDecoder::Hardware::Off);
    QVERIFY(opened);
    QVERIFY(!(*opened)->isIndexed());
    QCOMPARE((*opened)->frames()->size(), 1);
    const auto frame = (*opened)->read(FrameIndex(0));
    QVERIFY(frame);
    QCOMPARE(testing::readFrameNumber((*frame)->image), 0);
}

void tst_VideoDecoder::anyTimeNeedsNoIndex_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ClipSpec>("spec");
    ClipSpec uneven = h264(2, 15);
    uneven.times = unevenTimes(uneven.frames);
    uneven.times.back() = uneven.times.back() + MediaTime::fromSeconds(5);
    QTest::newRow("mp4") << QStringLiteral("when.mp4") << uneven;
    QTest::newRow("mkv") << QStringLiteral("when.mkv") << uneven;
    ClipSpec open = h264(3, 9);
    open.openGop = true;
    QTest::newRow("open groups") << QStringLiteral("when_open.mkv") << open;
    QTest::newRow("ts") << QStringLiteral("when.ts") << h264(2, 12);
    ClipSpec late = h264(2, 12);
    late.sound = true;
    late.start = MediaTime::fromSeconds(0.48);
    QTest::newRow("late") << QStringLiteral("when_late.mp4") << late;
}

void tst_VideoDecoder::anyTimeNeedsNoIndex()
{
    QFETCH(QString, name);
    QFETCH(ClipSpec, spec);
    const QString path = make(name, spec);
    auto indexed = VideoDecoder::open(path);
    auto opened = VideoDecoder::openAtOnce(path, VideoDecoder::Hardware::Off);
    QVERIFY(indexed && opened);
    const FrameTable& frames = *(*indexed)->frames();
    QCOMPARE(frames.size(), spec.frames);
    std::vector<int> order{0, 1, 2, 3, 30, 31, 29, 59, 58, 0, 59};
    for (int n = 0; n < spec.frames; n += 3)
        order.push_back((n * 17) % spec.frames);
    for (const int n : order) {
        const MediaTime begin = frames.timeOf(FrameIndex(n));
        const MediaTime end = frames.endOf(FrameIndex(n));
        for (const MediaTime time : {begin, end - MediaTime::fromMicroseconds(1)}) {
            const auto frame = (*opened)->readAt(time);
            QVERIFY2(frame, qPrintable(QString::number(n)));
            QCOMPARE((*frame)->index, FrameIndex(-1));
            QVERIFY2((*frame)->time == begin, qPrintable(QStringLiteral("frame %1 at %2 us: %3 instead of %4")
                                                             .arg(n)
                                                             .arg(time.microseconds())
                                                             .arg((*frame)->time.microseconds())
                                                             .arg(begin.microseconds())));
            QCOMPARE(testing::readFrameNumber((*frame)->image), n);
        }
    }
}

void tst_VideoDecoder::jumpsBeginAtTheNearestKeyFrame_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"jump.mp4", "jump.mov", "jump.mkv", "jump.avi", "jump.ts", "jump.flv"})
        QTest::addRow("%s", name) << QString::fromLatin1(name);
}

/// One key frame earlier is right, too, but takes as much longer as the key frames lie apart.
void tst_VideoDecoder::jumpsBeginAtTheNearestKeyFrame()
{
    QFETCH(QString, name);
    ClipSpec spec = h264(3, 60);
    spec.frames = 240;
    auto opened = VideoDecoder::open(make(name, spec));
    QVERIFY(opened);
    for (const int n : {190, 70, 235, 125}) {
        const auto runUp = (*opened)->runUp(FrameIndex(n));
        QVERIFY(runUp > 0 && runUp < 60);
        int packets = 0;
        const auto frame = (*opened)->read(FrameIndex(n), {}, [&] {
            ++packets;
            return false;
        });
        QVERIFY(frame);
        QCOMPARE(testing::readFrameNumber((*frame)->image), n);
        // Those that the decoder's threads want beforehand come on top.
        QVERIFY2(packets < runUp + 40,
                 qPrintable(QStringLiteral("%1: %2 of %3").arg(n).arg(packets).arg(runUp)));
    }
}

void tst_VideoDecoder::waitsForTheIndex()
{
    for (const char* name : {"wait.mp4", "wait.avi", "wait.h264"}) {
        const QString path = make(QString::fromLatin1(name), h264(2, 12));
        auto opened = VideoDecoder::openAtOnce(path, VideoDecoder::Hardware::Off);
        QVERIFY2(opened, name);
        // Nobody builds it yet.
        QCOMPARE((*opened)->read(FrameIndex(50)).error().code, base::ErrorCode::Cancelled);
        (*opened)->startIndexing();
        const auto frame = (*opened)->read(FrameIndex(50));
        QVERIFY2(frame, name);
        QCOMPARE(testing::readFrameNumber((*frame)->image), 50);
        const auto atTime = (*opened)->readAt(MediaTime::fromSeconds(30.5 / 25));
        QVERIFY2(atTime, name);
        QCOMPARE(testing::readFrameNumber((*atTime)->image), 30);
        QCOMPARE((*opened)->read(FrameIndex(60)).error().code, base::ErrorCode::Invalid);
        QVERIFY((*opened)->isIndexed());
    }
}

void tst_VideoDecoder::goesOnAfterAnInterruption()
{
    ClipSpec spec = h264(2, 250);
    spec.frames = 200;
    auto opened = VideoDecoder::open(make(QStringLiteral("interrupted.mp4"), spec));
    QVERIFY(opened);
    // Interrupted ever later on the way to one frame, and then sent to another, before or behind.
    int interruptions = 0;
    for (int patience = 0; patience < 120; patience += 7) {
        int asked = 0;
        const auto last = (*opened)->read(FrameIndex(150), {}, [&] { return ++asked > patience; });
        if (!last) {
            QCOMPARE(last.error().code, base::ErrorCode::Cancelled);
            ++interruptions;
        }
        const int wanted = (patience * 31) % spec.frames;
        const auto frame = (*opened)->read(FrameIndex(wanted));
        QVERIFY(frame);
        QCOMPARE(testing::readFrameNumber((*frame)->image), wanted);
    }
    QVERIFY(interruptions > 5);
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
