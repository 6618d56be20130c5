// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synthesis/Icons.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace avs::synthesis {
namespace {

using Outline = std::vector<Point>;

constexpr double kTau = 2.0 * std::numbers::pi;

Outline ellipse(double cx, double cy, double rx, double ry, double angle = 0)
{
    constexpr int kCorners = 40;
    Outline outline;
    for (int i = 0; i < kCorners; ++i) {
        const double x = rx * std::cos(kTau * i / kCorners);
        const double y = ry * std::sin(kTau * i / kCorners);
        outline.push_back(
            {cx + x * std::cos(angle) - y * std::sin(angle), cy + x * std::sin(angle) + y * std::cos(angle)});
    }
    return outline;
}

Outline box(double left, double top, double right, double bottom)
{
    return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}

/// A bar from `a` to `b`.
Outline bar(Point a, Point b, double width)
{
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    const double nx = -(b.y - a.y) / length * width / 2;
    const double ny = (b.x - a.x) / length * width / 2;
    return {{a.x + nx, a.y + ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}, {a.x - nx, a.y - ny}};
}

/// A closed smooth curve through the points (Catmull-Rom).
Outline smooth(const Outline& through)
{
    constexpr int kSteps = 6;
    const std::size_t n = through.size();
    Outline outline;
    for (std::size_t i = 0; i < n; ++i) {
        const Point& p0 = through[(i + n - 1) % n];
        const Point& p1 = through[i];
        const Point& p2 = through[(i + 1) % n];
        const Point& p3 = through[(i + 2) % n];
        for (int s = 0; s < kSteps; ++s) {
            const double t = static_cast<double>(s) / kSteps;
            const auto at = [t](double a, double b, double c, double d) {
                return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t +
                              (3 * b - a - 3 * c + d) * t * t * t);
            };
            outline.push_back({at(p0.x, p1.x, p2.x, p3.x), at(p0.y, p1.y, p2.y, p3.y)});
        }
    }
    return outline;
}

/// The left half of an upright symmetric shape, given from top to bottom, completed on the right.
Outline mirrored(const Outline& left)
{
    Outline outline;
    for (const Point& p : left)
        outline.push_back(p);
    for (auto p = left.rbegin(); p != left.rend(); ++p)
        outline.push_back({-p->x, p->y});
    return outline;
}

Outline turned(Outline outline, double angle)
{
    for (Point& p : outline)
        p = {p.x * std::cos(angle) - p.y * std::sin(angle), p.x * std::sin(angle) + p.y * std::cos(angle)};
    return outline;
}

/// Collects parts; every colour is a jittered one of the class's small palette.
class Sketch
{
public:
    explicit Sketch(Random& random)
        : m_hue(random.uniform(-0.025, 0.025))
        , m_saturation(random.uniform(0.88, 1.08))
        , m_value(random.uniform(0.88, 1.08))
    {}

    void add(const Outline& outline, double hue, double saturation, double value, int group)
    {
        m_icon.parts.push_back(
            {outline, fromHsv(hue + m_hue, saturation * m_saturation, value * m_value), group});
    }
    [[nodiscard]] Icon take() { return std::move(m_icon); }

private:
    Icon m_icon;
    double m_hue;
    double m_saturation;
    double m_value;
};

Icon bell(Sketch sketch)
{
    sketch.add(ellipse(0, -0.42, 0.10, 0.10), 0.11, 0.80, 0.72, 1);
    sketch.add(ellipse(0, 0.40, 0.11, 0.11), 0.06, 0.75, 0.55, 2);
    sketch.add(
        smooth(mirrored(
            {{-0.10, -0.38}, {-0.21, -0.28}, {-0.26, -0.08}, {-0.31, 0.16}, {-0.44, 0.31}, {-0.43, 0.37}})),
        0.125, 0.85, 0.97, 3);
    sketch.add(
        smooth(
            {{-0.14, -0.24}, {-0.17, -0.06}, {-0.21, 0.16}, {-0.14, 0.16}, {-0.10, -0.06}, {-0.09, -0.24}}),
        0.135, 0.40, 1.0, 3);
    sketch.add(box(-0.34, 0.20, 0.34, 0.265), 0.10, 0.88, 0.80, 3);
    return sketch.take();
}

