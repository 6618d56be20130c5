// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ClipSound.h"

#include "core/base/Log.h"
#include "core/inference/Tensors.h"
#include "core/nn/imagebind/AudioTransform.h"

#include <algorithm>

namespace avs::inference {

using base::ErrorCode;
using base::Result;

namespace {

constexpr double kHeardSeconds = static_cast<double>(nn::kClipSamples) / kModelRateHz;

} // namespace

Result<ClipSound> ClipSound::open(const QString& path, std::stop_token stop)
{
    ClipSound sound;
    auto reader = media::AudioReader::open(path, {kModelRateHz, 1}, stop);
    if (reader)
        sound.m_reader = std::move(*reader);
    else if (reader.error().code == ErrorCode::Cancelled)
        return reader.error();
    else if (reader.error().code != ErrorCode::Unsupported)
        qCWarning(base::logModel).noquote() << reader.error().message;
    return sound;
}

Result<double> ClipSound::findEnd(std::stop_token stop)
{
    for (double at = 0; !endSeconds(); at += kHeardSeconds) {
        if (auto heard = around(at, stop); !heard)
            return heard.error();
    }
    return *endSeconds();
}

std::optional<double> ClipSound::endSeconds() const
{
    if (!m_reader)
        return 0;
    return m_size < 0 ? std::nullopt : std::optional(static_cast<double>(m_size) / kModelRateHz);
}

Result<std::vector<float>> ClipSound::around(double seconds, std::stop_token stop)
{
    if (!m_reader)
        return std::vector<float>();
    const auto centre = static_cast<std::int64_t>(seconds * kModelRateHz);
    std::int64_t begin = std::max<std::int64_t>(0, centre - nn::kClipSamples / 2);
    if (m_size < 0) {
        // The end is looked for from here on: the sound may be over long before the pictures.
        for (std::int64_t at = std::min(begin, m_bufferBegin); at <= begin && m_size < 0;
             at = std::min(begin, at + nn::kClipSamples)) {
            const auto part = read(at, nn::kClipSamples, stop);
            if (!part)
                return part.error();
            if (std::ssize(*part) < nn::kClipSamples)
                m_size = at + std::ssize(*part);
            else if (at == begin)
                return *part;
        }
    }
    begin = std::clamp<std::int64_t>(begin, 0, std::max<std::int64_t>(0, m_size - nn::kClipSamples));
    return read(begin, nn::kClipSamples, stop);
}

Result<std::vector<float>> ClipSound::read(std::int64_t begin, std::int64_t count,
                                           const std::stop_token& stop)
{
    const std::int64_t bufferEnd = m_bufferBegin + std::ssize(m_buffer);
    if (begin < m_bufferBegin || begin > bufferEnd) {
        m_buffer.clear();
        m_bufferBegin = begin;
        if (auto sought = m_reader->seek(begin, stop); !sought)
            return sought.error();
    } else {
        // As much as one window stays before, since the last one is shifted back.
        const std::int64_t kept = std::max(m_bufferBegin, begin - nn::kClipSamples);
        m_buffer.erase(m_buffer.begin(), m_buffer.begin() + (kept - m_bufferBegin));
        m_bufferBegin = kept;
    }
    const std::int64_t missing = begin + count - (m_bufferBegin + std::ssize(m_buffer));
    if (missing > 0) {
        const std::size_t before = m_buffer.size();
        m_buffer.resize(before + std::size_t(missing));
        const auto got = m_reader->read(std::span(m_buffer).subspan(before), stop);
        m_buffer.resize(before + (got ? std::size_t(*got) : 0));
        if (!got)
            return got.error();
    }
    const auto from = std::min<std::int64_t>(begin - m_bufferBegin, std::ssize(m_buffer));
    const auto length = std::min<std::int64_t>(count, std::ssize(m_buffer) - from);
    return std::vector<float>(m_buffer.begin() + from, m_buffer.begin() + from + length);
}

} // namespace avs::inference
