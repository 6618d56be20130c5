// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AudioDecoder.h"
#include "core/media/AudioReader.h"
#include "support/TestMedia.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace avs;
using media::AudioReader;
using testing::ClipSpec;

namespace {

/// Sound in which no stretch is like another: a tone that keeps rising.
float sweep(double time, int channel)
{
    return 0.4F * float(std::sin(2 * std::numbers::pi * time * (200 + 150 * time + 90 * channel)));
}

ClipSpec soundOnly(const char* encoder, int rateHz = 48000)
{
    ClipSpec spec;
    spec.frames = 0;
    spec.sound = true;
    spec.soundEncoder = encoder;
    spec.rateHz = rateHz;
    spec.seconds = 12;
    spec.wave = sweep;
    return spec;
}

std::unique_ptr<AudioReader> openReader(const QString& path, AudioReader::Format format)
{
    auto reader = AudioReader::open(path, format);
    if (!reader)
        qWarning() << reader.error().message;
    return reader ? std::move(*reader) : nullptr;
}

/// From the present place on, in bites of uneven size.
std::vector<float> readOn(AudioReader& reader, std::int64_t frames)
{
    const auto channels = std::size_t(reader.format().channels);
    std::vector<float> all;
    std::vector<float> bite;
    for (int i = 0; std::int64_t(all.size() / channels) < frames; ++i) {
        const auto left = std::size_t(frames) - all.size() / channels;
        bite.resize(std::min<std::size_t>(left, std::size_t(1 + i * 577 % 5000)) * channels);
        const auto got = reader.read(bite);
        if (!got || *got == 0)
            break;
        all.insert(all.end(), bite.begin(), bite.begin() + std::ptrdiff_t(*got) * std::ptrdiff_t(channels));
    }
    return all;
}

constexpr std::int64_t kEndless = 1LL << 40;

} // namespace

class tst_AudioReader : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString make(const QString& name, const ClipSpec& spec)
    {
        const QString path = m_folder.filePath(name);
        return QFile::exists(path) || testing::writeClip(path, spec) ? path : QString();
    }

private Q_SLOTS:
    void seekEqualsReadingStraight_data();
    void seekEqualsReadingStraight();
    void ownFormatComesOut();
    void lateSoundBeginsWithSilence();
    void seeksOverAGap();
    void damagedPacketsAreSilent();
    void manyChannels_data();
    void manyChannels();
    void beyondTheEndThereIsNothing();
    void goesOnAfterAStop();
};

void tst_AudioReader::seekEqualsReadingStraight_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("encoder");
    QTest::addColumn<int>("sourceHz");
    QTest::addColumn<int>("rateHz");
    QTest::addColumn<int>("channels");
    QTest::newRow("WAV") << "a.wav" << QByteArray("pcm_s16le") << 48000 << 0 << 0;
    QTest::newRow("WAV to 16 kHz mono") << "b.wav" << QByteArray("pcm_s16le") << 44100 << 16000 << 1;
    QTest::newRow("WAV, rates that hardly meet") << "c.wav" << QByteArray("pcm_s16le") << 22051 << 48000 << 2;
    QTest::newRow("FLAC") << "a.flac" << QByteArray("flac") << 44100 << 0 << 0;
    QTest::newRow("FLAC to 48 kHz") << "a.flac" << QByteArray("flac") << 44100 << 48000 << 2;
    QTest::newRow("AAC in MP4") << "a.mp4" << QByteArray("aac") << 48000 << 0 << 0;
    QTest::newRow("AAC in MP4 to 16 kHz mono") << "a.mp4" << QByteArray("aac") << 48000 << 16000 << 1;
    QTest::newRow("AAC in Matroska") << "a.mkv" << QByteArray("aac") << 44100 << 0 << 0;
    QTest::newRow("AAC in a transport stream") << "a.ts" << QByteArray("aac") << 48000 << 0 << 0;
    QTest::newRow("MP3") << "a.mp3" << QByteArray("libmp3lame") << 44100 << 0 << 0;
    QTest::newRow("MP3 in AVI") << "a.avi" << QByteArray("libmp3lame") << 44100 << 48000 << 2;
    QTest::newRow("Vorbis in Ogg") << "a.ogg" << QByteArray("libvorbis") << 44100 << 0 << 0;
    QTest::newRow("Opus in Matroska") << "b.mkv" << QByteArray("libopus") << 48000 << 0 << 0;
    QTest::newRow("Opus in WebM to 44.1 kHz") << "b.webm" << QByteArray("libopus") << 48000 << 44100 << 2;
}