Icon bird(Sketch sketch)
{
    sketch.add({{-0.38, 0.02}, {-0.78, -0.16}, {-0.74, 0.02}, {-0.80, 0.14}, {-0.36, 0.18}}, 0.60, 0.85, 0.62,
               1);
    sketch.add(bar({-0.06, 0.28}, {-0.10, 0.50}, 0.05), 0.08, 0.85, 0.85, 2);
    sketch.add(bar({0.10, 0.28}, {0.10, 0.50}, 0.05), 0.08, 0.85, 0.85, 2);
    sketch.add({{0.52, -0.32}, {0.80, -0.20}, {0.52, -0.12}}, 0.09, 0.92, 1.0, 3);
    sketch.add(smooth({{-0.46, 0.08},
                       {-0.20, -0.14},
                       {0.12, -0.26},
                       {0.26, -0.46},
                       {0.48, -0.44},
                       {0.58, -0.24},
                       {0.48, -0.04},
                       {0.38, 0.20},
                       {0.10, 0.36},
                       {-0.22, 0.30}}),
               0.565, 0.78, 0.95, 4);
    sketch.add(smooth({{0.42, -0.02}, {0.34, 0.18}, {0.08, 0.32}, {-0.10, 0.28}, {0.14, 0.16}, {0.28, 0.02}}),
               0.12, 0.16, 1.0, 4);
    sketch.add(smooth({{0.10, -0.12}, {0.12, 0.06}, {-0.10, 0.18}, {-0.44, 0.12}, {-0.22, 0.00}}), 0.61, 0.88,
               0.68, 5);
    sketch.add(ellipse(0.40, -0.29, 0.055, 0.055), 0.6, 0.2, 0.10, 4);
    sketch.add(ellipse(0.415, -0.305, 0.02, 0.02), 0.6, 0.0, 1.0, 4);
    return sketch.take();
}

Icon car(Sketch sketch)
{
    sketch.add({{-0.46, -0.08}, {-0.30, -0.34}, {-0.24, -0.38}, {0.14, -0.38}, {0.22, -0.34}, {0.44, -0.06}},
               0.99, 0.88, 0.80, 1);
    sketch.add({{-0.34, -0.08}, {-0.24, -0.28}, {-0.06, -0.30}, {-0.06, -0.08}}, 0.54, 0.30, 0.96, 2);
    sketch.add({{0.00, -0.08}, {0.00, -0.30}, {0.13, -0.29}, {0.30, -0.08}}, 0.54, 0.30, 0.96, 2);
    sketch.add(smooth({{-0.74, 0.02},
                       {-0.66, -0.08},
                       {-0.40, -0.10},
                       {0.40, -0.10},
                       {0.66, -0.03},
                       {0.76, 0.08},
                       {0.76, 0.22},
                       {0.66, 0.25},
                       {-0.68, 0.25},
                       {-0.76, 0.18}}),
               0.995, 0.90, 0.92, 3);
    sketch.add(box(-0.70, 0.10, 0.72, 0.145), 0.99, 0.85, 0.62, 3);
    sketch.add(ellipse(0.68, 0.045, 0.06, 0.045), 0.15, 0.45, 1.0, 3);
    for (const double x : {-0.42, 0.42}) {
        sketch.add(ellipse(x, 0.24, 0.185, 0.185), 0.66, 0.15, 0.20, 4);
        sketch.add(ellipse(x, 0.24, 0.085, 0.085), 0.60, 0.06, 0.80, 4);
    }
    return sketch.take();
}

Icon clock(Sketch sketch)
{
    sketch.add(bar({-0.26, 0.34}, {-0.36, 0.52}, 0.09), 0.49, 0.60, 0.34, 1);
    sketch.add(bar({0.26, 0.34}, {0.36, 0.52}, 0.09), 0.49, 0.60, 0.34, 1);
    sketch.add(bar({0, -0.40}, {0, -0.55}, 0.08), 0.49, 0.60, 0.34, 1);
    sketch.add(box(-0.12, -0.60, 0.12, -0.52), 0.49, 0.80, 0.60, 1);
    sketch.add(ellipse(0, 0, 0.46, 0.46), 0.49, 0.85, 0.64, 2);
    sketch.add(ellipse(0, 0, 0.345, 0.345), 0.14, 0.06, 1.0, 3);
    for (int i = 0; i < 12; ++i) {
        const double c = std::cos(kTau * i / 12);
        const double s = std::sin(kTau * i / 12);
        sketch.add(bar({0.25 * c, 0.25 * s}, {0.31 * c, 0.31 * s}, i % 3 == 0 ? 0.06 : 0.03), 0.55, 0.3, 0.25,
                   3);
    }
    sketch.add(bar({0, 0.03}, {0.16, -0.13}, 0.055), 0.55, 0.3, 0.15, 3);
    sketch.add(bar({0.01, 0.04}, {-0.07, -0.24}, 0.04), 0.55, 0.3, 0.15, 3);
    sketch.add(ellipse(0, 0, 0.045, 0.045), 0.02, 0.85, 0.85, 3);
    return sketch.take();
}

