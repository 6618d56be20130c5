// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/VideoDecoder.h"
#include "support/TestMedia.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <random>

using namespace avs;
using base::FrameIndex;
using base::MediaTime;
using media::VideoDecoder;
using testing::ClipSpec;
using testing::h264;
using testing::unevenTimes;

namespace {

QByteArray runFfmpeg(const QStringList& arguments)
{
    QProcess ffmpeg;
    ffmpeg.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    ffmpeg.start(QStringLiteral("ffmpeg"), QStringList{QStringLiteral("-nostdin"), QStringLiteral("-v"),
                                                       QStringLiteral("fatal"), QStringLiteral("-y")} +
                                               arguments);
    ffmpeg.waitForFinished(60'000);
    return ffmpeg.readAllStandardOutput();
}

/// Everything that the `ffmpeg` program decodes from a file as RGB, one frame after the other; turned and
/// scaled by `filters`.
QByteArray decodedByFfmpeg(const QString& path, const char* filters)
{
    QStringList arguments{
        QStringLiteral("-noautorotate"), QStringLiteral("-i"),    path,
        QStringLiteral("-map"),          QStringLiteral("0:v:0"), QStringLiteral("-fps_mode"),
        QStringLiteral("passthrough"),   QStringLiteral("-f"),    QStringLiteral("rawvideo"),
        QStringLiteral("-pix_fmt"),      QStringLiteral("rgb24")};
    if (filters)
        arguments << QStringLiteral("-vf") << QString::fromLatin1(filters);
    return runFfmpeg(arguments << QStringLiteral("-"));
}

ClipSpec coded(const char* encoder, int bFrames = 0)
{
    ClipSpec spec;
    spec.encoder = encoder;
    spec.bFrames = bFrames;
    return spec;
}

ClipSpec with(ClipSpec spec, const std::function<void(ClipSpec&)>& change)
{
    change(spec);
    return spec;
}

} // namespace

/// The picture at index n is the n-th that the `ffmpeg` program decodes, byte for byte, whatever the file.
class tst_FrameTruth : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    static void addClips();
    QString make(const QString& name, const ClipSpec& spec) const
    {
        const QString path = m_folder.filePath(name);
        return testing::writeClip(path, spec) ? path : QString();
    }
    static void compare(const QString& path, const QByteArray& truth);
    static std::vector<imaging::RgbImage> inSequence(VideoDecoder& decoder);

private Q_SLOTS:
    void inOrder_data() { addClips(); }
    void inOrder();
    void inAnyOrder_data() { addClips(); }
    void inAnyOrder();
    void onTheWay_data() { addClips(); }
    void onTheWay();
    void withinAnEditList();
    void fromWhereARecordingBegins();
    void ofASeriesOfPictures();
    void ofOnePicture();
    void upToWhereAFileIsCut_data();
    void upToWhereAFileIsCut();
};

