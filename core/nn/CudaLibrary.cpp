// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/CudaLibrary.h"

#include <dlfcn.h>
#include <torch/cuda.h>

#include <filesystem>

namespace avs::nn {

namespace {

bool load()
{
    // Without a driver the CUDA half would load and find nothing: a gigabyte mapped for no use.
    if (!std::filesystem::exists("/proc/driver/nvidia/version") && !std::filesystem::exists("/dev/nvidiactl"))
        return torch::cuda::is_available();
    if (!dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL))
        return false;
    return torch::cuda::is_available();
}

} // namespace

bool loadCudaLibrary()
{
    static const bool available = load();
    return available;
}

} // namespace avs::nn