Icon drum(Sketch sketch)
{
    Outline side{{-0.46, -0.24}};
    for (int i = 0; i <= 20; ++i)
        side.push_back(
            {-0.46 * std::cos(std::numbers::pi * i / 20), 0.30 + 0.15 * std::sin(std::numbers::pi * i / 20)});
    side.push_back({0.46, -0.24});
    sketch.add(side, 0.80, 0.74, 0.74, 1);
    constexpr int kStrings = 6;
    for (int i = 0; i < kStrings; ++i) {
        const auto rim = [](double a, double y) {
            return Point{-0.44 * std::cos(std::numbers::pi * a), y + 0.14 * std::sin(std::numbers::pi * a)};
        };
        const double from = static_cast<double>(i) / kStrings;
        const double to = (i + 1.0) / kStrings;
        sketch.add(bar(rim(from, i % 2 ? 0.22 : -0.14), rim(to, i % 2 ? -0.14 : 0.22), 0.032), 0.14, 0.12,
                   1.0, 1);
    }
    Outline hoop;
    for (int i = 0; i <= 20; ++i)
        hoop.push_back(
            {-0.47 * std::cos(std::numbers::pi * i / 20), 0.22 + 0.16 * std::sin(std::numbers::pi * i / 20)});
    for (int i = 20; i >= 0; --i)
        hoop.push_back(
            {-0.47 * std::cos(std::numbers::pi * i / 20), 0.33 + 0.16 * std::sin(std::numbers::pi * i / 20)});
    sketch.add(hoop, 0.13, 0.50, 0.92, 2);
    sketch.add(ellipse(0, -0.20, 0.48, 0.20), 0.13, 0.50, 0.92, 2);
    sketch.add(ellipse(0, -0.24, 0.43, 0.155), 0.11, 0.10, 1.0, 3);
    sketch.add(bar({-0.06, -0.24}, {0.44, -0.52}, 0.055), 0.07, 0.60, 0.66, 4);
    sketch.add(ellipse(-0.06, -0.24, 0.065, 0.05), 0.07, 0.60, 0.80, 4);
    sketch.add(bar({0.10, -0.20}, {-0.42, -0.54}, 0.055), 0.07, 0.60, 0.66, 5);
    sketch.add(ellipse(0.10, -0.20, 0.065, 0.05), 0.07, 0.60, 0.80, 5);
    return sketch.take();
}

Icon flute(Sketch sketch)
{
    constexpr double kTilt = -0.42;
    const auto add = [&sketch](const Outline& outline, double h, double s, double v, int group) {
        sketch.add(turned(outline, kTilt), h, s, v, group);
    };
    add(smooth({{-0.70, 0.05}, {-0.76, 0.20}, {-0.72, 0.42}, {-0.64, 0.42}, {-0.60, 0.20}, {-0.66, 0.05}}),
        0.98, 0.85, 0.85, 1);
    add(box(-0.86, -0.105, 0.86, 0.105), 0.29, 0.72, 0.78, 2);
    add(box(-0.86, -0.075, 0.86, -0.035), 0.25, 0.42, 0.96, 2);
    for (const double x : {-0.72, -0.22, 0.28, 0.76})
        add(box(x - 0.03, -0.12, x + 0.03, 0.12), 0.31, 0.80, 0.48, 2);
    add(ellipse(-0.50, 0.005, 0.075, 0.055), 0.33, 0.6, 0.12, 2);
    for (const double x : {-0.08, 0.06, 0.16, 0.40, 0.52, 0.64})
        add(ellipse(x, 0.005, 0.042, 0.042), 0.33, 0.6, 0.14, 2);
    add(ellipse(-0.86, 0, 0.04, 0.105), 0.31, 0.80, 0.48, 2);
    add(ellipse(0.86, 0, 0.04, 0.105), 0.31, 0.80, 0.48, 2);
    return sketch.take();
}

