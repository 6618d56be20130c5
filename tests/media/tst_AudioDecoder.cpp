// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AudioDecoder.h"
#include "support/TestMedia.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace avs;
using testing::ClipSpec;

namespace {

constexpr int kRateHz = 16000;

ClipSpec soundOnly(const char* encoder)
{
    ClipSpec spec;
    spec.frames = 0;
    spec.sound = true;
    spec.soundEncoder = encoder;
    spec.seconds = 2.0;
    return spec;
}

/// Amplitude of the part of `samples` [from, to) that has the given frequency.
double amplitudeAt(const media::AudioSamples& audio, double frequencyHz, std::int64_t from, std::int64_t to)
{
    double re = 0;
    double im = 0;
    for (std::int64_t i = from; i < to; ++i) {
        const double phase = 2 * std::numbers::pi * frequencyHz * double(i) / audio.rateHz;
        re += audio.samples[std::size_t(i)] * std::cos(phase);
        im += audio.samples[std::size_t(i)] * std::sin(phase);
    }
    return 2 * std::hypot(re, im) / double(to - from);
}

std::int64_t placeOfLargest(const media::AudioSamples& audio)
{
    const auto largest = std::max_element(audio.samples.begin(), audio.samples.end(),
                                          [](float a, float b) { return std::abs(a) < std::abs(b); });
    return largest - audio.samples.begin();
}

} // namespace

class tst_AudioDecoder : public QObject
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
    void resamplesASine_data();
    void resamplesASine();
    void keepsPhaseToTheSample();
    void impulsesStayInPlace_data();
    void impulsesStayInPlace();
    void mixesDownByTheMean();
    void soundThatStartsLaterBeginsWithSilence();
    void missingPacketsBecomeSilence();
    void saysWhatIsWrong();
    void stops();
};

void tst_AudioDecoder::resamplesASine_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("encoder");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("PCM") << "sine.wav" << QByteArray("pcm_s16le") << 0.002;
    QTest::newRow("AAC") << "sine.mp4" << QByteArray("aac") << 0.02;
    QTest::newRow("MP3") << "sine.mp3" << QByteArray("libmp3lame") << 0.02;
    QTest::newRow("Vorbis") << "sine.ogg" << QByteArray("libvorbis") << 0.02;
    QTest::newRow("FLAC") << "sine.flac" << QByteArray("flac") << 0.002;
}

void tst_AudioDecoder::resamplesASine()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, encoder);
    QFETCH(double, tolerance);
    const QString path = make(name, soundOnly(encoder.constData()));
    QVERIFY(!path.isEmpty());
    const auto read = media::readAudio(path, kRateHz, 1);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
    const media::AudioSamples& audio = **read;
    QCOMPARE(audio.rateHz, kRateHz);
    QCOMPARE(audio.channels, 1);
    // Codecs may fill up their last block.
    QVERIFY2(std::abs(double(audio.frameCount()) - 2.0 * kRateHz) < 0.08 * kRateHz,
             qPrintable(QString::number(audio.frameCount())));
    const double amplitude = amplitudeAt(audio, 440, 1600, 30400);
    QVERIFY2(std::abs(amplitude - 0.5) < tolerance, qPrintable(QString::number(amplitude)));
    QVERIFY(amplitudeAt(audio, 880, 1600, 30400) < 0.01);
    QVERIFY(amplitudeAt(audio, 440 * 44100.0 / kRateHz, 1600, 30400) < 0.01);
}

void tst_AudioDecoder::keepsPhaseToTheSample()
{
    const auto read = media::readAudio(make(QStringLiteral("phase.wav"), soundOnly("pcm_s16le")), kRateHz, 1);
    QVERIFY(read);
    QCOMPARE((*read)->frameCount(), 2 * kRateHz);
    float largest = 0;
    for (int i = 200; i < 2 * kRateHz - 200; ++i) {
        const auto truth = 0.5 * std::sin(2 * std::numbers::pi * 440 * i / kRateHz);
        largest = std::max(largest, std::abs((*read)->samples[std::size_t(i)] - float(truth)));
    }
    QVERIFY2(largest < 0.002F, qPrintable(QString::number(largest)));
}

void tst_AudioDecoder::impulsesStayInPlace_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("encoder");
    QTest::addColumn<int>("rateHz");
    QTest::newRow("WAV, own rate") << "click16.wav" << QByteArray("pcm_s16le") << 16000;
    QTest::newRow("WAV, 44.1 kHz") << "click44.wav" << QByteArray("pcm_s16le") << 44100;
    QTest::newRow("AAC in MP4") << "click.mp4" << QByteArray("aac") << 44100;
    QTest::newRow("AAC in MP4, 48 kHz") << "click48.mp4" << QByteArray("aac") << 48000;
}

