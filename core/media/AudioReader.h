// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>

namespace avs::media {

/// Decodes the first sound stream of a file as a stream of interleaved float sample frames in [-1, 1], in
/// constant memory. Sample frame 0 is at time 0 of the clip's axis; gaps, and packets that are damaged, are
/// silence. One thread at a time.
class AudioReader
{
public:
    /// 0: the stream's own. Fewer channels are mixed down (1 takes the mean of a stereo pair).
    struct Format
    {
        int rateHz = 0;
        int channels = 0;
    };

    /// Errors as `probe()`; Unsupported when the file has no sound; Damaged when none of it can be decoded;
    /// Cancelled.
    [[nodiscard]] static base::Result<std::unique_ptr<AudioReader>> open(const QString& path, Format wanted,
                                                                         std::stop_token stop = {});
    ~AudioReader();

    /// What comes out; both numbers are above 0.
    [[nodiscard]] Format format() const;
    /// The sample frame that the next read begins with.
    [[nodiscard]] std::int64_t position() const;

    /// Fills up to out.size()/channels sample frames and returns how many: fewer only at the end, and 0
    /// beyond it. After Cancelled the next read goes on where this one began.
    [[nodiscard]] base::Result<std::int64_t> read(std::span<float> out, std::stop_token stop = {});
    /// To any frame >= 0, also beyond the end. Exact to the sample: what follows is what reading from the
    /// start gives there (of lossy codecs up to rounding; in a container with a coarse clock, behind a gap,
    /// up to a tick of that clock).
    [[nodiscard]] base::Result<void> seek(std::int64_t frame, std::stop_token stop = {});

private:
    struct Impl;
    explicit AudioReader(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace avs::media
