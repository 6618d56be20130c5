// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/imaging/RgbImage.h"
#include "core/media/FrameTable.h"

#include <memory>
#include <stop_token>

namespace avs::media {

/// One decoded picture, immutable and shared.
struct VideoFrame
{
    base::FrameIndex index;
    base::MediaTime time;
    imaging::RgbImage image; ///< rotated upright, square pixels, full-range RGB
};
using VideoFramePtr = std::shared_ptr<const VideoFrame>;

/// Frames of a file by presentation index. One thread at a time; no Qt event loop needed.
/// Reading index n+1 after n only decodes on; any other index seeks to the key frame before it.
class VideoDecoder
{
public:
    /// Opens the first real video stream and builds the frame table by reading all packets (and decoding them
    /// where the container does not tell their order: bare streams, AVI with B-frames).
    /// Errors as `probe()`; Unsupported when the file has no pictures; Cancelled.
    [[nodiscard]] static base::Result<std::unique_ptr<VideoDecoder>> open(const QString& path,
                                                                          std::stop_token stop = {});
    ~VideoDecoder();

    [[nodiscard]] const std::shared_ptr<const FrameTable>& frames() const;
    [[nodiscard]] int width() const;
    [[nodiscard]] int height() const;

    /// The frame at `index` (0 … frames()->size()-1, else Invalid). Damaged when the stream cannot be
    /// decoded there; the decoder stays usable for other frames.
    [[nodiscard]] base::Result<VideoFramePtr> read(base::FrameIndex index, std::stop_token stop = {});

private:
    struct Impl;
    explicit VideoDecoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace avs::media
