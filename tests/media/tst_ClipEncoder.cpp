// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AudioDecoder.h"
#include "core/media/ClipEncoder.h"
#include "core/media/ClipInfo.h"
#include "core/media/VideoDecoder.h"
#include "support/TestMedia.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace avs;
using base::ErrorCode;
using base::FrameIndex;
using base::MediaTime;
using media::ClipEncoder;
using media::ClipEncoderOptions;

namespace {

constexpr int kRateHz = 16000;

ClipEncoderOptions smallClip(int width = 160, int height = 96)
{
    ClipEncoderOptions options;
    options.width = width;
    options.height = height;
    return options;
}

std::vector<MediaTime> unevenTimes(int count)
{
    std::vector<MediaTime> times;
    std::int64_t us = 0;
    for (int n = 0; n < count; ++n) {
        times.push_back(MediaTime::fromMicroseconds(us));
        us += 12345 + (n * 7919) % 70 * 1001;
    }
    return times;
}

std::vector<float> sineWithClick(double seconds, double clickAt)
{
    std::vector<float> samples(std::size_t(seconds * kRateHz), 0.0F);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 0.1F * float(std::sin(2 * std::numbers::pi * 440 * double(i) / kRateHz));
    samples[std::size_t(clickAt * kRateHz)] = 0.95F;
    return samples;
}

base::Result<void> write(const QString& path, ClipEncoderOptions options, const std::vector<MediaTime>& times,
                         MediaTime end, const std::vector<float>& sound = {})
{
    if (!sound.empty())
        options.audioRateHz = kRateHz;
    auto made = ClipEncoder::create(path, options);
    if (!made)
        return made.error();
    for (std::size_t n = 0; n < times.size(); ++n) {
        const auto picture = testing::numberedPicture(int(n), options.width, options.height);
        if (auto added = (*made)->addFrame(picture, times[n]); !added)
            return added;
    }
    // In pieces of an odd size, as they come from elsewhere.
    for (std::size_t at = 0; at < sound.size(); at += 777) {
        const std::span<const float> rest = std::span(sound).subspan(at);
        if (auto added = (*made)->addAudio(rest.first(std::min<std::size_t>(777, rest.size()))); !added)
            return added;
    }
    return (*made)->finish(end);
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class tst_ClipEncoder : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

private Q_SLOTS:
    void comesBackAsItWas_data();
    void comesBackAsItWas();
    void coloursComeBack_data();
    void coloursComeBack();
    void soundComesBackInPlace();
    void aLateStartIsKept();
    void sameInputGivesSameBytes_data();
    void sameInputGivesSameBytes();
    void replacesAnOlderFile();
    void unfinishedLeavesNothing();
    void saysWhereItCannotWrite();
    void saysThatTheFolderIsReadOnly();
    void saysThatTheDiskIsFull();
    void refusesWrongSettings();
};

void tst_ClipEncoder::comesBackAsItWas_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("bFrames");
    QTest::newRow("even, B-frames") << 160 << 96 << 2;
    QTest::newRow("even, none") << 160 << 96 << 0;
    QTest::newRow("odd") << 161 << 97 << 2;
}

void tst_ClipEncoder::comesBackAsItWas()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, bFrames);
    const QString path = m_folder.filePath(QStringLiteral("round%1_%2.mp4").arg(width).arg(bFrames));
    ClipEncoderOptions options = smallClip(width, height);
    options.bFrames = bFrames;
    const auto times = unevenTimes(40);
    const MediaTime end = times.back() + MediaTime::fromMicroseconds(123456);
    const auto written = write(path, options, times, end);
    QVERIFY2(written, qPrintable(written ? QString() : written.error().detail));
    QVERIFY(!QFile::exists(path + QStringLiteral(".part")));

    auto opened = media::VideoDecoder::open(path);
    QVERIFY(opened);
    QCOMPARE((*opened)->width(), (width + 1) / 2 * 2);
    QCOMPARE((*opened)->height(), (height + 1) / 2 * 2);
    const auto& table = (*opened)->frames();
    QCOMPARE(table->size(), std::int64_t(times.size()));
    for (std::size_t n = 0; n < times.size(); ++n) {
        const FrameIndex index(static_cast<std::int64_t>(n));
        QCOMPARE(table->timeOf(index), times[n]);
        const auto frame = (*opened)->read(index);
        QVERIFY(frame);
        QCOMPARE(testing::readFrameNumber((*frame)->image), int(n));
    }
    QCOMPARE(table->endOf(FrameIndex(39)).microseconds(), end.microseconds());
}

