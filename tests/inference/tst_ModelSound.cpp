// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/AudioWindow.h"
#include "core/inference/Tensors.h"
#include "core/media/AudioDecoder.h"
#include "core/nn/imagebind/AudioTransform.h"
#include "tests/inference/SessionFixture.h"

#include <QtTest>

#include <cmath>

using namespace avs;

/// What the model hears of a clip.
class tst_ModelSound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.make()); }

    void soundThatIsNeeded()
    {
        const auto silent = m_fixture.path(QStringLiteral("mute.mp4"));
        QVERIFY(testing::writeClip(silent, {.frames = 30}));
        auto session = m_fixture.load(m_fixture.model());
        const auto refused = (*session)->segmentClip(silent, {.needsSound = true}, [](auto, int) {}, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, base::ErrorCode::Unsupported);
        QVERIFY(refused.error().message.contains(QStringLiteral("mute.mp4")));
        QVERIFY((*session)
                    ->segmentClip(m_fixture.clip(), {.needsSound = true}, [](auto, int) {}, {})
                    .has_value());
    }

    void heardSeconds()
    {
        using Window = nn::TavisOptions::AudioWindow;
        const auto starts = [](Window window, double soundSeconds) {
            std::vector<double> out;
            for (int k = 0; k < 5; ++k)
                out.push_back(inference::heardSeconds(window, {k + 0.5, k, 5}, soundSeconds) - 1);
            return out;
        };
        const auto areNear = [](const std::vector<double>& a, const std::vector<double>& b) {
            return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                              [](double x, double y) { return std::abs(x - y) < 1e-9; });
        };
        QVERIFY(areNear(starts(Window::AvsBench, 5), {0, 0.75, 1.5, 2.25, 3}));
        QVERIFY(areNear(starts(Window::AvsBenchOld, 5), {0, 0.6, 1.2, 1.8, 2.4}));
        QVERIFY(areNear(starts(Window::AvsBench, 1.5), {0, 0, 0, 0, 0}));
        QVERIFY(areNear(starts(Window::Centred, 5), {-0.5, 0.5, 1.5, 2.5, 3.5}));
        QCOMPARE(inference::heardSeconds(Window::AvsBench, {4.5, 0, 1}, 5), 1.0);
        QCOMPARE(inference::heardSeconds(Window::AvsBench, {4.5}, 5), 4.5);
    }

    /// The k-th of n windows that are spread over the sound, as AVSBench's evaluation hears a clip.
    void windowsOfAvsBench()
    {
        auto config = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model").asObject();
        config["audio_window"] = nn::Json("avsbench");
        const auto path = m_fixture.path(QStringLiteral("window.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(nn::Json(config).dump()));
        file.close();
        auto session = m_fixture.load(m_fixture.model(), {.configPath = path, .classNames = {}});
        QVERIFY(session.has_value());
        const auto clip = m_fixture.path(QStringLiteral("rising.mp4"));
        testing::ClipSpec spec;
        spec.frames = 85;
        spec.sound = true;
        spec.seconds = 5; // longer than the pictures
        spec.wave = [](double time, int) { return 0.5F * float(std::sin(time * (300 + 900 * time))); };
        QVERIFY(testing::writeClip(clip, spec));
        std::vector<inference::StepPrediction> found;
        QVERIFY((*session)->segmentClip(clip, {.stepSeconds = 0.5},
                                        [&](const auto& s, int) { found.push_back(*s); }, {}));
        QCOMPARE(found.size(), 7U);
        const auto whole = media::readAudio(clip, 16000, 1);
        const auto& sound = (*whole)->samples;
        const double room = static_cast<double>(sound.size()) / 16000 - 2;
        QVERIFY(std::abs(room - 3) < 0.1);
        for (const int k : {0, 1, 3, 6}) {
            const auto& text = found[std::size_t(k)].wholeSoundText;
            const auto same = textOf(*session, sound, {1 + room * k / 6});
            const auto asMoment = textOf(*session, sound, {(k + 0.5) * 0.5, k, 7});
            const auto other = textOf(*session, sound, {(k + 0.5) * 0.5});
            QVERIFY(m_fixture.distance(text, same) < 1e-2);
            QVERIFY(m_fixture.distance(asMoment, same) < 1e-4);
            if (k == 3 || k == 6)
                QVERIFY(m_fixture.distance(text, other) > 2 * m_fixture.distance(text, same));
        }
    }

    void clipWithoutSoundRunsOnSilence()
    {
        const auto silent = m_fixture.path(QStringLiteral("silent.mp4"));
        QVERIFY(testing::writeClip(silent, {.frames = 30}));
        auto session = m_fixture.load(m_fixture.model());
        const auto count = (*session)->segmentClip(silent, {}, [](auto, int) {}, {});
        QCOMPARE(count.has_value() ? *count : -1, 1);
    }

    void windowStaysInsideTheSound()
    {
        std::vector<float> sound(5 * 16000);
        for (std::size_t i = 0; i < sound.size(); ++i)
            sound[i] = static_cast<float>(i % 977) / 977 - 0.5F;
        const auto all =
            torch::from_blob(sound.data(), {static_cast<std::int64_t>(sound.size())}, torch::kFloat);
        const auto expect = [&](double seconds, std::int64_t begin) {
            const auto window = nn::melOfWindow(all.slice(0, begin, begin + 32000));
            QVERIFY(torch::equal(inference::melAround(sound, seconds), window));
        };
        expect(0.5, 0);
        expect(2.5, 24000);
        expect(4.9, 48000);
        // No sound, sound that ends and a recording of silence are the same to the model.
        const std::vector<float> silence(5 * 16000);
        QVERIFY(torch::equal(inference::melAround({}, 1.0), inference::melAround(silence, 1.0)));
        const std::span<const float> begun(sound.data(), 8000);
        auto ended = sound;
        std::fill(ended.begin() + 8000, ended.end(), 0.0F);
        QVERIFY(torch::equal(inference::melAround(begun, 0.2), inference::melAround(ended, 0.2)));
    }

private:
    /// What the model makes of the sound at a moment; the picture has no part in it.
    static std::vector<float> textOf(const std::unique_ptr<inference::ModelSession>& session,
                                     const std::vector<float>& sound, const inference::Moment& moment)
    {
        const auto step = session->segmentMoment(imaging::RgbImage(8, 8), sound, moment);
        return step ? step->wholeSoundText : std::vector<float>();
    }

    testing::SessionFixture m_fixture;
};

QTEST_GUILESS_MAIN(tst_ModelSound)
#include "tst_ModelSound.moc"
