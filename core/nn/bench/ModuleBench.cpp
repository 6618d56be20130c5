// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bench/ModuleBench.h"

#include "core/nn/ModelFamily.h"
#include "core/nn/sam2/ClickPrompt.h"
#include "core/nn/sam2/Sam2.h"

#include <c10/core/CachingDeviceAllocator.h>
#include <torch/cuda.h>

#include <chrono>

#ifndef _WIN32
#include <sys/resource.h>
#endif

namespace avs::nn {

namespace {

double peakMegabytes(torch::Device device)
{
    constexpr double kMega = 1e6;
    if (device.is_cuda()) {
        const auto stats = at::getDeviceAllocator(device.type())->getDeviceStats(0);
        constexpr auto kAll = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
        return static_cast<double>(stats.reserved_bytes[kAll].peak) / kMega;
    }
#ifdef _WIN32
    return 0;
#else
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024 / kMega;
#endif
}

/// Parameters of a module.
double millions(const torch::nn::Module& module)
{
    double count = 0;
    for (const auto& parameter : module.parameters())
        count += static_cast<double>(parameter.numel());
    return count / 1e6;
}

void benchImageBind(const Json& config, torch::Device device, const BenchRuns& runs, ModuleBench& out)
{
    const auto options = ImageBindOptions::fromJson(config);
    ImageBind model(options);
    model->eval();
    model->to(device);
    out.parameters = millions(*model);
    const auto add = [&](const char* name, const std::function<void()>& call) {
        out.times.push_back({name, medianMs(call, device, runs)});
    };
    if (options.vision) {
        const auto side = options.vision->imageSize;
        const auto image = torch::rand({1, 3, side, side}, device);
        add("ImageBind vision", [&] { (void)model->encodeVision(image); });
    }
    if (options.audio) {
        const auto mel = torch::rand({1, 1, options.audio->melBins, options.audio->frames}, device);
        add("ImageBind audio", [&] { (void)model->encodeAudio(mel); });
    }
    if (options.text) {
        const auto tokens = torch::randint(1, 100, {1, options.text->contextLength},
                                           torch::dtype(torch::kLong).device(device));
        add("ImageBind text", [&] { (void)model->encodeText(tokens); });
    }
}

void benchSam2(const Json& config, torch::Device device, const BenchRuns& runs, ModuleBench& out)
{
    const auto options = Sam2Options::fromJson(config);
    Sam2 model(options);
    model->eval();
    model->to(device);
    out.parameters = millions(*model);
    const auto add = [&](const char* name, const std::function<void()>& call) {
        out.times.push_back({name, medianMs(call, device, runs)});
    };
    const auto side = options.imageSize;
    const auto picture = torch::rand({1, 3, side, side}, device);
    Sam2Impl::Image image;
    add("image encoder", [&] { image = model->encode(picture); });

    const ClickPrompt click{{{10, 10, true}}, {}};
    const auto prompts = click.toPrompts(side, side, side, device);
    Sam2Impl::Object object;
    add("one click", [&] {
        object =
            model->choose(model->decode(image, model->withoutMemory(image), prompts, /*multimask=*/true));
    });
    torch::Tensor memory;
    add("memory encoder", [&] {
        memory = model->encodeMemory(image, model->enlarge(object.lowRes), object.score, /*prompted=*/false);
    });
    std::vector<Sam2MemoryImpl::Map> maps;
    for (std::int64_t age = 0; age < options.memory.numMaskmem; ++age)
        maps.push_back({memory, age});
    std::vector<Sam2MemoryImpl::Pointers> pointers;
    for (std::int64_t age = 0; age < options.memory.maxObjectPointers; ++age)
        pointers.push_back({object.pointer, age});
    const auto bank = model->memory()->bank(maps, pointers, options.memory.maxObjectPointers - 1);
    add("memory attention, full memory", [&] { (void)model->withMemory(image, bank); });
}

void benchTavis(const Json& config, torch::Device device, const BenchRuns& runs, ModuleBench& out)
{
    Tavis model(TavisOptions::fromJson(config));
    model->eval();
    model->to(device);
    out.parameters = millions(*model);
    out.times = benchStages(*model, device, runs, /*classes=*/71, /*height=*/720, /*width=*/1280);
}

} // namespace

double medianMs(const std::function<void()>& call, torch::Device device, const BenchRuns& runs)
{
    using Clock = std::chrono::steady_clock;
    std::vector<double> times;
    for (int run = -1; run < runs.count; ++run) {
        runs.begin();
        const auto begin = Clock::now();
        call();
        if (device.is_cuda())
            torch::cuda::synchronize();
        if (run >= 0)
            times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    }
    return median(std::move(times));
}

ModuleBench benchModules(const Json& file, torch::Device device, Precision precision, const BenchRuns& runs)
{
    const torch::InferenceMode inference;
    const PrecisionScope scope(device, precision);
    const auto config = modelIn(file);
    const auto family = familyOf(config);
    if (!family)
        throw JsonError("neither a configuration of TAViS nor of SAM 2 nor of ImageBind");
    ModuleBench out;
    out.model = config.stringOr("name", "a model without a name");
    if (*family == ModelFamily::ImageBind)
        benchImageBind(config, device, runs, out);
    else if (*family == ModelFamily::Sam2)
        benchSam2(config, device, runs, out);
    else
        benchTavis(config, device, runs, out);
    out.peakMegabytes = peakMegabytes(device);
    return out;
}

} // namespace avs::nn
