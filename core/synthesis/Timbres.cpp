// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synthesis/Timbres.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace avs::synthesis {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;
using Sound = std::vector<double>;

/// Calls strike(first sample, number) for evenly spaced events whose spacing wavers by `waver`.
template <typename Strike>
void repeat(int sampleCount, int rateHz, double perSecond, double waver, Random& random, Strike strike)
{
    double at = 0;
    for (int number = 0; at < sampleCount; ++number) {
        strike(static_cast<int>(at), number);
        at += rateHz / perSecond * (1 + waver * random.noise());
    }
}

/// Adds amplitude · sin with an exponential decay, from sample `from` until it cannot be heard.
void addRinging(Sound& sound, int from, int rateHz, double hertz, double amplitude, double decaySeconds)
{
    const int count =
        std::min<int>(static_cast<int>(sound.size()) - from, static_cast<int>(7 * decaySeconds * rateHz));
    const double fall = std::exp(-1.0 / (decaySeconds * rateHz));
    double level = amplitude;
    for (int i = 0; i < count; ++i, level *= fall)
        sound[from + i] += level * std::sin(kTau * hertz * i / rateHz);
}

void addClick(Sound& sound, int from, int rateHz, double seconds, double amplitude, Random& random)
{
    const int count =
        std::min<int>(static_cast<int>(sound.size()) - from, static_cast<int>(seconds * rateHz));
    for (int i = 0; i < count; ++i)
        sound[from + i] += amplitude * random.noise() * (1.0 - static_cast<double>(i) / count);
}

Sound bell(int n, int rate, Random& random)
{
    // Hum, prime, tierce, quint, nominal and two above: the minor third is what sounds like a bell.
    constexpr std::array<double, 7> kRatios{0.5, 1.0, 1.19, 1.5, 2.0, 2.74, 4.07};
    constexpr std::array<double, 7> kLevels{0.5, 0.9, 0.7, 0.4, 1.0, 0.5, 0.3};
    const double prime = random.uniform(480, 900);
    const double ring = random.uniform(0.5, 0.8);
    Sound sound(n);
    repeat(n, rate, random.uniform(1.9, 2.5), 0.04, random, [&](int from, int) {
        const double level = random.uniform(0.8, 1.0);
        for (std::size_t p = 0; p < kRatios.size(); ++p)
            addRinging(sound, from, rate, prime * kRatios[p], level * kLevels[p],
                       ring / std::sqrt(kRatios[p] + 0.5));
        addClick(sound, from, rate, 0.006, 0.6, random);
    });
    return sound;
}

Sound bird(int n, int rate, Random& random)
{
    const double low = random.uniform(2900, 3600);
    const double high = low + random.uniform(700, 1500);
    const bool rising = random.chance(0.5);
    const double length = random.uniform(0.07, 0.11);
    Sound sound(n);
    repeat(n, rate, random.uniform(4.5, 7.0), 0.12, random, [&](int from, int) {
        const double stretch = random.uniform(0.9, 1.1);
        const int count = std::min(n - from, static_cast<int>(length * stretch * rate));
        double phase = 0;
        for (int i = 0; i < count; ++i) {
            const double t = static_cast<double>(i) / count;
            const double hertz = std::lerp(rising ? low : high, rising ? high : low, t) * stretch;
            phase += kTau * std::min(hertz, 5000.0) / rate;
            const double swell = std::sin(std::numbers::pi * t);
            sound[from + i] += swell * swell * (std::sin(phase) + 0.1 * std::sin(1.5 * phase));
        }
    });
    return sound;
}

Sound car(int n, int rate, Random& random)
{
    const double hertz = random.uniform(55, 100);
    const double throb = random.uniform(3, 6);
    const double drift = random.uniform(0.1, 0.3);
    const double start = random.phase();
    double phase = 0;
    double hiss = 0;
    Sound sound(n);
    for (int i = 0; i < n; ++i) {
        const double t = static_cast<double>(i) / rate;
        phase += kTau * hertz * (1 + 0.06 * std::sin(kTau * drift * t + start)) / rate;
        double tone = 0;
        for (int k = 1; k <= 10; ++k) // a sawtooth with nothing above 1.1 kHz
            tone += std::sin(k * phase) / k;
        hiss += 0.06 * (random.noise() - hiss);
        sound[i] = (tone + 1.2 * hiss) * (0.75 + 0.25 * std::sin(kTau * throb * t));
    }
    return sound;
}

Sound clock(int n, int rate, Random& random)
{
    const double tick = random.uniform(1900, 2600);
    const double ratio = random.uniform(0.72, 0.85);
    Sound sound(n);
    repeat(n, rate, random.uniform(4.0, 6.0), 0.0, random, [&](int from, int number) {
        const double hertz = number % 2 == 0 ? tick : tick * ratio;
        addRinging(sound, from, rate, hertz, 1.0, 0.010);
        addRinging(sound, from, rate, hertz * 1.63, 0.6, 0.006);
        addRinging(sound, from, rate, hertz * 2.4, 0.4, 0.003);
        addClick(sound, from, rate, 0.002, 0.8, random);
    });
    return sound;
}

