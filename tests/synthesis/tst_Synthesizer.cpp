// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synthesis/Classes.h"
#include "core/synthesis/Raster.h"
#include "core/synthesis/Synthesizer.h"
#include "core/synthesis/Timbres.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <set>

using namespace avs::synthesis;
using avs::base::MediaTime;
using avs::imaging::LabelMap;
using avs::imaging::RgbImage;

namespace {

constexpr std::uint64_t kSeed = 11;
constexpr int kRate = 16000;

/// Plans are drawn much faster at this size, and are of the same kind.
ClipOptions smallClip()
{
    ClipOptions options;
    options.width = 96;
    options.height = 72;
    return options;
}

std::array<int, 256> countPixels(const LabelMap& map)
{
    std::array<int, 256> counts{};
    for (const std::uint8_t value : map.pixels)
        ++counts[value];
    return counts;
}

double loudness(const std::vector<float>& sound, double from, double to)
{
    const auto begin = static_cast<std::size_t>(from * kRate);
    const auto end = std::min(sound.size(), static_cast<std::size_t>(to * kRate));
    double energy = 0;
    for (std::size_t i = begin; i < end; ++i)
        energy += sound[i] * sound[i];
    return end > begin ? std::sqrt(energy / static_cast<double>(end - begin)) : 0;
}

/// The root mean square of the frequencies, weighted by their energy: from the energy of the differences
/// between neighbouring samples.
double meanHertz(const std::vector<float>& sound)
{
    double energy = 0;
    double differences = 0;
    for (std::size_t i = 1; i < sound.size(); ++i) {
        energy += sound[i] * sound[i];
        differences += (sound[i] - sound[i - 1]) * (sound[i] - sound[i - 1]);
    }
    return std::asin(std::min(1.0, std::sqrt(differences / energy) / 2)) * kRate / std::numbers::pi;
}

} // namespace

class tst_Synthesizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameClip();
    void clipsAreLaidOutAsPromised();
    void labelsAreExactlyWhatSounds();
    void distractorIsSeenButNotLabelled();
    void objectsMove();
    void soundIsThereWhenOnAndOnlyThen();
    void timbresAreNeverQuietAndDiffer();
    void maskIsHalfCoverage();
    void laterIconsOcclude();
};

void tst_Synthesizer::sameSeedSameClip()
{
    const Synthesizer a(kSeed, 3);
    const Synthesizer b(kSeed, 3);
    const MediaTime time = MediaTime::fromSeconds(1.5);
    QVERIFY(a.frameAt(time).image == b.frameAt(time).image);
    QVERIFY(a.frameAt(time).labels == b.frameAt(time).labels);
    QVERIFY(a.sound() == b.sound());

    const Synthesizer otherClip(kSeed, 4);
    const Synthesizer otherSeed(kSeed + 1, 3);
    QVERIFY(a.frameAt(time).image != otherClip.frameAt(time).image);
    QVERIFY(a.frameAt(time).image != otherSeed.frameAt(time).image);
    QVERIFY(a.sound() != otherSeed.sound());
}

void tst_Synthesizer::clipsAreLaidOutAsPromised()
{
    constexpr int kClips = 200;
    int withSilence = 0;
    int withSwitch = 0;
    std::set<int> seen;
    for (int k = 0; k < kClips; ++k) {
        const Synthesizer clip(kSeed, static_cast<std::uint64_t>(k), smallClip());
        QVERIFY(clip.objects().size() == 2 || clip.objects().size() == 3);
        std::set<int> classes;
        int distractors = 0;
        std::set<double> switches;
        for (const SynthesizedObject& object : clip.objects()) {
            QVERIFY(object.classIndex >= 1 && object.classIndex <= kClassCount);
            classes.insert(object.classIndex);
            distractors += object.isDistractor();
            int edges = 0;
            for (const double at : {object.soundBegin.seconds(), object.soundEnd.seconds()})
                if (at != 0 && at != 5) {
                    ++edges;
                    switches.insert(at);
                }
            QVERIFY(edges <= 1);
        }
        QCOMPARE(classes.size(), clip.objects().size());
        QCOMPARE(distractors, 1);
        for (const double at : switches)
            QVERIFY(at >= 2.0 && at <= 3.0 && std::abs(at - 2.5) >= 0.2);
        withSwitch += !switches.empty();
        seen.insert(classes.begin(), classes.end());
        bool silent = false;
        for (const MediaTime time : clip.annotatedTimes())
            silent = silent || clip.soundingClasses(time).empty();
        withSilence += silent;
    }
    QCOMPARE(static_cast<int>(seen.size()), kClassCount);
    QVERIFY2(withSilence > kClips / 13 && withSilence < kClips / 4, qPrintable(QString::number(withSilence)));
    QVERIFY2(withSwitch > kClips / 3 && withSwitch < kClips * 4 / 5, qPrintable(QString::number(withSwitch)));
}

void tst_Synthesizer::labelsAreExactlyWhatSounds()
{
    for (std::uint64_t k = 0; k < 16; ++k) {
        const Synthesizer clip(kSeed, k);
        QCOMPARE(clip.annotatedTimes().size(), std::size_t{5});
        for (const MediaTime time : clip.annotatedTimes()) {
            std::set<int> expected;
            for (const SynthesizedObject& object : clip.objects())
                if (time >= object.soundBegin && time < object.soundEnd)
                    expected.insert(object.classIndex);
            const std::vector<int> told = clip.soundingClasses(time);
            QCOMPARE(std::set<int>(told.begin(), told.end()), expected);

            const std::array<int, 256> counts = countPixels(clip.frameAt(time).labels);
            for (int c = 1; c < 256; ++c)
                QVERIFY2(
                    (counts[c] > 100) == expected.contains(c) && (counts[c] > 0) == expected.contains(c),
                    qPrintable(QStringLiteral("clip %1, class %2: %3 pixels").arg(k).arg(c).arg(counts[c])));
        }
    }
}