void tst_AudioReader::seekEqualsReadingStraight()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, encoder);
    QFETCH(int, sourceHz);
    QFETCH(int, rateHz);
    QFETCH(int, channels);
    const QString path = make(name, soundOnly(encoder.constData(), sourceHz));
    QVERIFY(!path.isEmpty());
    const auto reader = openReader(path, {rateHz, channels});
    QVERIFY(reader);
    const std::vector<float> whole = readOn(*reader, kEndless);
    const auto perFrame = std::size_t(reader->format().channels);
    const double seconds = double(whole.size()) / double(perFrame) / reader->format().rateHz;
    QVERIFY2(std::abs(seconds - 12) < 0.1, qPrintable(QString::number(seconds)));
    QCOMPARE(reader->position(), std::int64_t(whole.size() / perFrame));

    for (const double place : {7.31, 0.0, 11.7, 0.02, 3.456, 3.457, 4.1, 0.4, 11.99, 8.8}) {
        const auto frame = std::int64_t(place * reader->format().rateHz);
        QVERIFY(reader->seek(frame));
        QCOMPARE(reader->position(), frame);
        const std::vector<float> part = readOn(*reader, reader->format().rateHz / 5);
        const std::size_t begin = std::size_t(frame) * perFrame;
        QCOMPARE(part.size(),
                 std::min(whole.size() - begin, std::size_t(reader->format().rateHz / 5) * perFrame));
        float largest = 0;
        for (std::size_t i = 0; i < part.size(); ++i)
            largest = std::max(largest, std::abs(part[i] - whole[begin + i]));
        // AAC makes up noise as it goes, and Opus adapts: lossless codecs are exact.
        const float tolerance = encoder == "aac" ? 5e-3F : encoder == "libopus" ? 1e-3F : 1e-5F;
        QVERIFY2(largest < tolerance, qPrintable(QStringLiteral("%1 s: %2").arg(place).arg(double(largest))));
    }
}

void tst_AudioReader::ownFormatComesOut()
{
    ClipSpec spec = soundOnly("pcm_s16le", 22050);
    spec.channels = 1;
    const auto reader = openReader(make(QStringLiteral("own.wav"), spec), {});
    QVERIFY(reader);
    QCOMPARE(reader->format().rateHz, 22050);
    QCOMPARE(reader->format().channels, 1);
    const auto samples = readOn(*reader, kEndless);
    QCOMPARE(samples.size(), std::size_t(12 * 22050));
    for (std::size_t i = 0; i < samples.size(); i += 1001)
        QVERIFY(std::abs(samples[i] - sweep(double(i) / 22050, 0)) < 1e-3F);
}

void tst_AudioReader::lateSoundBeginsWithSilence()
{
    ClipSpec spec = soundOnly("pcm_s16le");
    spec.frames = 50;
    spec.seconds = 2;
    spec.soundStart = base::MediaTime::fromSeconds(0.4);
    spec.wave = [](double, int) { return 0.5F; };
    const auto reader = openReader(make(QStringLiteral("late.mkv"), spec), {0, 1});
    QVERIFY(reader);
    for (int round = 0; round < 2; ++round) {
        const auto samples = readOn(*reader, 24000);
        QCOMPARE(samples.size(), std::size_t(24000));
        const auto firstHeard = std::find_if(samples.begin(), samples.end(), [](float s) { return s != 0; });
        QVERIFY(std::abs(firstHeard - samples.begin() - 19200) <= 48);
        QVERIFY(reader->seek(0));
    }
    QVERIFY(reader->seek(10000)); // into the silence
    const auto samples = readOn(*reader, 14000);
    QCOMPARE(samples.front(), 0.0F);
    QVERIFY(std::abs(samples.back() - 0.5F) < 1e-3F);
}

void tst_AudioReader::seeksOverAGap()
{
    const QString path = make(QStringLiteral("gap.ts"), soundOnly("aac"));
    const auto whole = readOn(*openReader(path, {0, 1}), kEndless);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    const qsizetype packets = bytes.size() / 188; // of which a transport stream consists
    bytes.remove(packets / 3 * 188, packets / 6 * 188);
    file.resize(0);
    file.seek(0);
    file.write(bytes);
    file.close();

    const auto reader = openReader(path, {0, 1});
    const auto cut = readOn(*reader, kEndless);
    QVERIFY(std::abs(double(cut.size()) - double(whole.size())) < 2000);
    const auto silent = std::count(cut.begin(), cut.end(), 0.0F);
    QVERIFY2(std::abs(double(silent) / 48000 - 2) < 0.3, qPrintable(QString::number(silent)));
    for (const std::int64_t frame : {10 * 48000, 5 * 48000, 2 * 48000, 8 * 48000}) {
        QVERIFY(reader->seek(frame));
        const auto part = readOn(*reader, 4800);
        QCOMPARE(part.size(), std::size_t(4800));
        // A whole sound and one behind a gap lie the same, within two ticks of 90 kHz.
        float largest = 0;
        for (std::size_t i = 0; i < part.size(); ++i)
            largest = std::max(largest, std::abs(part[i] - cut[std::size_t(frame) + i]));
        QVERIFY2(largest < 0.3F, qPrintable(QStringLiteral("%1: %2").arg(frame).arg(double(largest))));
    }
}

