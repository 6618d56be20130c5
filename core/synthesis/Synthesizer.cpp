// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synthesis/Synthesizer.h"

#include "core/synthesis/Background.h"
#include "core/synthesis/Classes.h"
#include "core/synthesis/Icons.h"
#include "core/synthesis/Timbres.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace avs::synthesis {
namespace {

using base::MediaTime;

constexpr double kTau = 2.0 * std::numbers::pi;
constexpr double kSmallest = 0.22; // of the frame's height
constexpr double kLargest = 0.42;
constexpr double kMostTilt = 20.0 / 360.0 * kTau;
constexpr double kMostOverlap = 0.08; // of the smaller object
constexpr double kNoSwitchBefore = 2.0;
// A switch stays this far from the annotated moments, whose sound is then plainly on or off.
constexpr double kAwayFromMoments = 0.2;

/// A drifting, swaying path: a sine a coordinate.
struct Path
{
    Point centre;
    Point reach;
    std::array<double, 3> hertz{};
    std::array<double, 3> phase{};
    double unit = 100;
    double breathing = 0;
    double tilt = 0;
    double sway = 0;
    bool flipped = false;

    [[nodiscard]] Pose at(double t) const
    {
        const auto wave = [&](int i) { return std::sin(kTau * hertz[i] * t + phase[i]); };
        return {{centre.x + reach.x * wave(0), centre.y + reach.y * wave(1)},
                unit * (1 + breathing * wave(1)),
                tilt + sway * wave(2),
                flipped};
    }
};

/// When each of the sounding objects sounds.
struct Scene
{
    double weight = 1;
    int voices = 1;
    enum Span
    {
        Always,
        OnThenOff,
        OffThenOn
    } first = Always;
    Span second = Always;
};

// About one clip in seven has a stretch in which nothing sounds.
constexpr std::array kScenes{
    Scene{0.30, 1, Scene::Always, Scene::Always},       Scene{0.06, 1, Scene::OnThenOff, Scene::Always},
    Scene{0.06, 1, Scene::OffThenOn, Scene::Always},    Scene{0.14, 2, Scene::Always, Scene::Always},
    Scene{0.25, 2, Scene::OnThenOff, Scene::OffThenOn}, Scene{0.08, 2, Scene::Always, Scene::OnThenOff},
    Scene{0.08, 2, Scene::Always, Scene::OffThenOn},    Scene{0.03, 2, Scene::OnThenOff, Scene::OnThenOff},
};

const Scene& drawScene(Random& random)
{
    double rest = random.uniform();
    for (const Scene& scene : kScenes) {
        rest -= scene.weight;
        if (rest < 0)
            return scene;
    }
    return kScenes.front();
}

/// How far the icon reaches from its centre, in its own units, in x and y, for tilts up to kMostTilt.
Point reachOf(const Icon& icon)
{
    Point most;
    for (const Part& part : icon.parts)
        for (const Point& p : part.outline)
            for (const double angle : {-kMostTilt, 0.0, kMostTilt}) {
                most.x = std::max(most.x, std::abs(p.x * std::cos(angle) - p.y * std::sin(angle)));
                most.y = std::max(most.y, std::abs(p.x * std::sin(angle) + p.y * std::cos(angle)));
            }
    return most;
}

Path drawPath(const Icon& icon, const ClipOptions& options, double largest, Random& random)
{
    Path path;
    path.breathing = random.uniform(0.0, 0.05);
    path.unit = options.height * random.uniform(kSmallest, largest);
    const Point reach = reachOf(icon);
    const double roomX = std::max(0.0, options.width / 2.0 - reach.x * path.unit * (1 + path.breathing) - 2);
    const double roomY = std::max(0.0, options.height / 2.0 - reach.y * path.unit * (1 + path.breathing) - 2);
    path.reach = {std::min(roomX, options.width * random.uniform(0.02, 0.20)),
                  std::min(roomY, options.height * random.uniform(0.02, 0.16))};
    path.centre = {options.width / 2.0 + random.uniform(-1, 1) * (roomX - path.reach.x),
                   options.height / 2.0 + random.uniform(-1, 1) * (roomY - path.reach.y)};
    for (int i = 0; i < 3; ++i) {
        path.hertz[i] = random.uniform(0.05, 0.22);
        path.phase[i] = random.phase();
    }
    path.tilt = kMostTilt * random.uniform(-0.75, 0.75);
    path.sway = kMostTilt * random.uniform(0.05, 0.25);
    path.flipped = random.chance(0.5);
    return path;
}

/// The pixels of an icon at some moments, on a grid of a quarter of the frame's size.
std::vector<imaging::LabelMap> trace(const Icon& icon, const Path& path, const ClipOptions& options)
{
    constexpr int kCoarser = 4;
    constexpr int kMoments = 8;
    std::vector<imaging::LabelMap> maps;
    for (int i = 0; i < kMoments; ++i) {
        Pose pose = path.at(options.durationSeconds * i / (kMoments - 1));
        pose.centre = {pose.centre.x / kCoarser, pose.centre.y / kCoarser};
        pose.unit /= kCoarser;
        imaging::RgbImage scratch(options.width / kCoarser, options.height / kCoarser);
        imaging::LabelMap map(scratch.width, scratch.height);
        drawIcon(icon, pose, scratch, map, 1);
        maps.push_back(std::move(map));
    }
    return maps;
}

/// The largest share of the smaller of the two that both cover at one moment.
double overlap(const std::vector<imaging::LabelMap>& a, const std::vector<imaging::LabelMap>& b)
{
    double most = 0;
    for (std::size_t m = 0; m < a.size(); ++m) {
        int inA = 0;
        int inB = 0;
        int inBoth = 0;
        for (std::size_t i = 0; i < a[m].pixels.size(); ++i) {
            inA += a[m].pixels[i];
            inB += b[m].pixels[i];
            inBoth += a[m].pixels[i] & b[m].pixels[i];
        }
        most = std::max(most, static_cast<double>(inBoth) / std::max(1, std::min(inA, inB)));
    }
    return most;
}

/// Paths that stay clear of one another; objects shrink when the frame is too crowded for them.
std::vector<Path> drawPaths(const std::vector<Icon>& icons, const ClipOptions& options, Random& random)
{
    constexpr int kTries = 80;
    constexpr int kTriesForAll = 12;
    std::vector<Path> best;
    double leastOverlap = 1e9;
    for (int round = 0; round < kTriesForAll && leastOverlap > kMostOverlap; ++round) {
        std::vector<Path> paths;
        std::vector<std::vector<imaging::LabelMap>> traces;
        double worst = 0;
        for (const Icon& icon : icons) {
            Path kept;
            std::vector<imaging::LabelMap> keptTrace;
            double least = 1e9;
            for (int i = 0; i < kTries && least > kMostOverlap; ++i) {
                const double largest = std::lerp(kLargest, kSmallest, static_cast<double>(i) / kTries);
                const Path path = drawPath(icon, options, largest, random);
                std::vector<imaging::LabelMap> maps = trace(icon, path, options);
                double most = 0;
                for (const auto& other : traces)
                    most = std::max(most, overlap(maps, other));
                if (most < least) {
                    least = most;
                    kept = path;
                    keptTrace = std::move(maps);
                }
            }
            worst = std::max(worst, least);
            paths.push_back(kept);
            traces.push_back(std::move(keptTrace));
        }
        if (worst < leastOverlap) {
            leastOverlap = worst;
            best = std::move(paths);
        }
    }
    return best;
}

/// A moment inside [2 s, duration − 2 s], away from the annotated ones.
double drawSwitch(double duration, Random& random)
{
    double at = 0;
    do {
        at = random.uniform(kNoSwitchBefore, duration - kNoSwitchBefore);
    } while (std::abs(at - (std::floor(at) + 0.5)) < kAwayFromMoments);
    return at;
}

void setSpan(SynthesizedObject& object, Scene::Span span, double switchAt, double duration)
{
    object.soundBegin = MediaTime::fromSeconds(span == Scene::OffThenOn ? switchAt : 0);
    object.soundEnd = MediaTime::fromSeconds(span == Scene::OnThenOff ? switchAt : duration);
}

} // namespace

