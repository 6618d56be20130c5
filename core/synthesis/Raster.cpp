// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synthesis/Raster.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace avs::synthesis {
namespace {

constexpr int kSub = 4;                // points a pixel in each direction
constexpr double kOutlineWidth = 0.02; // in units of the icon
constexpr double kOutlineShade = 0.38;

/// The part that is on top at each sample point, 0 for none, over a rectangle of whole pixels.
struct Samples
{
    int left = 0; // in pixels
    int top = 0;
    int width = 0; // in pixels
    int height = 0;
    std::vector<std::uint8_t> parts;

    [[nodiscard]] int columns() const { return width * kSub; }
    [[nodiscard]] int rows() const { return height * kSub; }
    [[nodiscard]] std::uint8_t at(int x, int y) const
    {
        if (x < 0 || y < 0 || x >= columns() || y >= rows())
            return 0;
        return parts[static_cast<std::size_t>(y) * columns() + x];
    }
};

std::vector<Point> place(const std::vector<Point>& outline, const Pose& pose)
{
    const double c = std::cos(pose.angle) * pose.unit;
    const double s = std::sin(pose.angle) * pose.unit;
    std::vector<Point> placed;
    placed.reserve(outline.size());
    for (const Point& p : outline) {
        const double x = pose.flipped ? -p.x : p.x;
        placed.push_back({pose.centre.x + c * x - s * p.y, pose.centre.y + s * x + c * p.y});
    }
    return placed;
}

/// Even-odd fill at the sample points' centres. `outline` in pixels.
void fill(Samples& samples, const std::vector<Point>& outline, std::uint8_t part)
{
    std::vector<double> crossings;
    for (int row = 0; row < samples.rows(); ++row) {
        const double y = samples.top + (row + 0.5) / kSub;
        crossings.clear();
        for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++) {
            const Point& a = outline[j];
            const Point& b = outline[i];
            if ((a.y <= y) != (b.y <= y))
                crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
        }
        std::sort(crossings.begin(), crossings.end());
        std::uint8_t* line = samples.parts.data() + static_cast<std::size_t>(row) * samples.columns();
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
            const double from = (crossings[i] - samples.left) * kSub - 0.5;
            const double to = (crossings[i + 1] - samples.left) * kSub - 0.5;
            const int first = std::max(0, static_cast<int>(std::ceil(from)));
            const int last = std::min(samples.columns() - 1, static_cast<int>(std::ceil(to)) - 1);
            for (int x = first; x <= last; ++x)
                line[x] = part;
        }
    }
}

Samples sample(const std::vector<std::vector<Point>>& outlines, int imageWidth, int imageHeight)
{
    Point low{1e9, 1e9};
    Point high{-1e9, -1e9};
    for (const auto& outline : outlines)
        for (const Point& p : outline) {
            low = {std::min(low.x, p.x), std::min(low.y, p.y)};
            high = {std::max(high.x, p.x), std::max(high.y, p.y)};
        }
    Samples samples;
    samples.left = std::clamp(static_cast<int>(std::floor(low.x)), 0, imageWidth);
    samples.top = std::clamp(static_cast<int>(std::floor(low.y)), 0, imageHeight);
    samples.width = std::clamp(static_cast<int>(std::ceil(high.x)), samples.left, imageWidth) - samples.left;
    samples.height = std::clamp(static_cast<int>(std::ceil(high.y)), samples.top, imageHeight) - samples.top;
    samples.parts.resize(static_cast<std::size_t>(samples.columns()) * samples.rows());
    for (std::size_t i = 0; i < outlines.size(); ++i)
        fill(samples, outlines[i], static_cast<std::uint8_t>(i + 1));
    return samples;
}

/// True on the dark line between groups.
bool onOutline(const Samples& samples, const std::array<int, 256>& groups, int x, int y, int reach)
{
    const int own = groups[samples.at(x, y)];
    const int diagonal = std::max(1, reach * 7 / 10);
    return groups[samples.at(x - reach, y)] != own || groups[samples.at(x + reach, y)] != own ||
           groups[samples.at(x, y - reach)] != own || groups[samples.at(x, y + reach)] != own ||
           groups[samples.at(x - diagonal, y - diagonal)] != own ||
           groups[samples.at(x + diagonal, y - diagonal)] != own ||
           groups[samples.at(x - diagonal, y + diagonal)] != own ||
           groups[samples.at(x + diagonal, y + diagonal)] != own;
}

} // namespace

void drawIcon(const Icon& icon, const Pose& pose, imaging::RgbImage& image, imaging::LabelMap& owners,
              std::uint8_t id)
{
    std::vector<std::vector<Point>> outlines;
    std::array<int, 256> groups{};
    for (std::size_t i = 0; i < icon.parts.size(); ++i) {
        outlines.push_back(place(icon.parts[i].outline, pose));
        groups[i + 1] = icon.parts[i].group;
    }
    const Samples samples = sample(outlines, image.width, image.height);
    const int reach = std::max(2, static_cast<int>(std::lround(kOutlineWidth * pose.unit * kSub)));

    for (int py = 0; py < samples.height; ++py) {
        // Lit from above.
        const double light = 1.10 - 0.24 * (py + 0.5) / samples.height;
        for (int px = 0; px < samples.width; ++px) {
            int covered = 0;
            Colour sum;
            for (int k = 0; k < kSub * kSub; ++k) {
                const int x = px * kSub + k % kSub;
                const int y = py * kSub + k / kSub;
                const int part = samples.at(x, y);
                if (part == 0)
                    continue;
                ++covered;
                const double shade = onOutline(samples, groups, x, y, reach) ? kOutlineShade : light;
                const Colour& colour = icon.parts[part - 1].colour;
                sum.r += std::min(1.0, colour.r * shade);
                sum.g += std::min(1.0, colour.g * shade);
                sum.b += std::min(1.0, colour.b * shade);
            }
            if (covered == 0)
                continue;
            constexpr double kWhole = kSub * kSub;
            std::uint8_t* pixel = image.row(samples.top + py) + 3 * (samples.left + px);
            const double rest = 1.0 - covered / kWhole;
            const std::array<double, 3> drawn{sum.r, sum.g, sum.b};
            for (int c = 0; c < 3; ++c)
                pixel[c] = static_cast<std::uint8_t>(pixel[c] * rest + 255.0 * drawn[c] / kWhole + 0.5);
            if (2 * covered >= kSub * kSub)
                owners.at(samples.left + px, samples.top + py) = id;
        }
    }
}

} // namespace avs::synthesis
