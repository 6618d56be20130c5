// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

namespace avs::synthesis {

/// Random numbers that are the same with every standard library: the engine is fixed by the standard, its
/// distributions are not, so they are made here.
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_engine(seed)
    {}

    /// A stream of its own for part `index` of `seed`: streams do not depend on how much others were used.
    static Random forPart(std::uint64_t seed, std::uint64_t index)
    {
        return Random(mix(mix(seed) + 0x632be59bd9b4e019ULL * (index + 1)));
    }

    [[nodiscard]] std::uint64_t bits() { return m_engine(); }
    /// [0, 1)
    [[nodiscard]] double uniform() { return static_cast<double>(m_engine() >> 11) * 0x1.0p-53; }
    [[nodiscard]] double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// 0 … count − 1
    [[nodiscard]] int index(int count) { return static_cast<int>(uniform() * count); }
    [[nodiscard]] bool chance(double probability) { return uniform() < probability; }
    /// White noise in [−1, 1)
    [[nodiscard]] double noise() { return 2.0 * uniform() - 1.0; }
    [[nodiscard]] double phase() { return 2.0 * std::numbers::pi * uniform(); }

    template <typename T>
    void shuffle(std::vector<T>& values)
    {
        for (int i = static_cast<int>(values.size()) - 1; i > 0; --i)
            std::swap(values[i], values[index(i + 1)]);
    }

private:
    /// splitmix64's finaliser: neighbouring seeds become unrelated ones.
    static std::uint64_t mix(std::uint64_t x)
    {
        x += 0x9e3779b97f4a7c15ULL;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
        return x ^ (x >> 31);
    }

    std::mt19937_64 m_engine;
};

} // namespace avs::synthesis
