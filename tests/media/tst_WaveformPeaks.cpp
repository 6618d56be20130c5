// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/WaveformPeaks.h"

#include <QTest>

using namespace avs;

class tst_WaveformPeaks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheExtremesOfEachBlock();
    void mixesChannels();
    void answersForRanges();
    void takesSilenceAndNothing();
};

void tst_WaveformPeaks::keepsTheExtremesOfEachBlock()
{
    media::AudioSamples audio{16000, 1, std::vector<float>(130, 0.0F)};
    audio.samples[0] = 0.5F;
    audio.samples[63] = -0.25F;
    audio.samples[64] = -0.75F;
    audio.samples[129] = 0.125F;
    const auto peaks = media::makeWaveformPeaks(audio, 64);
    QCOMPARE(peaks->rateHz, 16000);
    QCOMPARE(peaks->samplesPerPeak, 64);
    QCOMPARE(peaks->sampleCount, 130);
    QCOMPARE(peaks->peaks.size(), std::size_t(3));
    QCOMPARE(peaks->peaks[0].min, -0.25F);
    QCOMPARE(peaks->peaks[0].max, 0.5F);
    QCOMPARE(peaks->peaks[1].min, -0.75F);
    QCOMPARE(peaks->peaks[1].max, 0.0F);
    QCOMPARE(peaks->peaks[2].max, 0.125F);
}

void tst_WaveformPeaks::mixesChannels()
{
    const media::AudioSamples audio{8000, 2, {1.0F, 0.0F, -1.0F, 1.0F}};
    const auto peaks = media::makeWaveformPeaks(audio, 2);
    QCOMPARE(peaks->sampleCount, 2);
    QCOMPARE(peaks->peaks.size(), std::size_t(1));
    QCOMPARE(peaks->peaks[0].min, 0.0F);
    QCOMPARE(peaks->peaks[0].max, 0.5F);
}

void tst_WaveformPeaks::answersForRanges()
{
    media::AudioSamples audio{16000, 1, std::vector<float>(1000, 0.0F)};
    audio.samples[500] = 1.0F;
    const auto peaks = media::makeWaveformPeaks(audio, 10);
    QCOMPARE(peaks->range(0, 500).max, 0.0F);
    QCOMPARE(peaks->range(500, 501).max, 1.0F);
    QCOMPARE(peaks->range(0, 1000).max, 1.0F);
    QCOMPARE(peaks->range(510, 1000).max, 0.0F);
    QCOMPARE(peaks->range(-100, 100000).max, 1.0F);
    QCOMPARE(peaks->range(500, 500).max, 0.0F);
    QCOMPARE(peaks->range(2000, 3000).max, 0.0F);
}

void tst_WaveformPeaks::takesSilenceAndNothing()
{
    const auto none = media::makeWaveformPeaks(media::AudioSamples{16000, 1, {}});
    QCOMPARE(none->sampleCount, 0);
    QCOMPARE(none->range(0, 10).max, 0.0F);
}

QTEST_GUILESS_MAIN(tst_WaveformPeaks)
#include "tst_WaveformPeaks.moc"
