// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/UninitialisedScope.h"

#include <ATen/core/Generator.h>
#include <torch/library.h>
#include <torch/types.h>

namespace avs::nn {

namespace {

// A key of the dispatcher that nothing else uses; active only inside a scope.
constexpr auto kKey = c10::DispatchKey::TESTING_ONLY_GenericMode;

torch::Tensor& leave(torch::Tensor& self, double, double, std::optional<at::Generator>)
{
    return self;
}

TORCH_LIBRARY_IMPL(_, TESTING_ONLY_GenericMode, library)
{
    library.fallback(torch::CppFunction::makeFallthrough());
}

TORCH_LIBRARY_IMPL(aten, TESTING_ONLY_GenericMode, library)
{
    library.impl("normal_", leave);
    library.impl("uniform_", leave);
}

} // namespace

UninitialisedScope::UninitialisedScope()
    : m_guard(kKey)
{}

} // namespace avs::nn
