// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/SoundFeeder.h"

#include "core/base/Log.h"
#include "core/media/AudioReader.h"
#include "core/playback/TimeStretcher.h"

#include <QLoggingCategory>

#include <cmath>
#include <exception>
#include <optional>

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

/// Keeps one run full until it is over.
void keepFull(SoundRun& run, AudioReader& reader)
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
            const auto got = reader.read(block, run.stopToken());
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

void SoundFeeder::feed(SoundRunPtr run)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_next = std::move(run);
    }
    m_arrived.notify_one();
}

SoundRunPtr SoundFeeder::awaitRun(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_arrived.wait(lock, stop, [this] { return m_next != nullptr; });
    return stop.stop_requested() ? nullptr : std::exchange(m_next, nullptr);
}

void SoundFeeder::work(const std::stop_token& stop)
{
    Source source;
    while (const SoundRunPtr run = awaitRun(stop)) {
        const std::stop_callback endsToo(stop, [run] { run->end(); });
        try {
            if (source.prepare(run->options(), run->stopToken()))
                keepFull(*run, source.reader());
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