void tst_FrameTruth::addClips()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ClipSpec>("spec");
    QTest::addColumn<QByteArray>("filters");
    const auto add = [](const char* title, const char* name, const ClipSpec& spec, const char* filters = "") {
        QTest::newRow(title) << QString::fromLatin1(name) << spec << QByteArray(filters);
    };
    add("constant rate", "cfr.mp4", h264(0, 12));
    add("B-frames, long groups", "b.mp4", h264(3, 250));
    add("B-frames, open groups", "open.mkv", with(h264(3, 9), [](ClipSpec& s) { s.openGop = true; }));
    const auto uneven = with(h264(2, 15), [](ClipSpec& s) { s.times = unevenTimes(s.frames); });
    add("variable rate with B-frames", "vfr.mp4", uneven);
    add("variable rate, Matroska", "vfr.mkv", uneven);
    const auto late = with(h264(2, 12), [](ClipSpec& s) {
        s.start = MediaTime::fromSeconds(0.48);
        s.sound = true;
    });
    add("pictures begin after the sound", "late.mp4", late);
    add("pictures begin after the sound, Matroska", "late.mkv", late);
    add("with sound", "sound.mov", with(h264(2, 12), [](ClipSpec& s) { s.sound = true; }));
    add("transport stream", "b.ts", h264(2, 12));
    add("H.264 with B-frames in AVI", "b.avi", h264(2, 12));
    add("bare H.264", "bare.h264", h264(2, 12));
    add("H.265", "hevc.mp4", with(coded("libx265", 2), [](ClipSpec& s) { s.frames = 20; }));
    add("MPEG-4", "old.mp4", coded("mpeg4"));
    add("MPEG-4 with B-frames in AVI", "old.avi", coded("mpeg4", 2));
    add("MPEG-2", "old.mpg", coded("mpeg2video"));
    add("Motion JPEG", "still.avi", coded("mjpeg"));
    add("VP8", "vp8.webm", with(coded("libvpx"), [](ClipSpec& s) { s.frames = 40; }));
    add("VP9", "vp9.webm", coded("libvpx-vp9"));
    add("GIF", "small.gif", coded("gif"));
    add("4:2:2", "422.mkv", with(h264(2, 12), [](ClipSpec& s) { s.pixelFormat = "yuv422p"; }));
    add("4:4:4", "444.mkv", with(h264(2, 12), [](ClipSpec& s) { s.pixelFormat = "yuv444p"; }));
    add("4:2:2 of 10 bits", "422p10.mkv",
        with(h264(2, 12), [](ClipSpec& s) { s.pixelFormat = "yuv422p10le"; }));
    add("4:2:0 of 10 bits", "420p10.mp4",
        with(h264(2, 12), [](ClipSpec& s) { s.pixelFormat = "yuv420p10le"; }));
    const auto sized = [](ClipSpec spec, int width, int height) {
        spec.width = width;
        spec.height = height;
        return spec;
    };
    add("width that is no multiple of 16", "odd.mp4", sized(h264(2, 12), 150, 90));
    add("odd size, 4:2:0", "odd420.webm", sized(coded("libvpx-vp9"), 151, 91));
    add("odd size, lossless 4:2:0", "odd.mkv", sized(coded("ffv1"), 163, 99));
    add("odd size, RGB", "rgb.avi", sized(with(coded("png"), [](ClipSpec& s) { s.frames = 8; }), 151, 91));
    const auto turned = [](int degrees) {
        return with(h264(2, 12), [=](ClipSpec& s) {
            s.rotation = degrees;
            s.frames = 12;
        });
    };
    add("turned by 90", "turned90.mp4", turned(90), "format=rgb24,transpose=clock");
    add("turned by 180", "turned180.mp4", turned(180), "format=rgb24,hflip,vflip");
    add("turned by 270", "turned270.mov", turned(270), "format=rgb24,transpose=cclock");
    const auto wide = with(h264(2, 12), [](ClipSpec& s) {
        s.aspectNum = 4;
        s.aspectDen = 3;
        s.frames = 12;
    });
    add("pixels that are not square", "wide.mp4", wide, "scale=213:96:flags=bicubic,format=rgb24");
    add("neither square nor upright", "wide90.mp4", with(wide, [](ClipSpec& s) { s.rotation = 90; }),
        "scale=213:96:flags=bicubic,format=rgb24,transpose=clock");
}

void tst_FrameTruth::compare(const QString& path, const QByteArray& truth)
{
    auto opened = VideoDecoder::open(path);
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
    VideoDecoder& decoder = **opened;
    const qsizetype frameBytes = qsizetype(3) * decoder.width() * decoder.height();
    QVERIFY(!truth.isEmpty());
    QCOMPARE(truth.size() % frameBytes, 0);
    QCOMPARE(decoder.frames()->size(), truth.size() / frameBytes);
    for (std::int64_t n = 0; n < decoder.frames()->size(); ++n) {
        const auto frame = decoder.read(FrameIndex(n));
        QVERIFY2(frame, qPrintable(frame ? QString() : frame.error().message));
        QCOMPARE((*frame)->index, FrameIndex(n));
        QCOMPARE((*frame)->time, decoder.frames()->timeOf(FrameIndex(n)));
        const imaging::RgbImage& image = (*frame)->image;
        QCOMPARE(qsizetype(image.pixels.size()), frameBytes);
        QVERIFY2(std::memcmp(image.pixels.data(), truth.constData() + n * frameBytes,
                             std::size_t(frameBytes)) == 0,
                 qPrintable(QStringLiteral("frame %1 differs").arg(n)));
    }
}

