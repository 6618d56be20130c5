// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/AudioTransform.h"

#include <torch/types.h>

#include <QTest>

#include <cmath>
#include <numbers>

using namespace avs::nn;

namespace {

torch::Tensor sine(double frequencyHz, std::int64_t samples, double rateHz = kSampleRateHz)
{
    const auto time = torch::arange(samples, torch::kDouble) / rateHz;
    return (time * (2 * std::numbers::pi * frequencyHz)).sin().to(torch::kFloat);
}

std::vector<std::int64_t> starts(std::int64_t samples, std::int64_t count, ClipSpacing spacing)
{
    std::vector<std::int64_t> values;
    for (const auto& span : clipSpans(samples, count, spacing))
        values.push_back(span.begin);
    return values;
}

} // namespace

class TestFilterBank : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsFrames();
    void toneLightsItsOwnBand();
    void silenceIsTheFloor();
    void ignoresConstantOffset();
    void clipIsPaddedAndNormalised();
    void longClipIsCut();
    void onlyTheFirstChannelCounts();
    void windowsOfAnyLength();
    void spreadsClips();
    void resampledToneIsTheTone_data();
    void resampledToneIsTheTone();
    void refusesShortSounds();
};

void TestFilterBank::countsFrames()
{
    QCOMPARE(kaldiFilterBank(torch::zeros({32000})).size(0), std::int64_t{198});
    QCOMPARE(kaldiFilterBank(torch::zeros({400})).size(0), std::int64_t{1});
    QCOMPARE(kaldiFilterBank(torch::zeros({559})).size(0), std::int64_t{1});
    QCOMPARE(kaldiFilterBank(torch::zeros({560})).size(0), std::int64_t{2});
    QCOMPARE(kaldiFilterBank(torch::zeros({560})).size(1), kMelBins);
}

void TestFilterBank::toneLightsItsOwnBand()
{
    const auto mel = [](double hz) { return 1127 * std::log(1 + hz / 700); };
    const double step = (mel(8000) - mel(20)) / 129;
    for (const double frequency : {500.0, 1000.0, 3000.0, 6000.0}) {
        const auto energy = kaldiFilterBank(sine(frequency, 16000)).mean(0);
        const double expected = (mel(frequency) - mel(20)) / step - 1;
        const auto loudest = static_cast<double>(energy.argmax().item<std::int64_t>());
        QVERIFY2(std::abs(loudest - expected) <= 1,
                 qPrintable(QString("%1 Hz: %2").arg(frequency).arg(loudest)));
    }
}

void TestFilterBank::silenceIsTheFloor()
{
    const auto bank = kaldiFilterBank(torch::zeros({4000}));
    QVERIFY(torch::allclose(bank, torch::full_like(bank, -15.9424)));
    // With 512 points no bin falls into the fourth triangle, whatever the sound.
    torch::manual_seed(1);
    const auto noise = kaldiFilterBank(torch::rand({32000}) - 0.5);
    QVERIFY(torch::allclose(noise.select(1, 3), torch::full({198}, -15.9424)));
    QVERIFY((noise.select(1, 20) > -15).all().item<bool>());
}

void TestFilterBank::ignoresConstantOffset()
{
    const auto tone = sine(700, 8000) * 0.3;
    QVERIFY(torch::allclose(kaldiFilterBank(tone + 0.5), kaldiFilterBank(tone), 1e-2, 1e-2));
}

void TestFilterBank::clipIsPaddedAndNormalised()
{
    const auto clip = melClip(sine(440, kClipSamples).unsqueeze(0));
    QCOMPARE(clip.sizes().vec(), (std::vector<std::int64_t>{1, kMelBins, kClipFrames}));
    const auto padding = clip.slice(2, 198);
    QVERIFY(torch::allclose(padding, torch::full_like(padding, 0.46706), 1e-4, 1e-4));
    const auto floor = clip[0][3].slice(0, 0, 198);
    QVERIFY(torch::allclose(floor, torch::full_like(floor, -1.2776), 1e-4, 1e-4));
}

