// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/ClickPrompt.h"

#include "core/nn/sam2/PromptError.h"

#include <sstream>

namespace avs::nn {

namespace {

void checkPoint(double x, double y, std::int64_t width, std::int64_t height)
{
    // The far edges are allowed: a box may reach them.
    if (x >= 0 && y >= 0 && x <= static_cast<double>(width) && y <= static_cast<double>(height))
        return;
    std::ostringstream text;
    text << "the point (" << x << ", " << y << ") is not inside the picture of " << width << " × " << height;
    throw PromptError(text.str());
}

} // namespace

void ClickPrompt::check(std::int64_t width, std::int64_t height) const
{
    if (isEmpty())
        throw PromptError("there is neither a point nor a box");
    for (const auto& point : points)
        checkPoint(point.x, point.y, width, height);
    if (!box)
        return;
    const auto& [x0, y0, x1, y1] = *box;
    checkPoint(x0, y0, width, height);
    checkPoint(x1, y1, width, height);
    if (!(x0 < x1 && y0 < y1)) {
        std::ostringstream text;
        text << "the box from (" << x0 << ", " << y0 << ") to (" << x1 << ", " << y1 << ") has no area";
        throw PromptError(text.str());
    }
}

Prompts ClickPrompt::toPrompts(std::int64_t width, std::int64_t height, std::int64_t side,
                               torch::Device device) const
{
    enum Label : std::int64_t
    {
        kOutside = 0,
        kInside = 1,
        kFirstCorner = 2,
        kLastCorner = 3
    };
    std::vector<float> coordinates;
    std::vector<std::int64_t> labels;
    const auto add = [&](double x, double y, Label label) {
        coordinates.push_back(static_cast<float>(x) / static_cast<float>(width) * static_cast<float>(side));
        coordinates.push_back(static_cast<float>(y) / static_cast<float>(height) * static_cast<float>(side));
        labels.push_back(label);
    };
    if (box) {
        add((*box)[0], (*box)[1], kFirstCorner);
        add((*box)[2], (*box)[3], kLastCorner);
    }
    for (const auto& point : points)
        add(point.x, point.y, point.isInside ? kInside : kOutside);
    const auto count = static_cast<std::int64_t>(labels.size());
    return {
        .points =
            torch::tensor(coordinates).view({1, count, 2}).to(device, torch::kFloat, /*non_blocking=*/true),
        .labels = torch::tensor(labels, torch::kLong)
                      .view({1, count})
                      .to(device, torch::kLong, /*non_blocking=*/true)};
}

} // namespace avs::nn
