// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/parity/Parity.h"

#include "core/nn/weights/StateDict.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace avs::parity {

namespace {

/// The README's formula for cases whose weights are too large to store.
torch::Tensor generate(const nn::Json& spec)
{
    const auto shape = spec.at("shape").asInts();
    const auto salt = static_cast<std::uint64_t>(spec.at("salt").asInt());
    const double scale = spec.at("scale").asDouble();
    const double offset = spec.at("offset").asDouble();
    auto tensor = torch::empty(shape, torch::kFloat);
    auto* out = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        auto h = static_cast<std::uint32_t>(static_cast<std::uint64_t>(i) * 2654435761ULL + salt);
        h ^= h >> 16;
        h *= 0x45D9F3BU;
        h ^= h >> 16;
        const double u = static_cast<double>(h) / 4294967296.0 * 2.0 - 1.0;
        out[i] = static_cast<float>(offset + scale * u);
    }
    return tensor;
}

nn::TensorMap readTensors(const std::string& path)
{
    if (!std::filesystem::exists(path))
        return {};
    return nn::SafetensorsFile::open(path).tensors;
}

} // namespace

Fixture Fixture::load(const std::string& folder, torch::Device device)
{
    Fixture fixture;
    fixture.folder = folder;
    fixture.device = device;
    fixture.config = nn::Json::parseFile(folder + "/config.json");
    fixture.inputs = readTensors(folder + "/inputs.safetensors");
    fixture.outputs = readTensors(folder + "/outputs.safetensors");
    if (fixture.config.contains("weights_generated")) {
        for (const auto& spec : fixture.config.at("weights_generated").at("tensors").asArray())
            fixture.weights.emplace(spec.at("name").asString(), generate(spec));
    } else {
        fixture.weights = readTensors(folder + "/weights.safetensors");
    }
    return fixture;
}

torch::Tensor Fixture::input(const std::string& name) const
{
    const auto it = inputs.find(name);
    if (it == inputs.end())
        throw std::runtime_error(folder + " has no input named " + name);
    return it->second.clone().to(device);
}

void Fixture::prepare(torch::nn::Module& module) const
{
    nn::loadStrict(module, weights);
    module.to(device);
    module.eval();
}

Report::Report(const Fixture& fixture)
    : m_fixture(fixture)
{
    const auto tolerance =
        fixture.config.contains("tolerance") ? fixture.config.at("tolerance") : nn::Json(nn::Json::Object{});
    m_maxAbs = tolerance.doubleOr("max_abs", 2e-4);
    m_maxRel = tolerance.doubleOr("max_rel", 1e-4);
}

void Report::check(const std::string& name, const torch::Tensor& value)
{
    check(name, value, m_maxAbs, m_maxRel);
}

void Report::check(const std::string& name, const torch::Tensor& value, double maxAbs, double maxRel)
{
    Deviation result{.name = name, .problem = {}};
    const auto it = m_fixture.outputs.find(name);
    if (it == m_fixture.outputs.end()) {
        result.problem = "the fixture has no such output";
    } else {
        const bool integer = !it->second.is_floating_point();
        const auto expected = it->second.to(torch::kDouble);
        auto actual = value.detach().to(torch::kCPU).to(torch::kDouble);
        if (actual.dim() == 0)
            actual = actual.reshape({1});
        if (actual.sizes() != expected.sizes()) {
            result.problem = c10::str("shape ", actual.sizes(), " instead of ", expected.sizes());
        } else if (expected.numel() > 0) {
            const auto distance = (actual - expected).abs();
            const auto allowed = integer ? torch::zeros_like(expected) : maxAbs + maxRel * expected.abs();
            result.largest = distance.max().item<double>();
            result.excess = (distance - allowed).max().item<double>();
            if (!distance.isfinite().all().item<bool>())
                result.problem = "not finite";
        }
    }
    m_deviations.push_back(std::move(result));
}

void Report::require(const std::string& name, bool holds)
{
    m_deviations.push_back({.name = name, .problem = holds ? "" : "does not hold"});
}

std::vector<std::string> Report::unchecked() const
{
    std::vector<std::string> names;
    for (const auto& [name, tensor] : m_fixture.outputs) {
        const bool seen = std::any_of(m_deviations.begin(), m_deviations.end(),
                                      [&name = name](const Deviation& d) { return d.name == name; });
        if (!seen)
            names.push_back(name);
    }
    return names;
}

std::string fixtureFolder(const std::string& fallback)
{
    const char* given = std::getenv("TAVIS_FIXTURES");
    return given && *given ? given : fallback;
}

} // namespace avs::parity