void tst_FrameTruth::inOrder()
{
    QFETCH(QString, name);
    QFETCH(ClipSpec, spec);
    QFETCH(QByteArray, filters);
    const QString path = make(name, spec);
    QVERIFY(!path.isEmpty());
    compare(path, decodedByFfmpeg(path, filters.isEmpty() ? nullptr : filters.constData()));
}

std::vector<imaging::RgbImage> tst_FrameTruth::inSequence(VideoDecoder& decoder)
{
    std::vector<imaging::RgbImage> sequence;
    for (std::int64_t n = 0; n < decoder.frames()->size(); ++n)
        sequence.push_back((*decoder.read(FrameIndex(n)))->image);
    return sequence;
}

void tst_FrameTruth::inAnyOrder()
{
    QFETCH(QString, name);
    QFETCH(ClipSpec, spec);
    const QString path = make(name, spec);
    auto opened = VideoDecoder::open(path);
    QVERIFY(opened);
    VideoDecoder& decoder = **opened;
    const std::int64_t count = decoder.frames()->size();
    const auto sequence = inSequence(decoder);

    std::vector<std::int64_t> order(std::size_t(count), 0);
    std::iota(order.begin(), order.end(), 0);
    std::mt19937 random(7);
    std::shuffle(order.begin(), order.end(), random);
    // The ends one after the other, and a frame twice.
    order.insert(order.end(), {count - 1, 0, count - 1, count - 1, count - 2, 1});
    for (const std::int64_t n : order) {
        const auto frame = decoder.read(FrameIndex(n));
        QVERIFY(frame);
        QVERIFY2((*frame)->image == sequence[std::size_t(n)], qPrintable(QStringLiteral("frame %1").arg(n)));
    }
}

/// What stands in for a frame before it is there is the frame that it says it is.
void tst_FrameTruth::onTheWay()
{
    QFETCH(QString, name);
    QFETCH(ClipSpec, spec);
    const QString path = make(name, spec);
    auto opened = VideoDecoder::open(path);
    QVERIFY(opened);
    VideoDecoder& decoder = **opened;
    const std::int64_t count = decoder.frames()->size();
    const auto sequence = inSequence(decoder);
    const auto isTrue = [&](const media::VideoFramePtr& frame) {
        return frame->index.value() >= 0 && frame->index.value() < count &&
               frame->time == decoder.frames()->timeOf(frame->index) &&
               frame->image == sequence[std::size_t(frame->index.value())];
    };

    std::mt19937 random(9);
    int keyFrames = 0;
    for (int jump = 0; jump < 60; ++jump) {
        const std::int64_t wanted = std::int64_t(random()) % count;
        const std::int64_t runUp = decoder.runUp(FrameIndex(wanted));
        QVERIFY(runUp >= 1 && runUp <= count);
        if (const auto key = decoder.readKeyFrame(FrameIndex(wanted))) {
            QVERIFY2((*key)->index.value() <= wanted && isTrue(*key),
                     qPrintable(QStringLiteral("key frame %1").arg((*key)->index.value())));
            ++keyFrames;
        } else {
            QCOMPARE(key.error().code, base::ErrorCode::Invalid);
        }
        // Given up on the way there.
        int patience = int(random() % 12);
        const auto frame = decoder.read(FrameIndex(wanted), {}, [&] { return --patience < 0; });
        if (frame)
            QVERIFY(isTrue(*frame));
        if (const auto reached = decoder.reached())
            QVERIFY2(isTrue(reached), qPrintable(QStringLiteral("reached %1").arg(reached->index.value())));
        if (jump % 2 == 0) {
            const auto there = decoder.read(FrameIndex(wanted));
            QVERIFY(there && (*there)->index == FrameIndex(wanted) && isTrue(*there));
        }
    }
    if (name.endsWith(QLatin1String("mp4")) || name.endsWith(QLatin1String("mkv")))
        QVERIFY2(keyFrames > 10, qPrintable(QString::number(keyFrames)));
}

