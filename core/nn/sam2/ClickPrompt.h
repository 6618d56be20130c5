// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/sam2/PromptEncoder.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace avs::nn {

/// What a person shows on one picture, in its own pixels (x to the right, y down, from the top left corner).
struct ClickPrompt
{
    struct Point
    {
        double x = 0;
        double y = 0;
        bool isInside = true; ///< false: this is not part of the object
    };
    std::vector<Point> points;
    std::optional<std::array<double, 4>> box; ///< x0, y0, x1, y1

    [[nodiscard]] bool isEmpty() const { return points.empty() && !box; }
    /// Throws PromptError for a coordinate that is not inside width × height, a box without area, or no
    /// prompt.
    void check(std::int64_t width, std::int64_t height) const;
    /// Points and labels for a model whose input has `side` pixels; the box comes first, as two corners.
    [[nodiscard]] Prompts toPrompts(std::int64_t width, std::int64_t height, std::int64_t side,
                                    torch::Device device) const;
};

} // namespace avs::nn