void tst_AudioDecoder::impulsesStayInPlace()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, encoder);
    QFETCH(int, rateHz);
    ClipSpec spec = soundOnly(encoder.constData());
    spec.rateHz = rateHz;
    spec.wave = [rateHz](double time, int) { return std::abs(time - 1.25) < 0.5 / rateHz ? 0.9F : 0.0F; };
    const auto read = media::readAudio(make(name, spec), kRateHz, 1);
    QVERIFY(read);
    const std::int64_t place = placeOfLargest(**read);
    QVERIFY2(std::abs(place - 20000) <= 1, qPrintable(QString::number(place)));
}

void tst_AudioDecoder::mixesDownByTheMean()
{
    ClipSpec spec = soundOnly("pcm_s16le");
    spec.wave = [](double, int channel) { return channel == 0 ? 0.8F : -0.2F; };
    const QString path = make(QStringLiteral("mix.wav"), spec);
    const auto mono = media::readAudio(path, 44100, 1);
    QVERIFY(mono);
    QVERIFY(std::abs((*mono)->samples[1000] - 0.3F) < 1e-3F);
    const auto stereo = media::readAudio(path, 44100, 2);
    QVERIFY(stereo);
    QCOMPARE((*stereo)->frameCount(), (*mono)->frameCount());
    QVERIFY(std::abs((*stereo)->samples[2000] - 0.8F) < 1e-3F);
    QVERIFY(std::abs((*stereo)->samples[2001] + 0.2F) < 1e-3F);
}

void tst_AudioDecoder::soundThatStartsLaterBeginsWithSilence()
{
    ClipSpec spec;
    spec.frames = 50;
    spec.sound = true;
    spec.soundEncoder = "pcm_s16le";
    spec.rateHz = 48000;
    spec.soundStart = base::MediaTime::fromSeconds(0.4);
    spec.wave = [](double time, int) { return std::abs(time - 0.5) < 0.5 / 48000 ? 0.9F : 0.0F; };
    const auto read = media::readAudio(make(QStringLiteral("late.mkv"), spec), kRateHz, 1);
    QVERIFY(read);
    QVERIFY(std::abs(placeOfLargest(**read) - 14400) <= 16); // Matroska's clock ticks in milliseconds
}

void tst_AudioDecoder::missingPacketsBecomeSilence()
{
    ClipSpec spec = soundOnly("aac");
    spec.seconds = 4;
    spec.wave = [](double time, int) { return std::abs(time - 3.5) < 0.5 / 44100 ? 0.9F : 0.0F; };
    const QString path = make(QStringLiteral("gap.ts"), spec);
    const auto whole = media::readAudio(path, kRateHz, 1);
    QVERIFY(whole);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    // A transport stream consists of packets of 188 bytes.
    const qsizetype packets = bytes.size() / 188;
    bytes.remove(packets / 4 * 188, packets / 4 * 188);
    file.resize(0);
    file.seek(0);
    file.write(bytes);
    file.close();
    const auto cut = media::readAudio(path, kRateHz, 1);
    QVERIFY(cut);
    QVERIFY(std::abs(placeOfLargest(**cut) - placeOfLargest(**whole)) <= 32);
}

void tst_AudioDecoder::saysWhatIsWrong()
{
    ClipSpec silent;
    silent.frames = 5;
    const auto noSound = media::readAudio(make(QStringLiteral("mute.mp4"), silent), kRateHz, 1);
    QVERIFY(!noSound);
    QCOMPARE(noSound.error().code, base::ErrorCode::Unsupported);
    QVERIFY(noSound.error().message.contains(QStringLiteral("mute.mp4")));
    QVERIFY(noSound.error().message.contains(QStringLiteral("no sound")));

    const auto missing = media::readAudio(m_folder.filePath(QStringLiteral("none.wav")), kRateHz, 1);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, base::ErrorCode::NotFound);
}

void tst_AudioDecoder::stops()
{
    std::stop_source stop;
    stop.request_stop();
    const auto read = media::readAudio(make(QStringLiteral("stop.wav"), soundOnly("pcm_s16le")), kRateHz, 1,
                                       stop.get_token());
    QVERIFY(!read);
    QCOMPARE(read.error().code, base::ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(tst_AudioDecoder)
#include "tst_AudioDecoder.moc"
