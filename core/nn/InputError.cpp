// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/InputError.h"

#include <vector>

namespace avs::nn {

std::optional<std::string> firstNotFinite(const torch::Tensor& values)
{
    const auto finite = values.isfinite();
    if (finite.all().item<bool>())
        return std::nullopt;
    auto place = finite.logical_not().to(torch::kByte).flatten().argmax().item<std::int64_t>();
    const auto value = values.flatten()[place].item<double>();
    std::vector<std::int64_t> index(static_cast<std::size_t>(values.dim()));
    for (auto axis = values.dim(); axis-- > 0; place /= values.size(axis))
        index[static_cast<std::size_t>(axis)] = place % values.size(axis);
    return c10::str(value, " at ", torch::IntArrayRef(index));
}

} // namespace avs::nn
