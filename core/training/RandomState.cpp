// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/RandomState.h"

#include <ATen/Context.h>
#include <torch/utils.h>

namespace avs::training {

namespace {

at::Generator generatorOf(torch::Device device)
{
    return at::globalContext().defaultGenerator(device.is_cpu() ? device : torch::Device(device.type(), 0));
}

torch::Tensor read(torch::Device device)
{
    auto generator = generatorOf(device);
    const std::lock_guard lock(generator.mutex());
    return generator.get_state();
}

void write(torch::Device device, const torch::Tensor& state)
{
    auto generator = generatorOf(device);
    const std::lock_guard lock(generator.mutex());
    generator.set_state(state);
}

} // namespace

RandomState RandomState::of(torch::Device device)
{
    return {read(torch::kCPU), device.is_cpu() ? torch::Tensor() : read(device)};
}

void RandomState::restore(torch::Device target) const
{
    if (cpu.defined())
        write(torch::kCPU, cpu);
    if (device.defined() && !target.is_cpu())
        write(target, device);
}

RandomAside::RandomAside(torch::Device device, std::uint64_t seed)
    : m_device(device)
    , m_before(RandomState::of(device))
{
    torch::manual_seed(seed);
}

RandomAside::~RandomAside()
{
    m_before.restore(m_device);
}

} // namespace avs::training
