// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer target: whatever bytes a weight file has, it is read or refused with a WeightError. Built with the
// preset "asan" (target fuzz_weights); tests/data/torch is a good corpus to begin with.
#include "core/nn/weights/WeightFile.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::string path = "/tmp/fuzz_weights." + std::to_string(getpid());
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (!file || std::fwrite(data, 1, size, file) != size || std::fclose(file) != 0)
        std::abort();
    try {
        double sum = 0; // every byte that a tensor names is touched
        for (const auto& [name, tensor] : avs::nn::WeightFile::open(path).tensors) {
            if (tensor.numel() > 0)
                sum += tensor.to(torch::kDouble).sum().item<double>();
        }
        (void)sum;
    } catch (const avs::nn::WeightError&) {
    }
    std::remove(path.c_str());
    return 0;
}
