// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace avs::nn {

/// Loads LibTorch's CUDA half (libtorch_cuda.so, beside libtorch_cpu.so) when an NVIDIA driver is there, and
/// says whether a CUDA device can be used. The first call costs up to half a second; later ones nothing. Must
/// come before any other question about CUDA. Any thread.
[[nodiscard]] bool loadCudaLibrary();

} // namespace avs::nn
