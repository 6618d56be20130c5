// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AudioReader.h"
#include "core/media/ClipInfo.h"
#include "core/media/WaveformBuilder.h"
#include "core/media/WaveformChunk.h"

#include <QScopeGuard>

#include <algorithm>
#include <chrono>
#include <future>
#include <limits>
#include <mutex>
#include <thread>

namespace avs::media {

using base::Result;

namespace {

using Clock = std::chrono::steady_clock;
using Chunk = WaveformPyramid::Chunk;
using Chunks = std::vector<std::shared_ptr<const Chunk>>;

constexpr std::chrono::milliseconds kBetween(100); // two calls of `grown`
constexpr std::size_t kFrames = 16384;             // read at a time
constexpr std::int64_t kLeastChunks = 8;           // that a place of its own is worth
constexpr unsigned kMostParts = 4;

/// Called now and then while a part is read.
using Pause = std::function<void()>;

/// A stretch of whole chunks, read by one thread.
class Part
{
public:
    /// The last part has no end: it reads as long as there is sound.
    Part(QString path, std::int64_t begin, std::int64_t end)
        : m_path(std::move(path))
        , m_begin(begin)
        , m_end(end)
    {}

    Result<void> read(AudioReader& reader, const Pause& pause, const std::stop_token& stop)
    {
        const auto channels = std::size_t(reader.format().channels);
        WaveformBuilder builder(reader.format().rateHz, int(channels));
        std::vector<float> buffer(kFrames * channels);
        const std::int64_t last = m_end * Chunk::kSamples;
        while (reader.position() < last) {
            const auto count = std::size_t(std::min<std::int64_t>(kFrames, last - reader.position()));
            const auto got = reader.read(std::span(buffer).first(count * channels), stop);
            if (!got)
                return got.error();
            builder.add(std::span(buffer).first(std::size_t(*got) * channels));
            if (std::size_t(*got) < count)
                break;
            publish(builder.snapshot()->chunks());
            pause();
        }
        publish(builder.finish()->chunks());
        return {};
    }

    Result<void> readAlone(const std::stop_token& stop)
    {
        auto reader = AudioReader::open(m_path, {}, stop);
        if (!reader)
            return reader.error();
        if (auto sought = (*reader)->seek(m_begin * Chunk::kSamples, stop); !sought)
            return sought;
        return read(
            **reader, [] {}, stop);
    }

    /// Puts what is known where it belongs.
    void addTo(Chunks& chunks) const
    {
        const std::scoped_lock lock(m_mutex);
        if (m_chunks.empty())
            return;
        chunks.resize(std::max(chunks.size(), std::size_t(m_begin) + m_chunks.size()));
        std::copy(m_chunks.begin(), m_chunks.end(), chunks.begin() + std::ptrdiff_t(m_begin));
    }

private:
    void publish(const Chunks& chunks)
    {
        const std::scoped_lock lock(m_mutex);
        if (chunks.size() > m_chunks.size())
            m_chunks = chunks;
    }

    const QString m_path;
    const std::int64_t m_begin;
    const std::int64_t m_end;
    mutable std::mutex m_mutex; // guards:
    Chunks m_chunks;
};

/// One for each place that the sound is read from.
std::vector<std::unique_ptr<Part>> partsOf(const QString& path, int rateHz)
{
    const auto info = probe(path);
    const double seconds = info ? info->duration.seconds() : 0;
    const std::int64_t chunks = std::int64_t(seconds * rateHz) / Chunk::kSamples;
    const auto most = std::int64_t(std::clamp(std::thread::hardware_concurrency(), 1U, kMostParts));
    const std::int64_t count = std::clamp<std::int64_t>(chunks / kLeastChunks, 1, most);
    std::vector<std::unique_ptr<Part>> parts;
    for (std::int64_t i = 0; i < count; ++i) {
        const bool isLast = i + 1 == count;
        const std::int64_t end =
            isLast ? std::numeric_limits<std::int64_t>::max() / Chunk::kSamples : (i + 1) * chunks / count;
        parts.push_back(std::make_unique<Part>(path, i * chunks / count, end));
    }
    return parts;
}

} // namespace

Result<WaveformPyramidPtr> readWaveform(const QString& path,
                                        const std::function<void(const WaveformPyramidPtr&)>& grown,
                                        std::stop_token stop)
{
    auto reader = AudioReader::open(path, {}, stop);
    if (!reader)
        return reader.error();
    const auto format = (*reader)->format();
    const auto parts = partsOf(path, format.rateHz);

    const auto known = [&](bool complete) {
        Chunks chunks;
        for (const auto& part : parts)
            part->addTo(chunks);
        // The sound may end before its container says.
        const auto isShort = [](const auto& chunk) { return !chunk || chunk->samples < Chunk::kSamples; };
        if (const auto end = std::find_if(chunks.begin(), chunks.end(), isShort);
            complete && end != chunks.end())
            chunks.erase(*end ? end + 1 : end, chunks.end());
        return std::make_shared<const WaveformPyramid>(format.rateHz, format.channels, std::move(chunks),
                                                       complete);
    };
    auto told = Clock::now();
    const Pause pause = [&] {
        if (!grown || Clock::now() - told < kBetween)
            return;
        told = Clock::now();
        if (const auto now = known(/*complete=*/false); now->sampleCount() > 0)
            grown(now);
    };

    std::stop_source ours; // ends the other parts when one of them fails
    const std::stop_callback forward(stop, [&ours] { ours.request_stop(); });
    std::vector<std::future<Result<void>>> others;
    for (std::size_t i = 1; i < parts.size(); ++i)
        others.push_back(std::async(std::launch::async, [part = parts[i].get(), token = ours.get_token()] {
            return part->readAlone(token);
        }));
    const auto endAll = qScopeGuard([&ours] { ours.request_stop(); }); // also when something throws
    Result<void> outcome = parts.front()->read(**reader, pause, ours.get_token());
    for (auto& other : others) {
        if (!outcome)
            ours.request_stop();
        while (other.wait_for(kBetween) != std::future_status::ready)
            pause();
        if (auto ended = other.get(); !ended && outcome)
            outcome = ended;
    }
    if (!outcome)
        return outcome.error();
    return known(/*complete=*/true);
}

} // namespace avs::media
