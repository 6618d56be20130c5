// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/Precision.h"

#include <ATen/autocast_mode.h>

#include <algorithm>
#include <array>
#include <utility>

namespace avs::nn {

namespace {

constexpr std::array<std::pair<Precision, std::string_view>, 3> kNames{{
    {Precision::Float32, "float32"},
    {Precision::Tf32, "tf32"},
    {Precision::BFloat16, "bfloat16"},
}};

} // namespace

Precision defaultPrecision(torch::Device device)
{
    return device.is_cuda() ? Precision::BFloat16 : Precision::Float32;
}

std::optional<Precision> parsePrecision(std::string_view name)
{
    const auto* it = std::ranges::find(kNames, name, &std::pair<Precision, std::string_view>::second);
    return it == kNames.end() ? std::nullopt : std::optional(it->first);
}

std::string_view nameOf(Precision precision)
{
    return std::ranges::find(kNames, precision, &std::pair<Precision, std::string_view>::first)->second;
}

PrecisionScope::PrecisionScope(torch::Device device, Precision precision)
    : m_device(device.type())
    , m_before(stateOf(m_device))
{
    State wanted = m_before;
    wanted.autocast = precision == Precision::BFloat16;
    if (wanted.autocast)
        wanted.type = torch::kBFloat16;
    wanted.tf32Products = wanted.tf32Convolutions = precision != Precision::Float32;
    set(m_device, wanted);
    at::autocast::increment_nesting();
}

PrecisionScope::~PrecisionScope()
{
    // The outermost scope forgets the weights that were converted in it: they may change before the next one.
    if (at::autocast::decrement_nesting() == 0)
        at::autocast::clear_cache();
    set(m_device, m_before);
}

PrecisionScope::State PrecisionScope::stateOf(torch::DeviceType device)
{
    const auto isTf32 = [](at::Float32Op operation) {
        return at::globalContext().float32Precision(at::Float32Backend::CUDA, operation) ==
               at::Float32Precision::TF32;
    };
    return {.autocast = at::autocast::is_autocast_enabled(device),
            .type = at::autocast::get_autocast_dtype(device),
            .tf32Products = isTf32(at::Float32Op::MATMUL),
            .tf32Convolutions = isTf32(at::Float32Op::CONV)};
}

void PrecisionScope::set(torch::DeviceType device, const State& state)
{
    at::autocast::set_autocast_enabled(device, state.autocast);
    at::autocast::set_autocast_dtype(device, state.type);
    if (device != torch::kCUDA)
        return;
    auto& context = at::globalContext();
    context.setAllowTF32CuBLAS(state.tf32Products);
    context.setAllowTF32CuDNN(state.tf32Convolutions);
}

torch::Tensor atLeastFloat(const torch::Tensor& x)
{
    const bool isNarrow = x.scalar_type() == torch::kBFloat16 || x.scalar_type() == torch::kHalf;
    return isNarrow ? x.to(torch::kFloat) : x;
}

} // namespace avs::nn
