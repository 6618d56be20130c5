// SPDX-License-Identifier: GPL-3.0-or-later
// The mel columns are compared with the network's own filter bank, bit for nearly bit.
#include "core/analysis/Spectrogram.h"
#include "core/nn/imagebind/FilterBank.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace avs;
using analysis::Spectrogram;
using analysis::SpectrumKind;

namespace {

std::vector<float> sine(int samples, double hz, int rateHz, double amplitude)
{
    std::vector<float> result;
    for (int i = 0; i < samples; ++i)
        result.push_back(float(amplitude * std::sin(2 * std::numbers::pi * hz * i / rateHz)));
    return result;
}

int loudest(const std::vector<float>& column)
{
    return int(std::max_element(column.begin(), column.end()) - column.begin());
}

} // namespace

class tst_Spectrogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void melEqualsTheNetworks()
    {
        auto samples = sine(8000, 440, analysis::kMelRateHz, 0.3);
        std::mt19937 random(7);
        for (float& sample : samples)
            sample += 0.1F * (float(random()) / float(std::mt19937::max()) - 0.4F); // noise with an offset
        std::fill(samples.begin() + 6000, samples.end(), 0.0F);
        const auto expected = nn::kaldiFilterBank(torch::tensor(samples)); // [T, 128]

        Spectrogram mel({SpectrumKind::Mel}, analysis::kMelRateHz);
        QCOMPARE(mel.bands().count(), 128);
        std::vector<float> column(128);
        for (std::int64_t frame = 0; frame < expected.size(0); ++frame) {
            mel.column(std::span(samples).subspan(std::size_t(frame) * Spectrogram::kMelShift,
                                                  Spectrogram::kMelWindow),
                       column);
            for (std::int64_t band = 0; band < 128; ++band) {
                const double difference = column[std::size_t(band)] - expected[frame][band].item<float>();
                QVERIFY2(std::abs(difference) < 1e-3,
                         qPrintable(QString("frame %1 band %2: %3").arg(frame).arg(band).arg(difference)));
            }
        }
        QCOMPARE(column[50], Spectrogram::kMelFloor); // silence at the end
    }

    void stftMeasuresASine_data()
    {
        QTest::addColumn<int>("fftSize");
        for (int size = analysis::kSmallestFft; size <= analysis::kLargestFft; size *= 2)
            QTest::addRow("%d", size) << size;
    }
    void stftMeasuresASine()
    {
        QFETCH(int, fftSize);
        Spectrogram stft({SpectrumKind::Stft, fftSize}, 48000);
        QCOMPARE(stft.windowSamples(), fftSize);
        const double hz = 48000.0 / fftSize * 40; // in the middle of bin 40
        std::vector<float> column(std::size_t(stft.bands().count()));
        stft.column(sine(fftSize, hz, 48000, 0.1), column);
        QCOMPARE(loudest(column), 40);
        QVERIFY(std::abs(column[40] + 20) < 0.05); // a tenth of full scale
        QVERIFY(column[60] < -90);
        QCOMPARE(stft.bands().frequencyHz(40), hz);
        QCOMPARE(stft.bands().bandAt(hz), 40.0);

        stft.column(std::vector<float>(std::size_t(fftSize), 0.5F), column); // a constant is no sine
        QCOMPARE(loudest(column), 0);
        QVERIFY(std::abs(column[0] + 6.02) < 0.05);
        stft.column(std::vector<float>(std::size_t(fftSize)), column);
        QCOMPARE(column[10], Spectrogram::kStftFloor);
    }

    void melBandsLieAtTheirFrequencies()
    {
        Spectrogram mel({SpectrumKind::Mel}, analysis::kMelRateHz);
        const auto& bands = mel.bands();
        QVERIFY(bands.frequencyHz(-1) > 19.9 && bands.frequencyHz(-1) < 20.1);
        QVERIFY(std::abs(bands.frequencyHz(128) - 8000) < 0.1);
        for (const double hz : {500.0, 1000.0, 3000.0, 6000.0}) {
            std::vector<float> column(128);
            mel.column(sine(Spectrogram::kMelWindow, hz, analysis::kMelRateHz, 0.5), column);
            QVERIFY2(std::abs(loudest(column) - bands.bandAt(hz)) < 1.5, qPrintable(QString::number(hz)));
            QVERIFY(std::abs(bands.frequencyHz(bands.bandAt(hz)) - hz) < 1e-6);
        }
    }
};

QTEST_GUILESS_MAIN(tst_Spectrogram)
#include "tst_Spectrogram.moc"
