// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AlphaConverter.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>

namespace avs::media {

bool AlphaConverter::prepare(const AVFrame& frame)
{
    if (!m_rgba) {
        m_rgba.reset(av_frame_alloc());
        if (!m_rgba)
            return false;
        m_rgba->format = AV_PIX_FMT_RGBA;
        m_rgba->width = m_geometry.scaledWidth;
        m_rgba->height = m_geometry.scaledHeight;
        if (av_frame_get_buffer(m_rgba.get(), 0) < 0) {
            m_rgba.reset();
            return false;
        }
    }
    if (m_scaler && frame.format == m_sourceFormat && frame.width == m_sourceWidth &&
        frame.height == m_sourceHeight)
        return true;
    m_scaler.reset(sws_getContext(frame.width, frame.height, AVPixelFormat(frame.format), m_rgba->width,
                                  m_rgba->height, AV_PIX_FMT_RGBA, SWS_BICUBIC, nullptr, nullptr, nullptr));
    m_sourceFormat = frame.format;
    m_sourceWidth = frame.width;
    m_sourceHeight = frame.height;
    return m_scaler != nullptr;
}

bool AlphaConverter::convert(const AVFrame& frame, imaging::LabelMap& alpha)
{
    alpha = {};
    const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(AVPixelFormat(frame.format));
    if (!format || !(format->flags & AV_PIX_FMT_FLAG_ALPHA))
        return true;
    if (!prepare(frame) || sws_scale(m_scaler.get(), frame.data, frame.linesize, 0, frame.height,
                                     m_rgba->data, m_rgba->linesize) < 0)
        return false;
    alpha = imaging::LabelMap(m_geometry.shownWidth(), m_geometry.shownHeight());
    // One step right and one step down in the shown picture, as bytes in the stored one.
    const std::uint8_t* base = m_rgba->data[0] + 3;
    std::ptrdiff_t right = m_geometry.transposed ? m_rgba->linesize[0] : 4;
    std::ptrdiff_t down = m_geometry.transposed ? 4 : m_rgba->linesize[0];
    if (m_geometry.flipX) {
        base += right * (alpha.width - 1);
        right = -right;
    }
    if (m_geometry.flipY) {
        base += down * (alpha.height - 1);
        down = -down;
    }
    for (int y = 0; y < alpha.height; ++y) {
        const std::uint8_t* from = base + down * y;
        for (int x = 0; x < alpha.width; ++x, from += right)
            alpha.at(x, y) = *from;
    }
    if (std::all_of(alpha.pixels.begin(), alpha.pixels.end(),
                    [](std::uint8_t value) { return value == 255; }))
        alpha = {};
    return true;
}

} // namespace avs::media
