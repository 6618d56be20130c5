// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AudioReader.h"
#include "core/media/WaveformBuilder.h"
#include "support/TestMedia.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>

using namespace avs;
using media::kMixed;
using media::Peak;
using media::WaveformBuilder;
using media::WaveformPyramid;

namespace {

constexpr float kStep = 1.01F / 32767; // what values are rounded to

/// What the pyramid has to answer: the truth over whole blocks.
Peak truth(const std::vector<float>& samples, int channels, int lane, std::int64_t from, std::int64_t to)
{
    const auto total = std::int64_t(samples.size()) / channels;
    const auto block = std::int64_t(WaveformPyramid::kBlock);
    from = from / block * block;
    to = std::min((to + block - 1) / block * block, total);
    Peak peak{2, -2, 0};
    double energy = 0;
    for (auto i = from; i < to; ++i) {
        float value = 0;
        if (lane == kMixed) {
            for (int c = 0; c < channels; ++c)
                value += samples[std::size_t(i * channels + c)] / float(channels);
        } else {
            value = samples[std::size_t(i * channels + lane)];
        }
        peak.min = std::min(peak.min, value);
        peak.max = std::max(peak.max, value);
        energy += double(value) * value;
    }
    peak.rms = float(std::sqrt(energy / double(to - from)));
    return peak;
}

bool close(const Peak& a, const Peak& b)
{
    return std::abs(a.min - b.min) < kStep && std::abs(a.max - b.max) < kStep &&
           std::abs(a.rms - b.rms) < 3 * kStep;
}

std::vector<float> noise(std::int64_t count)
{
    std::mt19937 random(11);
    std::vector<float> samples(std::size_t(count), 0.0F);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double loudness = 0.5 + 0.4 * std::sin(double(i) / 90000);
        samples[i] = float(loudness * (double(random()) / std::mt19937::max() * 2 - 1));
    }
    return samples;
}

} // namespace