struct Synthesizer::Plan
{
    ClipOptions options;
    std::vector<SynthesizedObject> objects;
    std::vector<Icon> icons;
    std::vector<Path> paths;
    imaging::RgbImage background;
    std::uint64_t soundSeed = 0;
};

Synthesizer::Synthesizer(std::uint64_t seed, std::uint64_t index, const ClipOptions& options)
{
    Random random = Random::forPart(seed, index);
    auto plan = std::make_unique<Plan>();
    plan->options = options;

    Scene scene = drawScene(random);
    const double duration = options.durationSeconds;
    if (duration < 2 * kNoSwitchBefore + 0.5)
        scene.first = scene.second = Scene::Always;
    const double switchAt =
        scene.first == Scene::Always && scene.second == Scene::Always ? 0 : drawSwitch(duration, random);

    std::vector<int> classes;
    for (int c = 1; c <= kClassCount; ++c)
        classes.push_back(c);
    random.shuffle(classes);
    for (int i = 0; i <= scene.voices; ++i) {
        SynthesizedObject object;
        object.classIndex = classes[i];
        if (i < scene.voices)
            setSpan(object, i == 0 ? scene.first : scene.second, switchAt, duration);
        plan->objects.push_back(object);
    }
    random.shuffle(plan->objects);

    for (const SynthesizedObject& object : plan->objects)
        plan->icons.push_back(makeIcon(static_cast<ClassId>(object.classIndex), random));
    plan->paths = drawPaths(plan->icons, options, random);
    plan->background = makeBackground(options.width, options.height, random);
    plan->soundSeed = random.bits();
    m_plan = std::move(plan);
}

