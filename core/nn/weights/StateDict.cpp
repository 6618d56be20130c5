// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/StateDict.h"

#include <torch/utils.h>

#include <algorithm>
#include <sstream>

namespace avs::nn {

namespace {

bool startsWithOneOf(const std::string& name, const std::vector<std::string>& prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const std::string& prefix) { return name.starts_with(prefix); });
}

/// Scalars are written with shape [] by PyTorch and with [1] by some converters.
bool sameShape(const torch::Tensor& a, const torch::Tensor& b)
{
    return a.sizes() == b.sizes() || (a.numel() == 1 && b.numel() == 1 && a.dim() <= 1 && b.dim() <= 1);
}

void list(std::ostringstream& out, const char* title, const std::vector<std::string>& lines)
{
    if (lines.empty())
        return;
    out << (out.tellp() > 0 ? "; " : "") << title << " (" << lines.size() << "): ";
    for (std::size_t i = 0; i < lines.size(); ++i)
        out << (i > 0 ? ", " : "") << lines[i];
}

void requireSameKeys(const torch::nn::Module& module, const TensorMap& tensors,
                     const std::vector<std::string>& ignoredPrefixes)
{
    const auto differences = compareKeys(module, tensors, ignoredPrefixes);
    if (!differences.none())
        throw WeightError(WeightError::Kind::Mismatch, differences.text());
}

} // namespace

TensorMap stateDict(const torch::nn::Module& module)
{
    TensorMap tensors;
    for (const auto& item : module.named_parameters())
        tensors.emplace(item.key(), item.value().detach());
    for (const auto& item : module.named_buffers())
        tensors.emplace(item.key(), item.value().detach());
    return tensors;
}

std::string KeyDifferences::text() const
{
    std::ostringstream problems;
    list(problems, "missing", missing);
    list(problems, "unexpected", unexpected);
    list(problems, "wrong shape", wrongShape);
    return problems.str();
}

KeyDifferences compareKeys(const torch::nn::Module& module, const TensorMap& tensors,
                           const std::vector<std::string>& ignoredPrefixes)
{
    const auto own = stateDict(module);
    KeyDifferences found;
    for (const auto& [name, target] : own) {
        const auto it = tensors.find(name);
        if (it == tensors.end())
            found.missing.push_back(name);
        else if (!sameShape(it->second, target))
            found.wrongShape.push_back(
                c10::str(name, " is ", it->second.sizes(), " instead of ", target.sizes()));
    }
    for (const auto& [name, tensor] : tensors) {
        if (!own.contains(name) && !startsWithOneOf(name, ignoredPrefixes))
            found.unexpected.push_back(name);
    }
    return found;
}

void loadStrict(torch::nn::Module& module, const TensorMap& tensors,
                const std::vector<std::string>& ignoredPrefixes)
{
    requireSameKeys(module, tensors, ignoredPrefixes);
    const torch::NoGradGuard noGrad;
    for (auto& [name, target] : stateDict(module))
        target.copy_(tensors.at(name).reshape(target.sizes()));
}

void adoptStrict(torch::nn::Module& module, const TensorMap& tensors,
                 const std::vector<std::string>& ignoredPrefixes)
{
    requireSameKeys(module, tensors, ignoredPrefixes);
    const torch::NoGradGuard noGrad;
    const auto adopt = [&](auto items) {
        for (auto& item : items) {
            auto& own = item.value();
            own.set_data(tensors.at(item.key()).to(own.scalar_type()).reshape(own.sizes()));
        }
    };
    adopt(module.named_parameters());
    adopt(module.named_buffers());
}

} // namespace avs::nn