class tst_WaveformPyramid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rangesAreTrueAtEverySize_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<qint64>("frames");
        QTest::newRow("mono, less than a block") << 1 << qint64(100);
        QTest::newRow("stereo, a block and a sample") << 2 << qint64(257);
        QTest::newRow("stereo, two chunks and a bit") << 2 << qint64(2 * 4096 * 256 + 12345);
        QTest::newRow("six channels") << 6 << qint64(300000);
    }
    void rangesAreTrueAtEverySize()
    {
        QFETCH(int, channels);
        QFETCH(qint64, frames);
        const auto samples = noise(frames * channels);
        WaveformBuilder builder(48000, channels);
        const std::span<const float> all(samples);
        for (std::size_t at = 0, part = 1; at < all.size(); part = part * 3 + 7) { // parts of many sizes
            const auto count = std::min(part % 100003 * std::size_t(channels), all.size() - at);
            builder.add(all.subspan(at, count));
            at += count;
        }
        const auto pyramid = builder.finish();
        QVERIFY(pyramid->isComplete());
        QCOMPARE(pyramid->sampleCount(), frames);
        QCOMPARE(pyramid->channels(), channels);

        std::mt19937 random(5);
        std::vector<std::pair<qint64, qint64>> ranges = {{0, frames}, {0, 1}, {frames - 1, frames}};
        for (int i = 0; i < 60; ++i) {
            const qint64 from = qint64(random()) % frames;
            ranges.push_back({from, std::min(frames, from + 1 + (qint64(1) << (random() % 22)))});
        }
        for (const auto& [from, to] : ranges) {
            for (int lane = kMixed; lane < channels; ++lane)
                QVERIFY2(close(pyramid->range(lane, from, to), truth(samples, channels, lane, from, to)),
                         qPrintable(QString("lane %1, %2 to %3").arg(lane).arg(from).arg(to)));
        }
    }

    void beyondTheSoundIsSilence()
    {
        WaveformBuilder builder(8000, 1);
        QCOMPARE(builder.snapshot()->sampleCount(), 0);
        builder.add(std::vector<float>(1000, 0.5F));
        const auto pyramid = builder.finish();
        QCOMPARE(pyramid->range(0, 1000, 2000), Peak());
        QCOMPARE(pyramid->range(0, -50, 0), Peak());
        QCOMPARE(pyramid->range(0, 10, 10), Peak());
        QVERIFY(close(pyramid->range(kMixed, -100, 9000), {0.5F, 0.5F, 0.5F}));
    }

    void snapshotsGrowAndShareTheirChunks()
    {
        WaveformBuilder builder(48000, 1);
        const auto samples = noise(4096 * 256);
        builder.add(samples);
        const auto first = builder.snapshot();
        QCOMPARE(first->sampleCount(), qint64(samples.size()));
        QVERIFY(!first->isComplete());
        builder.add(samples);
        builder.add(std::span(samples).first(10));
        const auto last = builder.finish();
        QCOMPARE(first->sampleCount(), qint64(samples.size()));
        QCOMPARE(last->sampleCount(), qint64(2 * samples.size() + 10));
        QCOMPARE(last->chunks().front(), first->chunks().front());
    }

    void aSingleRangeIsExact()
    {
        const std::vector<float> samples = {0.1F, -0.3F, 0.5F, 0.1F, -0.2F, 0.2F}; // two channels
        const Peak left = media::peakOf(samples, 2, 0);
        QCOMPARE(left.min, -0.2F);
        QCOMPARE(left.max, 0.5F);
        const Peak mix = media::peakOf(samples, 2, kMixed);
        QCOMPARE(mix.min, -0.1F);
        QCOMPARE(mix.max, 0.3F);
        QVERIFY(std::abs(mix.rms - std::sqrt((0.01F + 0.09F + 0) / 3)) < 1e-6);
        QCOMPARE(media::peakOf({}, 2, 0), Peak());
    }

    void filesAreReadAtTheirOwnRate()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("steps.wav");
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.soundEncoder = "pcm_s16le";
        spec.rateHz = 22050;
        spec.seconds = 100; // more than a chunk
        spec.wave = [](double t, int channel) { return float(channel ? -1 : 1) * float(int(t / 10)) / 20; };
        QVERIFY(testing::writeClip(path, spec));
        std::vector<std::int64_t> seen;
        const auto read = media::readWaveform(
            path, [&](const media::WaveformPyramidPtr& grown) { seen.push_back(grown->sampleCount()); });
        QVERIFY(read.has_value());
        const auto& pyramid = **read;
        QCOMPARE(pyramid.rateHz(), 22050);
        QCOMPARE(pyramid.channels(), 2);
        QCOMPARE(pyramid.sampleCount(), 2205000);
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        for (int step = 0; step < 10; ++step) {
            const auto from = std::int64_t(22050) * (10 * step + 1);
            const float value = float(step) / 20;
            QVERIFY(std::abs(pyramid.range(0, from, from + 22050).max - value) < 1e-3);
            QVERIFY(std::abs(pyramid.range(1, from, from + 22050).min + value) < 1e-3);
            QVERIFY(std::abs(pyramid.range(kMixed, from, from + 22050).rms) < 1e-3);
        }
    }

    void longSoundIsReadInSeveralPlaces_data()
    {
        QTest::addColumn<bool>("truncated");
        QTest::newRow("whole") << false;
        QTest::newRow("ends before its header says") << true;
    }
    void longSoundIsReadInSeveralPlaces()
    {
        QFETCH(bool, truncated);
        QTemporaryDir folder;
        const QString path = folder.filePath("long.flac");
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.soundEncoder = "flac";
        spec.rateHz = 8000;
        spec.channels = 1;
        spec.seconds = 2150; // 16 chunks and a bit
        spec.wave = [](double t, int) { return float(int(t) % 97) / 100; };
        QVERIFY(testing::writeClip(path, spec));
        if (truncated)
            QVERIFY(testing::truncateFile(path, QFileInfo(path).size() * 6 / 10));

        auto reader = media::AudioReader::open(path, {});
        QVERIFY(reader.has_value());
        WaveformBuilder builder(8000, 1);
        std::vector<float> buffer(100'000);
        for (;;) {
            const auto got = (*reader)->read(buffer);
            QVERIFY(got.has_value());
            if (*got == 0)
                break;
            builder.add(std::span(buffer).first(std::size_t(*got)));
        }
        const auto expected = builder.finish();
        const auto read = media::readWaveform(path, {});
        QVERIFY(read.has_value());
        QVERIFY((*read)->isComplete());
        QCOMPARE((*read)->sampleCount(), expected->sampleCount());
        if (!truncated)
            QCOMPARE((*read)->sampleCount(), 2150 * 8000);
        for (std::int64_t from = 0; from < expected->sampleCount(); from += 5000)
            QCOMPARE((*read)->range(0, from, from + 5000), expected->range(0, from, from + 5000));
    }

    void readingStopsAndFails()
    {
        QTemporaryDir folder;
        QCOMPARE(media::readWaveform(folder.filePath("none.wav"), {}).error().code,
                 base::ErrorCode::NotFound);
        const QString path = folder.filePath("quiet.mp4");
        testing::ClipSpec spec;
        QVERIFY(testing::writeClip(path, spec));
        QCOMPARE(media::readWaveform(path, {}).error().code, base::ErrorCode::Unsupported);
        std::stop_source stop;
        stop.request_stop();
        spec.sound = true;
        QVERIFY(testing::writeClip(path, spec));
        QCOMPARE(media::readWaveform(path, {}, stop.get_token()).error().code, base::ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(tst_WaveformPyramid)
#include "tst_WaveformPyramid.moc"