void tst_AudioReader::damagedPacketsAreSilent()
{
    const QString path = make(QStringLiteral("hurt.flac"), soundOnly("flac"));
    const auto whole = readOn(*openReader(path, {0, 1}), kEndless);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(file.size() / 2);
    file.write(QByteArray(3000, '\x55'));
    file.close();
    const auto hurt = readOn(*openReader(path, {0, 1}), kEndless);
    QVERIFY(std::abs(double(hurt.size()) - double(whole.size())) <= 4800);
    // What lies behind the damage is where it was.
    for (std::size_t i = 9 * 48000; i < 11 * 48000; i += 997)
        QVERIFY2(std::abs(hurt[i] - whole[i]) < 1e-3F, qPrintable(QString::number(i)));
}

void tst_AudioReader::manyChannels_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("wanted");
    for (const int channels : {1, 5, 7, 9, 24}) {
        for (const int wanted : {0, 1, 2})
            QTest::addRow("%d to %d", channels, wanted) << channels << wanted;
    }
}

void tst_AudioReader::manyChannels()
{
    QFETCH(int, channels);
    QFETCH(int, wanted);
    ClipSpec spec = soundOnly("pcm_s16le", 16000);
    spec.channels = channels;
    spec.seconds = 1;
    spec.wave = [](double time, int channel) { return 0.02F * float(channel + 1) * (time < 0.5 ? 1 : -1); };
    const auto reader = openReader(make(QStringLiteral("many%1.wav").arg(channels), spec), {0, wanted});
    QVERIFY(reader);
    const auto perFrame = std::size_t(wanted == 0 ? channels : wanted);
    QCOMPARE(reader->format().channels, int(perFrame));
    const auto samples = readOn(*reader, kEndless);
    QCOMPARE(samples.size(), 16000 * perFrame);
    for (std::size_t c = 0; c < perFrame; ++c) {
        const float early = samples[1000 * perFrame + c];
        const float late = samples[15000 * perFrame + c];
        QCOMPARE(late, -early);
        if (wanted == 0)
            QVERIFY(std::abs(early - 0.02F * float(c + 1)) < 1e-3F);
        else
            QVERIFY2(early > 0.015F && early <= 0.02F * float(channels), qPrintable(QString::number(early)));
    }
}

void tst_AudioReader::beyondTheEndThereIsNothing()
{
    for (const char* name : {"a.wav", "a.mp4", "b.mkv"}) {
        const QString path = m_folder.filePath(QLatin1String(name));
        const auto reader = openReader(path, {16000, 1});
        QVERIFY(reader);
        QVERIFY(reader->seek(16000 * 60));
        std::vector<float> samples(1000);
        const auto got = reader->read(samples);
        QVERIFY(got);
        QCOMPARE(*got, 0);
        QVERIFY(reader->seek(16000));
        const auto again = reader->read(samples);
        QVERIFY(again);
        QCOMPARE(*again, 1000);
    }
}

void tst_AudioReader::goesOnAfterAStop()
{
    const QString path = make(QStringLiteral("a.mp4"), soundOnly("aac"));
    for (const int rateHz : {0, 16000}) {
        const auto reader = openReader(path, {rateHz, 1});
        QVERIFY(reader);
        const auto whole = readOn(*reader, kEndless);
        QVERIFY(reader->seek(5000));
        std::stop_source stop;
        stop.request_stop();
        std::vector<float> samples(20000);
        const auto stopped = reader->read(samples, stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, base::ErrorCode::Cancelled);
        QCOMPARE(reader->position(), 5000);
        const auto got = reader->read(samples);
        QVERIFY(got);
        QCOMPARE(*got, 20000);
        for (std::size_t i = 0; i < samples.size(); ++i)
            QVERIFY(std::abs(samples[i] - whole[5000 + i]) < 5e-3F);
    }
}

QTEST_GUILESS_MAIN(tst_AudioReader)
#include "tst_AudioReader.moc"