void TestFilterBank::longClipIsCut()
{
    const auto longSound = sine(440, 5 * kSampleRateHz);
    QCOMPARE(melOfWindow(longSound).size(2), kClipFrames);
    QVERIFY(melOfWindow(longSound).slice(2, 198).min().item<float>() < 0.4F);
}

void TestFilterBank::onlyTheFirstChannelCounts()
{
    const auto left = sine(440, 16000);
    const auto stereo = torch::stack({left, sine(2000, 16000)});
    QVERIFY(torch::allclose(logMel(stereo), logMel(left.unsqueeze(0)), 1e-3, 1e-3));
}

void TestFilterBank::windowsOfAnyLength()
{
    for (const std::int64_t length : {0, 1, 399, 400, 16000, 32000}) {
        const auto mel = melOfWindow(torch::zeros({length}));
        QCOMPARE(mel.sizes().vec(), (std::vector<std::int64_t>{1, kMelBins, kClipFrames}));
        QVERIFY(mel.isfinite().all().item<bool>());
    }
}

void TestFilterBank::spreadsClips()
{
    using Spacing = ClipSpacing;
    QCOMPARE(starts(80000, 5, Spacing::ByCount), (std::vector<std::int64_t>{0, 9600, 19200, 28800, 38400}));
    QCOMPARE(starts(80000, 5, Spacing::ByCountMinusOne),
             (std::vector<std::int64_t>{0, 12000, 24000, 36000, 48000}));
    // 4.3 s is a little less than 4.3 as a double: one sample early, as in the original.
    QCOMPARE(starts(68800, 5, Spacing::ByCount)[1], std::int64_t{7359});
    QCOMPARE(starts(20000, 5, Spacing::ByCountMinusOne), (std::vector<std::int64_t>(5, 0)));
    QCOMPARE(starts(80000, 1, Spacing::ByCountMinusOne), (std::vector<std::int64_t>{0}));
    // Hours of sound: nothing overflows.
    const auto hours = clipSpans(24LL * 3600 * kSampleRateHz, 1000);
    QCOMPARE(hours.back().end, 24LL * 3600 * kSampleRateHz);
    QCOMPARE(hours.back().end - hours.back().begin, kClipSamples);

    const auto clips = melClips(sine(440, 80000).unsqueeze(0), 3);
    QCOMPARE(clips.sizes().vec(), (std::vector<std::int64_t>{3, 1, kMelBins, kClipFrames}));
}

void TestFilterBank::resampledToneIsTheTone_data()
{
    QTest::addColumn<int>("rateHz");
    for (const int rate : {8000, 11025, 22050, 44100, 48000, 96000})
        QTest::newRow(qPrintable(QString::number(rate))) << rate;
}

void TestFilterBank::resampledToneIsTheTone()
{
    QFETCH(int, rateHz);
    const auto given = sine(440, rateHz, rateHz);
    const auto copy = given.clone();
    const auto out = resample(given.unsqueeze(0), rateHz, kSampleRateHz);
    QCOMPARE(out.sizes().vec(), (std::vector<std::int64_t>{1, kSampleRateHz}));
    QVERIFY(torch::equal(given, copy));
    const auto difference = (out[0] - sine(440, kSampleRateHz)).abs().slice(0, 200, kSampleRateHz - 200);
    QVERIFY2(difference.max().item<double>() < 5e-3,
             qPrintable(QString::number(difference.max().item<double>())));
}

void TestFilterBank::refusesShortSounds()
{
    QVERIFY_THROWS_EXCEPTION(c10::Error, (void)kaldiFilterBank(torch::zeros({399})));
    QVERIFY_THROWS_EXCEPTION(c10::Error, (void)kaldiFilterBank(torch::zeros({1, 4000})));
}

QTEST_GUILESS_MAIN(TestFilterBank)
#include "tst_FilterBank.moc"