Icon guitar(Sketch sketch)
{
    constexpr double kTilt = 0.38;
    const auto add = [&sketch](const Outline& outline, double h, double s, double v, int group) {
        sketch.add(turned(outline, kTilt), h, s, v, group);
    };
    add(smooth(mirrored({{-0.14, -0.14},
                         {-0.25, -0.06},
                         {-0.25, 0.06},
                         {-0.19, 0.16},
                         {-0.27, 0.27},
                         {-0.36, 0.44},
                         {-0.28, 0.64},
                         {-0.10, 0.70}})),
        0.065, 0.84, 0.93, 1);
    add(box(-0.055, -0.66, 0.055, 0.10), 0.05, 0.60, 0.33, 2);
    for (int i = 0; i < 5; ++i)
        add(box(-0.055, -0.58 + 0.11 * i, 0.055, -0.565 + 0.11 * i), 0.12, 0.10, 0.85, 2);
    add({{-0.08, -0.66}, {-0.11, -0.90}, {0.11, -0.90}, {0.08, -0.66}}, 0.06, 0.75, 0.55, 3);
    for (const double y : {-0.84, -0.74})
        for (const double side : {-1.0, 1.0})
            add(ellipse(side * 0.125, y, 0.035, 0.028), 0.13, 0.25, 0.95, 3);
    add(ellipse(0, 0.20, 0.135, 0.135), 0.10, 0.55, 0.98, 1);
    add(ellipse(0, 0.20, 0.10, 0.10), 0.05, 0.70, 0.14, 1);
    add(box(-0.13, 0.47, 0.13, 0.53), 0.05, 0.70, 0.28, 1);
    for (const double x : {-0.03, 0.0, 0.03})
        add(box(x - 0.006, -0.66, x + 0.006, 0.48), 0.13, 0.10, 0.98, 1);
    return sketch.take();
}

Icon helicopter(Sketch sketch)
{
    sketch.add(bar({-0.30, 0.38}, {-0.30, 0.22}, 0.05), 0.62, 0.20, 0.25, 1);
    sketch.add(bar({0.22, 0.38}, {0.22, 0.22}, 0.05), 0.62, 0.20, 0.25, 1);
    sketch.add(smooth({{-0.50, 0.37},
                       {-0.46, 0.42},
                       {0.44, 0.42},
                       {0.54, 0.34},
                       {0.48, 0.32},
                       {0.40, 0.36},
                       {-0.46, 0.36}}),
               0.62, 0.20, 0.28, 1);
    sketch.add({{-0.30, -0.10}, {-0.88, -0.16}, {-0.88, -0.04}, {-0.28, 0.14}}, 0.60, 0.16, 0.52, 2);
    sketch.add({{-0.78, -0.10}, {-0.96, -0.34}, {-0.84, -0.34}, {-0.66, -0.10}}, 0.06, 0.92, 0.98, 3);
    sketch.add(box(-0.05, -0.40, 0.05, -0.18), 0.62, 0.20, 0.28, 4);
    sketch.add(smooth({{-0.48, 0.00},
                       {-0.34, -0.17},
                       {-0.04, -0.24},
                       {0.28, -0.20},
                       {0.50, -0.04},
                       {0.56, 0.12},
                       {0.42, 0.25},
                       {-0.20, 0.27},
                       {-0.42, 0.16}}),
               0.60, 0.14, 0.60, 5);
    sketch.add(
        smooth({{0.12, -0.16}, {0.30, -0.14}, {0.46, -0.01}, {0.50, 0.09}, {0.30, 0.10}, {0.12, 0.08}}), 0.53,
        0.38, 0.98, 6);
    sketch.add(box(-0.24, -0.12, 0.02, 0.06), 0.53, 0.38, 0.98, 6);
    sketch.add({{-0.43, 0.135}, {0.535, 0.135}, {0.50, 0.20}, {-0.38, 0.20}}, 0.06, 0.92, 0.98, 5);
    sketch.add(box(-0.72, -0.45, 0.72, -0.375), 0.62, 0.22, 0.26, 7);
    sketch.add(ellipse(0, -0.41, 0.10, 0.06), 0.62, 0.22, 0.40, 7);
    return sketch.take();
}

} // namespace

Colour fromHsv(double hue, double saturation, double value)
{
    hue -= std::floor(hue);
    saturation = std::clamp(saturation, 0.0, 1.0);
    value = std::clamp(value, 0.0, 1.0);
    const auto channel = [&](double n) {
        const double k = std::fmod(n + hue * 6, 6.0);
        return value - value * saturation * std::clamp(std::min(k, 4 - k), 0.0, 1.0);
    };
    return {channel(5), channel(3), channel(1)};
}

Icon makeIcon(ClassId id, Random& random)
{
    const Sketch sketch(random);
    switch (id) {
    case ClassId::Bell:
        return bell(sketch);
    case ClassId::Bird:
        return bird(sketch);
    case ClassId::Car:
        return car(sketch);
    case ClassId::Clock:
        return clock(sketch);
    case ClassId::Drum:
        return drum(sketch);
    case ClassId::Flute:
        return flute(sketch);
    case ClassId::Guitar:
        return guitar(sketch);
    case ClassId::Helicopter:
        return helicopter(sketch);
    }
    return {};
}

} // namespace avs::synthesis