void tst_Synthesizer::distractorIsSeenButNotLabelled()
{
    for (std::uint64_t k = 0; k < 8; ++k) {
        const Synthesizer clip(kSeed, k);
        for (const MediaTime time : clip.annotatedTimes()) {
            const SynthesizedFrame frame = clip.frameAt(time);
            for (std::size_t i = 0; i < clip.objects().size(); ++i) {
                if (!clip.objects()[i].isDistractor())
                    continue;
                int visible = 0;
                for (std::size_t p = 0; p < frame.objects.pixels.size(); ++p)
                    if (frame.objects.pixels[p] == i + 1) {
                        ++visible;
                        QCOMPARE(frame.labels.pixels[p], std::uint8_t{0});
                    }
                QVERIFY(visible > 100);
            }
        }
    }
}

void tst_Synthesizer::objectsMove()
{
    const Synthesizer clip(kSeed, 1);
    QCOMPARE(clip.frameCount(), 50);
    QCOMPARE(clip.frameTime(5), MediaTime::fromSeconds(0.5));
    QVERIFY(clip.frameAt(clip.frameTime(0)).objects != clip.frameAt(clip.frameTime(10)).objects);
}

void tst_Synthesizer::soundIsThereWhenOnAndOnlyThen()
{
    constexpr double kStep = 0.5;
    int quietStretches = 0;
    for (std::uint64_t k = 0; k < 60; ++k) {
        const Synthesizer clip(kSeed, k, smallClip());
        const std::vector<float> sound = clip.sound();
        QCOMPARE(sound.size(), std::size_t{5 * kRate});
        QVERIFY(std::all_of(sound.begin(), sound.end(), [](float s) { return std::abs(s) <= 1.0F; }));
        for (double at = 0; at + kStep <= 5; at += kStep) {
            const bool begins = !clip.soundingClasses(MediaTime::fromSeconds(at)).empty();
            const bool ends = !clip.soundingClasses(MediaTime::fromSeconds(at + kStep - 0.001)).empty();
            const double level = loudness(sound, at, at + kStep);
            if (begins && ends)
                QVERIFY2(level > 0.01,
                         qPrintable(QStringLiteral("clip %1 at %2: %3").arg(k).arg(at).arg(level)));
            if (!begins && !ends) {
                ++quietStretches;
                QVERIFY2(level < 0.005,
                         qPrintable(QStringLiteral("clip %1 at %2: %3").arg(k).arg(at).arg(level)));
            }
        }
    }
    QVERIFY(quietStretches > 0);
}

void tst_Synthesizer::timbresAreNeverQuietAndDiffer()
{
    std::array<double, kClassCount + 1> pitch{};
    for (int c = 1; c <= kClassCount; ++c) {
        Random random(kSeed + static_cast<std::uint64_t>(c));
        const std::vector<float> sound = makeTimbre(static_cast<ClassId>(c), 4 * kRate, kRate, random);
        QCOMPARE(sound.size(), std::size_t{4 * kRate});
        for (double at = 0; at < 3.5; at += 0.1)
            QVERIFY2(loudness(sound, at, at + 0.5) > 0.02,
                     qPrintable(QStringLiteral("class %1 at %2").arg(c).arg(at)));
        QVERIFY(std::abs(sound.back()) < 0.01F);
        pitch[c] = meanHertz(sound);
    }
    const auto of = [&pitch](ClassId id) { return pitch[static_cast<int>(id)]; };
    QVERIFY(of(ClassId::Bird) > 2800 && of(ClassId::Bird) < 5000);
    QVERIFY(of(ClassId::Flute) > 480 && of(ClassId::Flute) < 1500);
    QVERIFY(of(ClassId::Drum) < 600);
    QVERIFY(of(ClassId::Clock) > of(ClassId::Car));
}

void tst_Synthesizer::maskIsHalfCoverage()
{
    RgbImage image(32, 16);
    LabelMap owners(32, 16);
    // Columns 10 (¾ covered) to 20 (½ covered), rows 5 to 7; row 8 is covered by a quarter.
    const Icon icon{{Part{{{10.25, 5}, {20.5, 5}, {20.5, 8.25}, {10.25, 8.25}}, {1, 1, 1}, 1}}};
    drawIcon(icon, Pose{{0, 0}, 1, 0, false}, image, owners, 7);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 32; ++x)
            QCOMPARE(owners.at(x, y), std::uint8_t(x >= 10 && x <= 20 && y >= 5 && y <= 7 ? 7 : 0));
    QVERIFY(image.row(8)[3 * 15] > 0); // anti-aliased beyond the mask
    QCOMPARE(image.row(10)[3 * 15], std::uint8_t{0});
}

void tst_Synthesizer::laterIconsOcclude()
{
    RgbImage image(32, 32);
    LabelMap owners(32, 32);
    const Icon square{{Part{{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}}, {1, 0, 0}, 1}}};
    drawIcon(square, Pose{{16, 16}, 20, 0, false}, image, owners, 1);
    drawIcon(square, Pose{{16, 16}, 10, 0, false}, image, owners, 2);
    const std::array<int, 256> counts = countPixels(owners);
    QCOMPARE(counts[2], 100);
    QCOMPARE(counts[1], 400 - 100);
}

QTEST_GUILESS_MAIN(tst_Synthesizer)
#include "tst_Synthesizer.moc"
