// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/FillHoles.h"
#include "core/nn/tavis/Tavis.h"

#include <torch/nn/functional/upsampling.h>

// TAViS with SAM 2's memory.
namespace avs::nn {

namespace F = torch::nn::functional;

ClipMemory TavisImpl::newClipMemory() const
{
    TORCH_CHECK(m_memory, "this TAViS has no memory parts");
    return ClipMemory(m_memory);
}

Sam2 TavisImpl::asSam2() const
{
    TORCH_CHECK(m_memory, "this TAViS has no memory parts");
    Sam2Options options;
    options.name = m_options.name;
    options.imageSize = m_options.imageSize;
    options.imageEncoder = m_options.imageEncoder;
    options.maskDecoder = m_options.maskDecoder;
    options.memory = *m_options.memory;
    options.trackingMultimask = m_options.multimask;
    return Sam2(options,
                Sam2Parts{image_encoder, sam_prompt_encoder, sam_mask_decoder, m_memory, no_mem_embed});
}

TavisImpl::Output TavisImpl::forwardClip(const Input& input, ClipMemory& memory, const StageMark& mark)
{
    Output out;
    const auto features = encode(out, input, mark);
    decodeClip(out, features, memory);
    if (mark)
        mark("mask decoder with memory");
    return out;
}

void TavisImpl::decodeClip(Output& out, const ImageFeatures& features, ClipMemory& memory)
{
    const auto objects = m_options.bridge.queries + 1;
    const auto highRes0 = sam_mask_decoder->projectStride4(features.maps[0]);
    const auto highRes1 = sam_mask_decoder->projectStride8(features.maps[1]);
    out.imageFeatures = features.maps[2]; // [N, D, S/16, S/16]
    const auto frames = out.imageFeatures.size(0);
    std::vector<MaskDecoderOutput> decoded;
    std::vector<BestMasks> chosen;
    for (std::int64_t n = 0; n < frames; ++n) {
        const auto own = [n](const torch::Tensor& map) { return map.narrow(0, n, 1); };
        const auto image = own(out.imageFeatures);
        Pixels pixels{{}, own(highRes0), own(highRes1)};
        if (memory.isEmpty()) {
            pixels.embedding = image + no_mem_embed.view({1, -1, 1, 1});
        } else { // each object remembers something else: every map once an object
            pixels.embedding = memory.recall(image, features.positions[2]);
            pixels.highRes0 = pixels.highRes0.expand({objects, -1, -1, -1});
            pixels.highRes1 = pixels.highRes1.expand({objects, -1, -1, -1});
        }
        decoded.push_back(decode(pixels, out.prompts, n, 1));
        chosen.push_back(bestOf(sam_mask_decoder->select(decoded.back(), m_options.multimask)));
        // The release fills holes in what it remembers of the first frame only.
        auto masks = chosen.back().masks;
        if (memory.isEmpty() && m_options.fillHoleArea > 0 && !is_training())
            masks = fillHoles(masks, m_options.fillHoleArea);
        const auto side = m_options.imageSize;
        const auto& scores = decoded.back().objectScores;
        memory.remember(image,
                        F::interpolate(masks, F::InterpolateFuncOptions()
                                                  .size(std::vector<std::int64_t>{side, side})
                                                  .mode(torch::kBilinear)
                                                  .align_corners(false)),
                        scores, m_memory->pointers(chosen.back().tokens, m_memory->present(scores)),
                        /*hard=*/!is_training());
    }
    const auto joined = [](const auto& items, auto&& get) {
        std::vector<torch::Tensor> parts;
        for (const auto& item : items)
            parts.push_back(get(item));
        return torch::cat(parts);
    };
    out.decoder.all.masks = joined(decoded, [](const auto& d) { return d.all.masks; });
    out.decoder.all.ious = joined(decoded, [](const auto& d) { return d.all.ious; });
    out.decoder.all.tokens = joined(decoded, [](const auto& d) { return d.all.tokens; });
    out.decoder.objectScores = joined(decoded, [](const auto& d) { return d.objectScores; });
    finish(out, {joined(chosen, [](const auto& b) { return b.masks; }),
                 joined(chosen, [](const auto& b) { return b.ious; }),
                 joined(chosen, [](const auto& b) { return b.tokens; }),
                 joined(chosen, [](const auto& b) { return b.index; })});
}

} // namespace avs::nn