void tst_FrameTruth::withinAnEditList()
{
    const QString whole = make(QStringLiteral("whole.mp4"), h264(2, 12));
    const QString path = m_folder.filePath(QStringLiteral("edited.mp4"));
    // The copy begins at a key frame and hides what lies before the cut.
    runFfmpeg({QStringLiteral("-ss"), QStringLiteral("0.76"), QStringLiteral("-i"), whole,
               QStringLiteral("-c"), QStringLiteral("copy"), path});
    compare(path, decodedByFfmpeg(path, nullptr));
    auto decoder = VideoDecoder::open(path);
    QVERIFY(decoder);
    QCOMPARE((*decoder)->frames()->size(), 60 - 19);
    QCOMPARE(testing::readFrameNumber((*(*decoder)->read(FrameIndex(0)))->image), 19);
}

void tst_FrameTruth::fromWhereARecordingBegins()
{
    // The first group is not there as a whole: what refers to it cannot be decoded.
    ClipSpec spec = h264(3, 9);
    spec.openGop = true;
    const QString whole = make(QStringLiteral("recorded.ts"), spec);
    const QString path = m_folder.filePath(QStringLiteral("joined.ts"));
    QFile in(whole);
    QFile out(path);
    QVERIFY(in.open(QIODevice::ReadOnly) && out.open(QIODevice::WriteOnly));
    static constexpr qint64 kPacketBytes = 188;
    QVERIFY(in.seek(in.size() / 3 / kPacketBytes * kPacketBytes));
    out.write(in.readAll());
    out.close();
    const QByteArray truth = decodedByFfmpeg(path, nullptr);
    QVERIFY(truth.size() > 20 * 3 * spec.width * spec.height);
    compare(path, truth);
}

void tst_FrameTruth::ofASeriesOfPictures()
{
    ClipSpec spec = coded("png");
    spec.frames = 20;
    const QString pattern = make(QStringLiteral("shot%1_%03d.png").arg(QStringLiteral("100%%")), spec);
    QVERIFY(!pattern.isEmpty());
    const auto nth = [&](int number) {
        return m_folder.filePath(QStringLiteral("shot100%_%1.png").arg(number, 3, 10, QLatin1Char('0')));
    };
    QVERIFY(QFile::exists(nth(7)));
    const QByteArray truth = decodedByFfmpeg(pattern, nullptr);
    compare(nth(7), truth);
    // Where a number is missing a series ends.
    QVERIFY(QFile::remove(nth(15)));
    auto decoder = VideoDecoder::open(nth(18));
    QVERIFY(decoder);
    QCOMPARE((*decoder)->frames()->size(), 5);
    QCOMPARE(testing::readFrameNumber((*(*decoder)->read(FrameIndex(0)))->image), 15);
    QCOMPARE((*decoder)->frames()->timeOf(FrameIndex(4)), MediaTime::fromSeconds(4 / 25.0));
}

void tst_FrameTruth::ofOnePicture()
{
    ClipSpec spec = coded("png");
    spec.frames = 1;
    const QString pattern = make(QStringLiteral("alone_%03d.png"), spec);
    const QString path = m_folder.filePath(QStringLiteral("alone_001.png"));
    compare(path, decodedByFfmpeg(path, nullptr));
}

void tst_FrameTruth::upToWhereAFileIsCut_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"cut.mkv", "cut.ts", "cut.avi"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_FrameTruth::upToWhereAFileIsCut()
{
    QFETCH(QString, name);
    const QString path = make(name, h264(2, 12));
    QVERIFY(testing::truncateFile(path, QFile(path).size() * 6 / 10));
    const QByteArray truth = decodedByFfmpeg(path, nullptr);
    auto decoder = VideoDecoder::open(path);
    QVERIFY(decoder);
    const qsizetype frameBytes = qsizetype(3) * (*decoder)->width() * (*decoder)->height();
    const qsizetype count = truth.size() / frameBytes;
    QVERIFY(count > 15 && count < 60);
    QVERIFY((*decoder)->frames()->size() >= count - 1);
    for (qsizetype n = 0; n < count - 1; ++n) {
        const auto frame = (*decoder)->read(FrameIndex(n));
        QVERIFY2(frame, qPrintable(QString::number(n)));
        QVERIFY2(std::memcmp((*frame)->image.pixels.data(), truth.constData() + n * frameBytes,
                             std::size_t(frameBytes)) == 0,
                 qPrintable(QStringLiteral("frame %1 of %2 differs").arg(n).arg(count)));
    }
}

QTEST_GUILESS_MAIN(tst_FrameTruth)
#include "tst_FrameTruth.moc"