void tst_ClipEncoder::coloursComeBack_data()
{
    QTest::addColumn<int>("r");
    QTest::addColumn<int>("g");
    QTest::addColumn<int>("b");
    QTest::newRow("red") << 230 << 20 << 30;
    QTest::newRow("green") << 20 << 200 << 40;
    QTest::newRow("blue") << 20 << 40 << 220;
    QTest::newRow("white") << 255 << 255 << 255;
    QTest::newRow("black") << 0 << 0 << 0;
}

void tst_ClipEncoder::coloursComeBack()
{
    QFETCH(int, r);
    QFETCH(int, g);
    QFETCH(int, b);
    const QString path = m_folder.filePath(QStringLiteral("colour.mp4"));
    auto made = ClipEncoder::create(path, smallClip(64, 48));
    QVERIFY(made);
    imaging::RgbImage image(64, 48);
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        image.pixels[i] = std::uint8_t(r);
        image.pixels[i + 1] = std::uint8_t(g);
        image.pixels[i + 2] = std::uint8_t(b);
    }
    QVERIFY((*made)->addFrame(image, MediaTime()));
    QVERIFY((*made)->finish(MediaTime::fromSeconds(0.1)));
    auto opened = media::VideoDecoder::open(path);
    QVERIFY(opened);
    const auto frame = (*opened)->read(FrameIndex(0));
    QVERIFY(frame);
    const std::uint8_t* middle = (*frame)->image.row(24) + 3 * 32;
    QVERIFY2(std::abs(middle[0] - r) <= 4 && std::abs(middle[1] - g) <= 4 && std::abs(middle[2] - b) <= 4,
             qPrintable(QStringLiteral("%1 %2 %3").arg(middle[0]).arg(middle[1]).arg(middle[2])));
}

void tst_ClipEncoder::soundComesBackInPlace()
{
    const QString path = m_folder.filePath(QStringLiteral("sound.mp4"));
    const auto times = unevenTimes(40);
    const auto sound = sineWithClick(2.0, 1.3);
    QVERIFY(write(path, smallClip(), times, times.back() + MediaTime::fromSeconds(0.04), sound));
    const auto read = media::readAudio(path, kRateHz, 1);
    QVERIFY(read);
    const auto& back = (*read)->samples;
    QVERIFY2(std::abs(std::int64_t(back.size()) - std::int64_t(sound.size())) <= 1024,
             qPrintable(QString::number(back.size())));
    const auto loudest = std::max_element(back.begin(), back.end()) - back.begin();
    QVERIFY2(std::abs(loudest - std::int64_t(1.3 * kRateHz)) <= 1, qPrintable(QString::number(loudest)));
    double error = 0;
    for (std::size_t i = 2000; i < 18000; ++i)
        error += std::pow(back[i] - sound[i], 2);
    QVERIFY2(std::sqrt(error / 16000) < 0.02, qPrintable(QString::number(std::sqrt(error / 16000))));
    // The pictures keep their times beside it.
    const auto opened = media::VideoDecoder::open(path);
    QVERIFY(opened);
    QCOMPARE((*opened)->frames()->timeOf(FrameIndex(0)), MediaTime());
    QCOMPARE((*opened)->frames()->timeOf(FrameIndex(39)), times.back());
}

void tst_ClipEncoder::aLateStartIsKept()
{
    const QString path = m_folder.filePath(QStringLiteral("late.mp4"));
    std::vector<MediaTime> times = unevenTimes(20);
    for (MediaTime& time : times)
        time = time + MediaTime::fromMicroseconds(333667);
    QVERIFY(write(path, smallClip(), times, times.back() + MediaTime::fromSeconds(0.04),
                  sineWithClick(1.0, 0.5)));
    const auto opened = media::VideoDecoder::open(path);
    QVERIFY(opened);
    QCOMPARE((*opened)->frames()->timeOf(FrameIndex(0)), times.front());
    QCOMPARE((*opened)->frames()->timeOf(FrameIndex(19)), times.back());
}

void tst_ClipEncoder::sameInputGivesSameBytes_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("160x96") << 160 << 96;
    QTest::newRow("224x224") << 224 << 224;
}