Sound drum(int n, int rate, Random& random)
{
    const double end = random.uniform(60, 95);
    const double sweep = random.uniform(1.2, 2.0);
    const double decay = random.uniform(0.08, 0.14);
    Sound sound(n);
    repeat(n, rate, random.uniform(2.6, 4.0), 0.08, random, [&](int from, int number) {
        const double level = number % 4 == 0 ? 1.0 : random.uniform(0.65, 0.9);
        const int count = std::min(n - from, static_cast<int>(6 * decay * rate));
        double phase = 0;
        for (int i = 0; i < count; ++i) {
            const double t = static_cast<double>(i) / rate;
            phase += kTau * end * (1 + sweep * std::exp(-t / 0.025)) / rate;
            sound[from + i] +=
                level * std::exp(-t / decay) * (std::sin(phase) + 0.15 * std::sin(1.59 * phase));
        }
        addClick(sound, from, rate, 0.008, 0.35 * level, random);
    });
    return sound;
}

Sound flute(int n, int rate, Random& random)
{
    constexpr std::array<double, 5> kScale{1.0, 9.0 / 8, 5.0 / 4, 3.0 / 2, 5.0 / 3};
    const double tonic = random.uniform(500, 540);
    const double vibrato = random.uniform(4.8, 6.2);
    const double notesPerSecond = random.uniform(1.6, 2.6);
    std::vector<double> notes(n / static_cast<int>(rate / notesPerSecond) + 1);
    for (double& note : notes)
        note = tonic * kScale[random.index(5)];
    double phase = 0;
    double hertz = notes.front();
    double breath = 0;
    Sound sound(n);
    for (int i = 0; i < n; ++i) {
        const double t = static_cast<double>(i) / rate;
        const double inNote = std::fmod(t * notesPerSecond, 1.0) / notesPerSecond;
        const auto note = std::min(static_cast<std::size_t>(t * notesPerSecond), notes.size() - 1);
        hertz += 0.01 * (notes[note] - hertz);
        phase += kTau * hertz * (1 + 0.009 * std::sin(kTau * vibrato * t)) / rate;
        breath += 0.5 * (random.noise() - breath);
        const double swell = 0.55 + 0.45 * std::min(1.0, inNote / 0.06);
        sound[i] = swell * (std::sin(phase) + 0.16 * std::sin(2 * phase) + 0.05 * std::sin(3 * phase) +
                            0.03 * breath);
    }
    return sound;
}

Sound guitar(int n, int rate, Random& random)
{
    const double root = random.uniform(105, 165);
    const double third = random.chance(0.5) ? 1.25 : 1.2;
    const std::array<double, 4> chord{1.0, 1.5, 2.0, 2.0 * third};
    constexpr std::array<double, 4> kSteps{1.0, 4.0 / 3, 3.0 / 2, 9.0 / 8};
    Sound sound(n);
    repeat(n, rate, random.uniform(1.9, 2.6), 0.03, random, [&](int from, int) {
        const double step = kSteps[random.index(4)];
        for (std::size_t s = 0; s < chord.size(); ++s) {
            // A plucked string is a loop of noise that loses its edge on every round (Karplus and Strong
            // 1983).
            const int begin = from + static_cast<int>(0.012 * static_cast<double>(s) * rate);
            std::vector<double> loop(std::max(2, static_cast<int>(rate / (root * step * chord[s]))));
            for (double& value : loop)
                value = random.noise();
            const int count = std::min(n - begin, static_cast<int>(0.9 * rate));
            for (int i = 0; i < count; ++i) {
                double& value = loop[i % loop.size()];
                sound[begin + i] += value;
                value = 0.4975 * (value + loop[(i + 1) % loop.size()]);
            }
        }
    });
    return sound;
}

Sound helicopter(int n, int rate, Random& random)
{
    const double beats = random.uniform(10, 14);
    const double brightness = random.uniform(0.25, 0.45);
    double low = 0;
    Sound sound(n);
    for (int i = 0; i < n; ++i) {
        const double t = static_cast<double>(i) / rate;
        low += brightness * (random.noise() - low);
        const double inBeat = std::fmod(t * beats, 1.0);
        const double chop = std::min(1.0, inBeat / 0.08) * std::exp(-4.5 * inBeat);
        sound[i] = low * (0.08 + chop) + 0.1 * chop * std::sin(kTau * 90 * t);
    }
    return sound;
}

Sound raw(ClassId id, int n, int rate, Random& random)
{
    switch (id) {
    case ClassId::Bell:
        return bell(n, rate, random);
    case ClassId::Bird:
        return bird(n, rate, random);
    case ClassId::Car:
        return car(n, rate, random);
    case ClassId::Clock:
        return clock(n, rate, random);
    case ClassId::Drum:
        return drum(n, rate, random);
    case ClassId::Flute:
        return flute(n, rate, random);
    case ClassId::Guitar:
        return guitar(n, rate, random);
    case ClassId::Helicopter:
        return helicopter(n, rate, random);
    }
    return Sound(n);
}

} // namespace

std::vector<float> makeTimbre(ClassId id, int sampleCount, int rateHz, Random& random)
{
    const Sound sound = raw(id, sampleCount, rateHz, random);
    double energy = 0;
    double peak = 1e-9;
    for (const double s : sound) {
        energy += s * s;
        peak = std::max(peak, std::abs(s));
    }
    const double rms = std::sqrt(energy / std::max(1, sampleCount)) + 1e-9;
    const double gain = std::min(0.1 / rms, 0.6 / peak);
    const int fade = std::max(1, rateHz / 50);
    std::vector<float> samples(sound.size());
    for (int i = 0; i < sampleCount; ++i)
        samples[i] =
            static_cast<float>(gain * sound[i] * std::min(1.0, static_cast<double>(sampleCount - i) / fade));
    return samples;
}

} // namespace avs::synthesis