Synthesizer::~Synthesizer() = default;
Synthesizer::Synthesizer(Synthesizer&&) noexcept = default;
Synthesizer& Synthesizer::operator=(Synthesizer&&) noexcept = default;

const ClipOptions& Synthesizer::options() const
{
    return m_plan->options;
}

const std::vector<SynthesizedObject>& Synthesizer::objects() const
{
    return m_plan->objects;
}

int Synthesizer::frameCount() const
{
    return std::max(
        1, static_cast<int>(std::lround(m_plan->options.durationSeconds * m_plan->options.framesPerSecond)));
}

MediaTime Synthesizer::frameTime(int frame) const
{
    return MediaTime::fromMicroseconds(static_cast<std::int64_t>(frame) * 1'000'000 /
                                       m_plan->options.framesPerSecond);
}

std::vector<MediaTime> Synthesizer::annotatedTimes() const
{
    constexpr double kSlack = 1e-9;
    const auto& o = m_plan->options;
    std::vector<MediaTime> times;
    for (int i = 0; (i + 1) * o.labelInterval <= o.durationSeconds + kSlack; ++i)
        times.push_back(MediaTime::fromSeconds((i + 0.5) * o.labelInterval));
    return times;
}

SynthesizedFrame Synthesizer::frameAt(MediaTime time) const
{
    const Plan& plan = *m_plan;
    SynthesizedFrame frame;
    frame.image = plan.background;
    frame.objects = imaging::LabelMap(plan.options.width, plan.options.height);
    for (std::size_t i = 0; i < plan.objects.size(); ++i)
        drawIcon(plan.icons[i], plan.paths[i].at(time.seconds()), frame.image, frame.objects,
                 static_cast<std::uint8_t>(i + 1));

    std::array<std::uint8_t, 256> labelOf{};
    for (std::size_t i = 0; i < plan.objects.size(); ++i)
        if (plan.objects[i].soundsAt(time))
            labelOf[i + 1] = static_cast<std::uint8_t>(plan.objects[i].classIndex);
    frame.labels = imaging::LabelMap(plan.options.width, plan.options.height);
    std::transform(frame.objects.pixels.begin(), frame.objects.pixels.end(), frame.labels.pixels.begin(),
                   [&](std::uint8_t object) { return labelOf[object]; });
    return frame;
}

std::vector<float> Synthesizer::sound() const
{
    const Plan& plan = *m_plan;
    const int rate = plan.options.audioRateHz;
    const auto sampleAt = [rate](MediaTime time) {
        return static_cast<int>(std::lround(time.seconds() * rate));
    };
    const int count = sampleAt(MediaTime::fromSeconds(plan.options.durationSeconds));

    std::vector<float> mix(count);
    Random hush = Random::forPart(plan.soundSeed, 0);
    const double floor = hush.uniform(0.0005, 0.004);
    for (float& sample : mix)
        sample = static_cast<float>(floor * hush.noise());
    for (std::size_t i = 0; i < plan.objects.size(); ++i) {
        const SynthesizedObject& object = plan.objects[i];
        if (object.isDistractor())
            continue;
        Random random = Random::forPart(plan.soundSeed, i + 1);
        const float level = static_cast<float>(random.uniform(0.5, 1.2));
        const int begin = sampleAt(object.soundBegin);
        const std::vector<float> voice =
            makeTimbre(static_cast<ClassId>(object.classIndex),
                       std::min(count, sampleAt(object.soundEnd)) - begin, rate, random);
        for (std::size_t s = 0; s < voice.size(); ++s)
            mix[begin + s] += level * voice[s];
    }
    for (float& sample : mix)
        sample = std::clamp(sample, -0.98F, 0.98F);
    return mix;
}

std::vector<int> Synthesizer::soundingClasses(MediaTime time) const
{
    std::vector<int> classes;
    for (const SynthesizedObject& object : m_plan->objects)
        if (object.soundsAt(time))
            classes.push_back(object.classIndex);
    std::sort(classes.begin(), classes.end());
    return classes;
}

} // namespace avs::synthesis
