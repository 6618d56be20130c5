// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/Context.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/types.h>

#include <optional>
#include <string_view>

namespace avs::nn {

/// In which numbers a model with float32 weights computes.
enum class Precision
{
    Float32,  ///< everything
    Tf32,     ///< on an NVIDIA GPU, factors of products are rounded to 10 bits; elsewhere as Float32
    BFloat16, ///< products (linear layers, convolutions, attention) in bfloat16 by autocasting, the rest in
              ///< float32; float32 products that are left on an NVIDIA GPU as Tf32
};

/// BFloat16 on a GPU, Float32 on the CPU.
[[nodiscard]] Precision defaultPrecision(torch::Device device);

/// "float32", "tf32", "bfloat16"; nothing for another text.
[[nodiscard]] std::optional<Precision> parsePrecision(std::string_view name);
[[nodiscard]] std::string_view nameOf(Precision precision);

/// While it lives, what this thread computes on `device` has that precision; afterwards it is as before,
/// whatever happened in between. Open it around whole forward passes (for training: forward pass and loss,
/// not backward), beside torch::InferenceMode or NoGradGuard; scopes may be nested, and an inner Float32 one
/// is how a part is kept out. Autocasting belongs to the thread; TF32 is a setting of the whole process, so
/// threads that use one GPU at the same time should agree on it. Asks no GPU anything.
///
/// What the modules here see to themselves: norms, softmax, positions and the projections into the joint
/// space are float32; masks, scores and embeddings come out as float32; similarity() compares embeddings in
/// it. binary_cross_entropy is refused by LibTorch under autocasting: use the form with logits, or close the
/// scope before.
class PrecisionScope
{
public:
    PrecisionScope(torch::Device device, Precision precision);
    ~PrecisionScope();
    PrecisionScope(const PrecisionScope&) = delete;
    PrecisionScope& operator=(const PrecisionScope&) = delete;

private:
    struct State
    {
        bool autocast = false;
        torch::ScalarType type = torch::kFloat;
        bool tf32Products = false;
        bool tf32Convolutions = false;
    };
    static State stateOf(torch::DeviceType device);
    static void set(torch::DeviceType device, const State& state);

    torch::DeviceType m_device;
    State m_before;
};

/// Inside a module: products that follow on this thread are computed in the type of their factors, whatever
/// PrecisionScope is open; for the few on which much hangs. The factors must be float32 already.
class ExactScope
{
private:
    c10::impl::ExcludeDispatchKeyGuard m_noAutocast{c10::autocast_dispatch_keyset};
    at::NoTF32Guard m_noTf32;
};

/// bfloat16 and float16 become float32; float32 and float64 stay as they are.
[[nodiscard]] torch::Tensor atLeastFloat(const torch::Tensor& x);

} // namespace avs::nn
