// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/SoundTileMaker.h"
#include "core/media/AudioDecoder.h"
#include "support/TestMedia.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numbers>

using namespace avs;
using analysis::Spectrogram;
using jobs::SoundTileKey;
using jobs::SoundTileMaker;
using Kind = jobs::SoundTileKey::Kind;

namespace {

constexpr int kRateHz = 44100;
constexpr double kSeconds = 12;

/// Left: 1000 Hz up to 6 s, 4000 Hz after; right: silence but for one click.
float wave(double time, int channel)
{
    if (channel == 1)
        return std::abs(time - 3) < 1e-6 ? 0.9F : 0.0F;
    return 0.5F * float(std::sin(2 * std::numbers::pi * (time < 6 ? 1000 : 4000) * time));
}

int loudestBand(const jobs::SoundTile& tile, int column)
{
    const float* values = tile.column(column);
    return int(std::max_element(values, values + tile.rows) - values);
}

} // namespace

class tst_SoundTileMaker : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;

    jobs::SoundTilePtr make(SoundTileMaker& maker, const SoundTileKey& key) const
    {
        auto tile = maker.make(key, {});
        if (!tile)
            qFatal("%s", qPrintable(tile.error().message));
        return *tile;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_path = m_folder.filePath("sound.wav");
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.soundEncoder = "pcm_s16le";
        spec.rateHz = kRateHz;
        spec.seconds = kSeconds;
        spec.wave = wave;
        QVERIFY(testing::writeClip(m_path, spec));
    }

    void samplesAreTheFiles()
    {
        SoundTileMaker maker(m_path);
        const auto audio = media::readAudio(m_path, kRateHz, 2);
        QVERIFY(audio.has_value());
        qint64 seen = 0;
        for (int index : {3, 0, 16, 1}) { // also backwards; the last one of all is short
            const auto tile = make(maker, {Kind::Samples, 0, 0, index});
            QCOMPARE(tile->rows, 2);
            QCOMPARE(tile->rateHz, kRateHz);
            const auto begin = std::ptrdiff_t(index) * SoundTileKey::kSampleFrames;
            const auto expected =
                std::min<qint64>(SoundTileKey::kSampleFrames, (*audio)->frameCount() - begin);
            QCOMPARE(qint64(tile->columns), expected);
            QVERIFY(
                std::equal(tile->values.begin(), tile->values.end(), (*audio)->samples.begin() + 2 * begin));
            seen += tile->columns;
        }
        QCOMPARE(seen, 3 * 32768 + (12 * kRateHz - 16 * 32768));
        QCOMPARE(make(maker, {Kind::Samples, 0, 0, 40})->columns, 0);
        QCOMPARE(make(maker, {Kind::Samples, 0, 0, -1})->columns, 0);
    }

    void melIsWhatTheModelHears()
    {
        SoundTileMaker maker(m_path);
        const auto audio = media::readAudio(m_path, analysis::kMelRateHz, 1);
        QVERIFY(audio.has_value());
        const std::span<const float> sound((*audio)->samples);
        Spectrogram mel({analysis::SpectrumKind::Mel}, analysis::kMelRateHz);
        std::vector<float> expected(128);
        int columns = 0;
        for (int index = 0; index < 10; ++index) {
            const auto tile = make(maker, {Kind::Mel, 0, 0, index});
            QCOMPARE(tile->rateHz, analysis::kMelRateHz);
            for (int column = 0; column < tile->columns; ++column, ++columns) {
                const auto frame = std::size_t(index * SoundTileKey::kColumns + column);
                mel.column(sound.subspan(frame * Spectrogram::kMelShift, Spectrogram::kMelWindow), expected);
                QVERIFY(std::equal(expected.begin(), expected.end(), tile->column(column)));
            }
        }
        QCOMPARE(columns, int(1 + (sound.size() - 400) / 160)); // snipped edges
    }

    void columnsLieWhereTheSoundIs_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<int>("fftSize");
        QTest::addColumn<int>("level");
        for (int level = 0; level < 7; ++level)
            QTest::addRow("mel, level %d", level) << Kind::Mel << 0 << level;
        for (int level = 0; level < 9; level += 2) {
            QTest::addRow("512, level %d", level) << Kind::Stft << 512 << level;
            QTest::addRow("8192, level %d", level) << Kind::Stft << 8192 << level;
        }
    }
    void columnsLieWhereTheSoundIs()
    {
        QFETCH(Kind, kind);
        QFETCH(int, fftSize);
        QFETCH(int, level);
        SoundTileMaker maker(m_path);
        const SoundTileKey any{kind, fftSize, level, 0};
        const int rate = kind == Kind::Mel ? analysis::kMelRateHz : kRateHz;
        const analysis::SpectrumBands bands{
            kind == Kind::Mel ? analysis::SpectrumKind::Mel : analysis::SpectrumKind::Stft, rate, fftSize};
        const double width = double(any.hop()) / rate;
        const double blur = width + (kind == Kind::Mel ? 0.025 : double(fftSize) / rate);
        for (const double seconds : {0.5, 5.9 - blur, 6.1 + blur, 11.0}) {
            const auto key = any.at(seconds, rate);
            const auto column = int((seconds - key.secondsOf(0, rate)) / width);
            QVERIFY(column >= 0 && column < SoundTileKey::kColumns);
            const auto tile = make(maker, key);
            QCOMPARE(tile->rows, bands.count());
            if (column >= tile->columns) {
                QVERIFY(seconds > kSeconds - width); // only a column that the sound does not fill may lack
                continue;
            }
            const double expected = bands.bandAt(seconds < 6 ? 1000 : 4000);
            QVERIFY2(
                std::abs(loudestBand(*tile, column) - expected) < 1.5,
                qPrintable(
                    QString("%1 s: %2, not %3").arg(seconds).arg(loudestBand(*tile, column)).arg(expected)));
        }
    }

    void levelsFitThePixels()
    {
        QCOMPARE(SoundTileKey::levelFor(Kind::Samples, 0, 5, kRateHz), 0);
        QCOMPARE(SoundTileKey::levelFor(Kind::Mel, 0, 0.001, 16000), 0);
        QCOMPARE(SoundTileKey::levelFor(Kind::Mel, 0, 0.0199, 16000), 0);
        QCOMPARE(SoundTileKey::levelFor(Kind::Mel, 0, 0.0201, 16000), 1);
        QCOMPARE(SoundTileKey::levelFor(Kind::Mel, 0, 0.16, 16000), 4);
        QCOMPARE(SoundTileKey::levelFor(Kind::Stft, 2048, 0.5, 48000), 7); // 24000 frames >= 128·2^7
    }

    void aShortClickIsNotLost()
    {
        SoundTileMaker maker(m_path);
        const SoundTileKey any{Kind::Stft, 512, 6, 0};
        const auto key = any.at(3, kRateHz);
        const auto tile = make(maker, key);
        const int column = int((3 - key.secondsOf(0, kRateHz)) * kRateHz / double(key.hop()));
        const int quiet = 200; // far above the sine
        QVERIFY(tile->column(column)[quiet] > tile->column(column + 2)[quiet] + 20);
    }

    void failsAndStops()
    {
        SoundTileMaker none(m_folder.filePath("none.wav"));
        QCOMPARE(none.make({Kind::Mel, 0, 0, 0}, {}).error().code, base::ErrorCode::NotFound);
        std::stop_source stop;
        stop.request_stop();
        SoundTileMaker maker(m_path);
        QCOMPARE(maker.make({Kind::Mel, 0, 0, 0}, stop.get_token()).error().code, base::ErrorCode::Cancelled);
        QCOMPARE(make(maker, {Kind::Mel, 0, 0, 0})->columns, SoundTileKey::kColumns);
    }
};

QTEST_GUILESS_MAIN(tst_SoundTileMaker)
#include "tst_SoundTileMaker.moc"
