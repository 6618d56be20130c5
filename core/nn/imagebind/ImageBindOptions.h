// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/Json.h"

#include <cstdint>
#include <optional>

namespace avs::nn {

/// The towers' sizes; the defaults are those of the published imagebind_huge. (Not nested in
/// ImageBindOptions: clang does not see nested defaults in time for std::optional.)
struct VisionTowerOptions
{
    std::int64_t dim = 1280;
    std::int64_t blocks = 32;
    std::int64_t heads = 16;
    std::int64_t imageSize = 224; ///< side that the positional embedding is made for; divisible by patch
    std::int64_t patch = 14;
    std::int64_t frames = 2; ///< temporal size of the stem's kernel; a still image fills all of them
};

struct TextTowerOptions
{
    std::int64_t dim = 1024;
    std::int64_t blocks = 24;
    std::int64_t heads = 16;
    std::int64_t vocabSize = 49408;
    std::int64_t contextLength = 77;
};

struct AudioTowerOptions
{
    std::int64_t dim = 768;
    std::int64_t blocks = 12;
    std::int64_t heads = 12;
    std::int64_t kernel = 16;
    std::int64_t stride = 10;
    std::int64_t melBins = 128;
    std::int64_t frames = 204;
    double dropPath = 0.1; ///< in the last block, growing linearly from 0 in the first; training only

    [[nodiscard]] std::int64_t tokens() const ///< without the cls token
    {
        return ((melBins - kernel) / stride + 1) * ((frames - kernel) / stride + 1);
    }
};

struct ImageBindOptions
{
    using Vision = VisionTowerOptions;
    using Text = TextTowerOptions;
    using Audio = AudioTowerOptions;

    std::optional<Vision> vision; ///< a model has only the towers that are set
    std::optional<Text> text;
    std::optional<Audio> audio;
    std::int64_t outDim = 1024; ///< joint dimension of all embeddings

    /// All three towers of imagebind_huge.
    [[nodiscard]] static ImageBindOptions huge() { return {Vision(), Text(), Audio(), 1024}; }

    /// Reads either the form that toJson() writes ({"out_dim", "vision": {"dim", "blocks", "heads",
    /// "image_size", "patch", "frames"}, "text": {…, "vocab_size", "context_length"}, "audio": {…, "kernel",
    /// "stride", "mel_bins", "frames", "drop_path"}}) or the original constructor's flat names
    /// ("vision_embed_dim", "vision_num_blocks", …). A tower is there when its object, or its "…_embed_dim",
    /// is; other keys may be left out for the default. Throws JsonError when there is no tower or a size is
    /// impossible.
    [[nodiscard]] static ImageBindOptions fromJson(const Json& json);
    [[nodiscard]] Json toJson() const;
};

} // namespace avs::nn