void tst_ClipEncoder::sameInputGivesSameBytes()
{
    QFETCH(int, width);
    QFETCH(int, height);
    const auto times = unevenTimes(30);
    const auto sound = sineWithClick(1.0, 0.7);
    const QString path = m_folder.filePath(QStringLiteral("same.mp4"));
    QByteArray first;
    for (int run = 0; run < 5; ++run) {
#ifdef __GLIBC__
        // Fresh memory holds something else each time, as it does in a long-running program.
        mallopt(M_PERTURB, 37 * run + 1);
#endif
        const auto written =
            write(path, smallClip(width, height), times, times.back() + MediaTime::fromSeconds(0.04), sound);
#ifdef __GLIBC__
        mallopt(M_PERTURB, 0);
#endif
        QVERIFY(written);
        const QByteArray content = contentOf(path);
        QVERIFY(!content.isEmpty());
        if (run == 0) {
            first = content;
            QTest::qWait(1100); // so that a date in the file would differ
        }
        QVERIFY2(content == first, qPrintable(QStringLiteral("run %1").arg(run)));
    }
}

void tst_ClipEncoder::replacesAnOlderFile()
{
    const QString path = m_folder.filePath(QStringLiteral("again.mp4"));
    QFile older(path);
    QVERIFY(older.open(QIODevice::WriteOnly));
    older.write("older");
    older.close();
    QVERIFY(write(path, smallClip(), {MediaTime()}, MediaTime::fromSeconds(0.04)));
    QVERIFY(media::probe(path));
}

void tst_ClipEncoder::unfinishedLeavesNothing()
{
    const QDir folder(m_folder.filePath(QStringLiteral("unfinished")));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    {
        auto made = ClipEncoder::create(folder.filePath(QStringLiteral("a.mp4")), smallClip());
        QVERIFY(made);
        QVERIFY((*made)->addFrame(testing::numberedPicture(0, 160, 96), MediaTime()));
        QCOMPARE(folder.entryList(QDir::Files), QStringList{QStringLiteral("a.mp4.part")});
    }
    QVERIFY(folder.entryList(QDir::Files).isEmpty());
}

void tst_ClipEncoder::saysWhereItCannotWrite()
{
    const QString missing = m_folder.filePath(QStringLiteral("no such folder/a.mp4"));
    const auto made = ClipEncoder::create(missing, smallClip());
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::Unwritable);
    QCOMPARE(made.error().path, missing);
    QVERIFY(made.error().message.contains(QStringLiteral("a.mp4")));
    QVERIFY(made.error().message.contains(QStringLiteral("no such folder")));
}

void tst_ClipEncoder::saysThatTheFolderIsReadOnly()
{
    if (geteuid() == 0)
        QSKIP("nothing is read-only for root");
    const QDir folder(m_folder.filePath(QStringLiteral("locked")));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    QVERIFY(QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::ExeOwner));
    const auto refused = ClipEncoder::create(folder.filePath(QStringLiteral("a.mp4")), smallClip());
    QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unwritable);
    QVERIFY(refused.error().message.contains(QStringLiteral("read-only")));
}

void tst_ClipEncoder::saysThatTheDiskIsFull()
{
    const QString path = m_folder.filePath(QStringLiteral("full.mp4"));
    // The device that is always full stands in for the disk.
    if (!QFile::link(QStringLiteral("/dev/full"), path + QStringLiteral(".part")))
        QSKIP("there is no /dev/full");
    const auto written = write(path, smallClip(), unevenTimes(30), MediaTime::fromSeconds(3));
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Unwritable);
    QVERIFY2(written.error().message.contains(QStringLiteral("full")), qPrintable(written.error().message));
    QVERIFY(written.error().message.contains(QStringLiteral("disk is full")));
    QVERIFY(!QFile::exists(path));
    QVERIFY(!QFileInfo(path + QStringLiteral(".part")).isSymLink());
}

void tst_ClipEncoder::refusesWrongSettings()
{
    const QString path = m_folder.filePath(QStringLiteral("wrong.mp4"));
    ClipEncoderOptions noSize;
    QCOMPARE(ClipEncoder::create(path, noSize).error().code, ErrorCode::Invalid);
    ClipEncoderOptions oddRate = smallClip();
    oddRate.audioRateHz = 12345;
    QCOMPARE(ClipEncoder::create(path, oddRate).error().code, ErrorCode::Invalid);
    QVERIFY(!QFile::exists(path + QStringLiteral(".part")));

    auto made = ClipEncoder::create(path, smallClip());
    QVERIFY(made);
    const auto picture = testing::numberedPicture(0, 160, 96);
    QVERIFY((*made)->addFrame(picture, MediaTime::fromSeconds(1)));
    const auto backwards = (*made)->addFrame(picture, MediaTime::fromSeconds(1));
    QVERIFY(!backwards);
    QCOMPARE(backwards.error().code, ErrorCode::Invalid);
}

QTEST_GUILESS_MAIN(tst_ClipEncoder)
#include "tst_ClipEncoder.moc"
