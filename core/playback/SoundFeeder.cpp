// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/SoundFeeder.h"

#include "core/base/Log.h"
#include "core/media/AudioReader.h"
#include "core/playback/TimeStretcher.h"

#include <QLoggingCategory>

#include <algorithm>
#include <cmath>
#include <exception>
#include <optional>
#include <utility>

namespace avs::playback {

using media::AudioReader;

namespace {

constexpr std::int64_t kBlockFrames = 1024;

/// The file that is read, kept open from run to run.
class Source
{
public:
    /// False: there is nothing to hear.
    [[nodiscard]] bool prepare(const SoundRunOptions& wanted, const std::stop_token& stop);
    [[nodiscard]] AudioReader& reader() { return *m_reader; }

private:
    QString m_path;
    AudioReader::Format m_format;
    std::unique_ptr<AudioReader> m_reader; ///< null: m_path cannot be read
};

bool Source::prepare(const SoundRunOptions& wanted, const std::stop_token& stop)
{
    if (wanted.path.isEmpty())
        return false;
    if (m_path != wanted.path || m_format.rateHz != wanted.rateHz || m_format.channels != wanted.channels) {
        m_path.clear();
        m_reader.reset();
        m_format = {wanted.rateHz, wanted.channels};
        auto opened = AudioReader::open(wanted.path, m_format, stop);
        if (stop.stop_requested())
            return false;
        if (opened)
            m_reader = std::move(*opened);
        else
            qCWarning(base::logMedia).noquote() << opened.error().message << opened.error().detail;
        m_path = wanted.path;
    }
    if (!m_reader)
        return false;
    const std::int64_t frame = std::llround(wanted.from.seconds() * wanted.rateHz);
    return bool(m_reader->seek(std::max<std::int64_t>(0, frame), stop));
}

/// What a run is fed with, block by block: the sound from where the reader stands on, round a loop if there
/// is one.
class Course
{
public:
    Course(AudioReader& reader, const std::optional<base::TimeRange>& loop)
        : m_reader(reader)
        , m_next(reader.position())
    {
        const auto frameOf = [&](base::MediaTime time) {
            return std::llround(time.seconds() * reader.format().rateHz);
        };
        if (loop && m_next < frameOf(loop->end)) {
            m_begin = frameOf(loop->begin);
            m_end = frameOf(loop->end);
        }
    }

    /// As AudioReader::read. Within a loop, what lies behind the sound's end is silence.
    [[nodiscard]] base::Result<std::int64_t> read(std::span<float> out, const std::stop_token& stop)
    {
        if (m_end <= m_begin)
            return m_reader.read(out, stop);
        if (m_next == m_end) {
            if (auto sought = m_reader.seek(m_begin, stop); !sought)
                return sought.error();
            m_next = m_begin;
        }
        const auto channels = std::size_t(m_reader.format().channels);
        const auto count = std::min<std::int64_t>(std::int64_t(out.size() / channels), m_end - m_next);
        out = out.first(std::size_t(count) * channels);
        const auto got = m_reader.read(out, stop);
        if (!got)
            return got;
        const auto silence = out.subspan(std::size_t(*got) * channels);
        std::fill(silence.begin(), silence.end(), 0.0F);
        m_next += count;
        return count;
    }

private:
    AudioReader& m_reader;
    std::int64_t m_next;
    std::int64_t m_begin = 0; ///< of the loop, in sample frames
    std::int64_t m_end = 0;
};

/// Keeps one run full until it is over.
void keepFull(SoundRun& run, Course course)
{
    const auto& options = run.options();
    std::optional<TimeStretcher> stretcher;
    if (options.speed != 1)
        stretcher.emplace(options.rateHz, options.channels, options.speed);
    std::vector<float> block(std::size_t(kBlockFrames) * std::size_t(options.channels));
    std::vector<float> ready;
    std::size_t readyBegin = 0;
    bool atEnd = false;
    while (!run.isOver()) {
        if (readyBegin == ready.size()) {
            ready.clear();
            readyBegin = 0;
            if (atEnd) {
                run.finish();
                return;
            }
            const auto got = course.read(block, run.stopToken());
            atEnd = !got || *got == 0;
            const auto samples =
                std::span(block).first(atEnd ? 0 : std::size_t(*got) * std::size_t(options.channels));
            if (!stretcher) {
                ready.assign(samples.begin(), samples.end());
            } else {
                stretcher->put(samples);
                if (atEnd)
                    stretcher->finish();
                stretcher->takeAll(ready);
            }
            continue;
        }
        const std::size_t room = std::size_t(run.room()) * std::size_t(options.channels);
        if (room == 0) {
            run.awaitRoom();
            continue;
        }
        const auto part = std::span(ready).subspan(readyBegin, std::min(room, ready.size() - readyBegin));
        run.put(part);
        readyBegin += part.size();
    }
}

} // namespace

SoundFeeder::SoundFeeder()
    : m_thread([this](const std::stop_token& stop) { work(stop); })
{}

SoundFeeder::~SoundFeeder()
{
    m_thread.request_stop();
    m_thread.join();
}

void SoundFeeder::feed(SoundRunPtr run, const std::optional<base::TimeRange>& loop)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_next = {std::move(run), loop};
    }
    m_arrived.notify_one();
}

SoundFeeder::Order SoundFeeder::awaitOrder(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_arrived.wait(lock, stop, [this] { return m_next.run != nullptr; });
    return stop.stop_requested() ? Order() : std::exchange(m_next, {});
}

void SoundFeeder::work(const std::stop_token& stop)
{
    Source source;
    for (;;) {
        const auto [run, loop] = awaitOrder(stop);
        if (!run)
            return;
        const std::stop_callback endsToo(stop, [run = run] { run->end(); });
        try {
            if (source.prepare(run->options(), run->stopToken()))
                keepFull(*run, Course(source.reader(), loop));
            else if (!run->isOver())
                run->finish();
        } catch (const std::exception& e) { // no memory: the clip goes on in silence
            qCWarning(base::logMedia) << "sound feeder:" << e.what();
            run->finish();
            source = {};
        }
    }
}

} // namespace avs::playback
