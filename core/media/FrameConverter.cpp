// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/FrameConverter.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace avs::media {

PictureGeometry PictureGeometry::of(AVFormatContext* format, AVStream* stream)
{
    PictureGeometry g;
    g.scaledWidth = stream->codecpar->width;
    g.scaledHeight = stream->codecpar->height;
    const AVRational aspect = av_guess_sample_aspect_ratio(format, stream, nullptr);
    const double ratio = aspect.num > 0 && aspect.den > 0 ? av_q2d(aspect) : 1.0;
    // Beyond this the number in the file is a mistake, and a picture that wide would only fill memory.
    if (ratio > 0.1 && ratio < 10.0)
        g.scaledWidth = std::max(1, int(std::lround(g.scaledWidth * ratio)));

    std::size_t size = 0;
    const auto* data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    if (!data || size < 9 * sizeof(std::int32_t))
        return g;
    // The matrix maps a stored point to a shown one: x' = a·x + c·y, y' = b·x + d·y.
    std::int32_t m[9];
    std::memcpy(m, data, sizeof(m));
    const std::int64_t a = m[0];
    const std::int64_t b = m[1];
    const std::int64_t c = m[3];
    const std::int64_t d = m[4];
    g.transposed = std::llabs(b) + std::llabs(c) > std::llabs(a) + std::llabs(d);
    g.flipX = (g.transposed ? c : a) < 0;
    g.flipY = (g.transposed ? b : d) < 0;
    return g;
}

bool FrameConverter::allocateRgb()
{
    if (m_rgb)
        return true;
    m_rgb.reset(av_frame_alloc());
    if (!m_rgb)
        return false;
    m_rgb->format = AV_PIX_FMT_RGB24;
    m_rgb->width = m_geometry.scaledWidth;
    m_rgb->height = m_geometry.scaledHeight;
    if (av_frame_get_buffer(m_rgb.get(), 0) >= 0)
        return true;
    m_rgb.reset();
    return false;
}

/// FFmpeg's vector code works on 16 pixels at a time, and needs room for them in each row.
bool FrameConverter::canScaleInto(const imaging::RgbImage& image) const
{
    return image.width % 16 == 0 && !m_geometry.transposed && !m_geometry.flipX && !m_geometry.flipY;
}

bool FrameConverter::prepare(const AVFrame& frame)
{
    if (!m_scaler || frame.width != m_sourceWidth || frame.height != m_sourceHeight ||
        frame.format != m_sourceFormat) {
        m_scaler.reset(sws_alloc_context());
        SwsContext* s = m_scaler.get();
        if (!s)
            return false;
        av_opt_set_int(s, "srcw", frame.width, 0);
        av_opt_set_int(s, "srch", frame.height, 0);
        av_opt_set_int(s, "src_format", frame.format, 0);
        av_opt_set_int(s, "dstw", m_geometry.scaledWidth, 0);
        av_opt_set_int(s, "dsth", m_geometry.scaledHeight, 0);
        av_opt_set_int(s, "dst_format", AV_PIX_FMT_RGB24, 0);
        // These two as in FFmpeg's scale filter: plain bicubic, and MPEG-2's place of the chroma samples.
        av_opt_set_int(s, "sws_flags", SWS_BICUBIC, 0);
        if (frame.format == AV_PIX_FMT_YUV420P)
            av_opt_set_int(s, "src_v_chr_pos", 128, 0);
        if (sws_init_context(s, nullptr, nullptr) < 0) {
            m_scaler.reset();
            return false;
        }
        m_sourceWidth = frame.width;
        m_sourceHeight = frame.height;
        m_sourceFormat = frame.format;
    }
    int* inTable = nullptr;
    int* outTable = nullptr;
    int inFull = 0;
    int outFull = 0;
    int brightness = 0;
    int contrast = 0;
    int saturation = 0;
    if (sws_getColorspaceDetails(m_scaler.get(), &inTable, &inFull, &outTable, &outFull, &brightness,
                                 &contrast, &saturation) < 0)
        return true; // a format without such a choice
    const bool hasMatrix = frame.colorspace >= AVCOL_SPC_BT709 && frame.colorspace <= AVCOL_SPC_BT2020_CL &&
                           frame.colorspace != AVCOL_SPC_YCGCO;
    const int* table = sws_getCoefficients(hasMatrix ? int(frame.colorspace) : int(AVCOL_SPC_BT470BG));
    if (frame.color_range != AVCOL_RANGE_UNSPECIFIED)
        inFull = frame.color_range == AVCOL_RANGE_JPEG ? 1 : 0;
    sws_setColorspaceDetails(m_scaler.get(), table, inFull, table, outFull, brightness, contrast, saturation);
    return true;
}

void FrameConverter::copyUpright(imaging::RgbImage& image) const
{
    const int width = image.width;
    const int height = image.height;
    const std::uint8_t* base = m_rgb->data[0];
    const std::ptrdiff_t stride = m_rgb->linesize[0];
    // One step right and one step down in the shown picture, as bytes in the stored one.
    std::ptrdiff_t right = m_geometry.transposed ? stride : 3;
    std::ptrdiff_t down = m_geometry.transposed ? 3 : stride;
    if (m_geometry.flipX) {
        base += right * (width - 1);
        right = -right;
    }
    if (m_geometry.flipY) {
        base += down * (height - 1);
        down = -down;
    }
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* from = base + down * y;
        std::uint8_t* to = image.row(y);
        if (right == 3) {
            std::memcpy(to, from, std::size_t(width) * 3);
            continue;
        }
        for (int x = 0; x < width; ++x, from += right, to += 3)
            std::memcpy(to, from, 3);
    }
}

bool FrameConverter::convert(const AVFrame& frame, imaging::RgbImage& image)
{
    if (!prepare(frame))
        return false;
    image.width = m_geometry.shownWidth();
    image.height = m_geometry.shownHeight();
    image.pixels.resize(std::size_t(image.width) * std::size_t(image.height) * 3);
    if (canScaleInto(image)) {
        std::uint8_t* planes[4] = {image.pixels.data()};
        const int strides[4] = {3 * image.width};
        return sws_scale(m_scaler.get(), frame.data, frame.linesize, 0, frame.height, planes, strides) >= 0;
    }
    if (!allocateRgb() || sws_scale(m_scaler.get(), frame.data, frame.linesize, 0, frame.height, m_rgb->data,
                                    m_rgb->linesize) < 0)
        return false;
    copyUpright(image);
    return true;
}

} // namespace avs::media
