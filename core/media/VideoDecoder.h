// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/imaging/RgbImage.h"
#include "core/media/ClipInfo.h"
#include "core/media/FrameTable.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace avs::media {

/// One decoded picture, immutable and shared.
struct VideoFrame
{
    base::FrameIndex index; ///< -1 where it is not known yet, see VideoDecoder::readAt()
    base::MediaTime time;
    imaging::RgbImage image; ///< rotated upright, square pixels, full-range RGB
    imaging::LabelMap alpha; ///< of each pixel, 0 (clear) … 255; empty where nothing shines through
};
using VideoFramePtr = std::shared_ptr<const VideoFrame>;

/// What is known of a clip's frames while its index grows, see VideoDecoder::startIndexing().
struct IndexProgress
{
    std::shared_ptr<const FrameTable> frames; ///< extends the one before
    bool complete = false;
    /// With the last progress: the file breaks off, or (Error of another kind than Damaged) cannot be
    /// indexed.
    std::optional<base::Error> problem;
};

/// Frames of a file by presentation index or by time. One thread at a time; no Qt event loop needed. Reading
/// on from the frame before only decodes; any other seeks to the key frame before it.
class VideoDecoder
{
public:
    enum class Hardware
    {
        Off,
        WhenItWorks ///< VAAPI or NVDEC; software otherwise, with the same pictures
    };
    /// Asked between packets; true ends the read with Cancelled, and the next goes on from there if it can.
    using GivenUp = std::function<bool()>;

    /// Opens the first real video stream and builds the whole frame table by reading all packets (and
    /// decoding them where the container does not tell their order: bare streams, AVI with B-frames). Errors
    /// as `probe()`; Unsupported when the file has no pictures; Damaged when none can be decoded; Cancelled.
    [[nodiscard]] static base::Result<std::unique_ptr<VideoDecoder>> open(const QString& path,
                                                                          std::stop_token stop = {});
    /// The same, but returns as soon as the first frame is decoded. Until `startIndexing` that is the only
    /// one that can be read by index; any other can be read by time.
    [[nodiscard]] static base::Result<std::unique_ptr<VideoDecoder>>
    openAtOnce(const QString& path, Hardware hardware, std::stop_token stop = {});
    /// Ends the indexing.
    ~VideoDecoder();

    /// Builds the table on a thread of its own, once. `onProgress` is called there.
    void startIndexing(std::function<void(const IndexProgress&)> onProgress = {});

    [[nodiscard]] const ClipInfo& info() const;
    /// What is known now; never empty. Any thread.
    [[nodiscard]] std::shared_ptr<const FrameTable> frames() const;
    [[nodiscard]] bool isIndexed() const;
    /// Of a complete index: why the clip cannot be played to its end.
    [[nodiscard]] std::optional<base::Error> damage() const;
    [[nodiscard]] bool isOnGraphicsCard() const;
    [[nodiscard]] int width() const;
    [[nodiscard]] int height() const;

    /// The frame at `index`. While the table grows, waits for that frame to enter it. Errors: Invalid when
    /// there is no such frame; Damaged when the stream cannot be decoded there (the decoder stays usable for
    /// other frames); Cancelled.
    [[nodiscard]] base::Result<VideoFramePtr> read(base::FrameIndex index, std::stop_token stop = {},
                                                   const GivenUp& givenUp = {});
    /// How many frames have to be decoded for the one at `index`, as they lead to it: 249 where it is the
    /// last before a key frame that comes every 250. 0 where it is not known.
    [[nodiscard]] std::int64_t runUp(base::FrameIndex index) const;
    /// The key frame that the run-up to `index` begins with: quickly there, while `read` takes the whole
    /// run-up. Invalid where there is none that would be quicker. Other errors as `read`.
    [[nodiscard]] base::Result<VideoFramePtr> readKeyFrame(base::FrameIndex index, std::stop_token stop = {},
                                                           const GivenUp& givenUp = {});
    /// The frame that decoding came to last, on the way to another where `givenUp` said so. Null where there
    /// is none.
    [[nodiscard]] VideoFramePtr reached();
    /// The frame on screen at `time`, exactly, also where the table does not reach yet; then its `index` is
    /// -1. Waits for the table where the stream has no timestamps. Errors as `read`.
    [[nodiscard]] base::Result<VideoFramePtr> readAt(base::MediaTime time, std::stop_token stop = {},
                                                     const GivenUp& givenUp = {});

private:
    struct Impl;
    explicit VideoDecoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace avs::media
