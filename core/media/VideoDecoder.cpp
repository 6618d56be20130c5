// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/VideoDecoder.h"

#include "core/media/AlphaConverter.h"
#include "core/media/BackgroundIndex.h"
#include "core/media/FrameConverter.h"
#include "core/media/FrameReader.h"
#include "core/media/HardwareDecoder.h"
#include "core/media/MediaErrors.h"

#include <mutex>
#include <new>
#include <set>
#include <utility>

namespace avs::media {

using base::Result;
using Outcome = FrameReader::Outcome;

namespace {

/// Memory of pictures that are no longer needed: getting megabytes anew for each frame costs as much as
/// converting it. Any thread.
class PixelPool
{
public:
    std::vector<std::uint8_t> take()
    {
        const std::scoped_lock lock(m_mutex);
        if (m_free.empty())
            return {};
        std::vector<std::uint8_t> pixels = std::move(m_free.back());
        m_free.pop_back();
        return pixels;
    }
    void give(std::vector<std::uint8_t> pixels)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_free.size() < kMost)
            m_free.push_back(std::move(pixels));
    }

private:
    static constexpr std::size_t kMost = 4;
    std::mutex m_mutex; // guards m_free
    std::vector<std::vector<std::uint8_t>> m_free;
};

} // namespace

struct VideoDecoder::Impl
{
    QString path;
    ClipInfo info;
    PictureGeometry geometry;
    FrameReader reader;
    FrameConverter converter;
    AlphaConverter alphaConverter;
    std::shared_ptr<PixelPool> pool = std::make_shared<PixelPool>();
    std::shared_ptr<const FrameTable> firstTable; ///< until the index knows more
    VideoFramePtr latest;
    std::set<std::int64_t> damaged; ///< frames already found to be undecodable
    BackgroundIndex index;          // last: its thread ends first

    Impl(std::unique_ptr<MediaSource> source, CodecPtr onCard)
        : path(source->path())
        , info(source->info())
        , geometry(PictureGeometry::of(source->format(), source->video()))
        , reader(std::move(source), std::move(onCard))
        , converter(geometry)
        , alphaConverter(geometry)
    {}

    Result<VideoFramePtr> makeFrame(std::int64_t number, base::MediaTime time);
    Result<VideoFramePtr> errorOf(Outcome outcome) const;
    std::optional<base::Error> readFirst(const std::stop_token& stop);
};

Result<VideoFramePtr> VideoDecoder::Impl::makeFrame(std::int64_t number, base::MediaTime time)
{
    const auto giveBack = [p = pool](VideoFrame* frame) {
        p->give(std::move(frame->image.pixels));
        delete frame;
    };
    try {
        const std::shared_ptr<VideoFrame> frame(new VideoFrame, giveBack);
        frame->index = base::FrameIndex(number);
        frame->time = time;
        frame->image.pixels = pool->take();
        if (!converter.convert(reader.picture(), frame->image) ||
            !alphaConverter.convert(reader.picture(), frame->alpha))
            return outOfMemory(path);
        latest = frame;
        return latest;
    } catch (const std::bad_alloc&) {
        return outOfMemory(path);
    }
}

Result<VideoFramePtr> VideoDecoder::Impl::errorOf(Outcome outcome) const
{
    if (outcome == Outcome::Stopped)
        return cancelled(path);
    if (outcome == Outcome::NoMemory)
        return outOfMemory(path);
    return truncated(path, QStringLiteral("no frame could be decoded"));
}

std::optional<base::Error> VideoDecoder::Impl::readFirst(const std::stop_token& stop)
{
    const Outcome outcome = reader.readFirst(stop);
    if (outcome != Outcome::Found)
        return errorOf(outcome).error();
    const base::MediaTime time = reader.firstKey() ? reader.pictureTime() : base::MediaTime();
    const double fps = info.averageFps > 0 ? info.averageFps : 25.0;
    firstTable =
        std::make_shared<const FrameTable>(std::vector{time}, time + base::MediaTime::fromSeconds(1.0 / fps));
    if (auto frame = makeFrame(0, time); !frame)
        return frame.error();
    return {};
}

VideoDecoder::VideoDecoder(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}

VideoDecoder::~VideoDecoder() = default;

Result<std::unique_ptr<VideoDecoder>> VideoDecoder::openAtOnce(const QString& path, Hardware hardware,
                                                               std::stop_token stop)
{
    auto source = MediaSource::open(path, stop);
    if (!source)
        return source.error();
    if (!(*source)->video())
        return noPictures(path);
    CodecPtr onCard = hardware == Hardware::WhenItWorks ? openHardwareDecoder((*source)->video()) : nullptr;
    auto impl = std::make_unique<Impl>(std::move(*source), std::move(onCard));
    if (!impl->reader.canDecode())
        return noDecoder(path, impl->info.videoCodec);
    if (const auto error = impl->readFirst(stop))
        return *error;
    return std::unique_ptr<VideoDecoder>(new VideoDecoder(std::move(impl)));
}

Result<std::unique_ptr<VideoDecoder>> VideoDecoder::open(const QString& path, std::stop_token stop)
{
    auto decoder = openAtOnce(path, Hardware::Off, stop);
    if (!decoder)
        return decoder;
    Impl& d = *(*decoder)->m_impl;
    if (auto made = d.index.makeNow(path, d.reader.firstKey(), stop); !made)
        return made.error();
    return decoder;
}

void VideoDecoder::startIndexing(std::function<void(const IndexProgress&)> onProgress)
{
    Impl& d = *m_impl;
    d.index.start(d.path, d.reader.firstKey(),
                  [&d, onProgress = std::move(onProgress)](const BackgroundIndex::State& state) {
                      if (onProgress)
                          onProgress({state.index ? state.index->frames() : d.firstTable, state.complete,
                                      state.problem});
                  });
}

const ClipInfo& VideoDecoder::info() const
{
    return m_impl->info;
}

std::shared_ptr<const FrameTable> VideoDecoder::frames() const
{
    const auto state = m_impl->index.state();
    return state.index ? state.index->frames() : m_impl->firstTable;
}

bool VideoDecoder::isIndexed() const
{
    return m_impl->index.state().complete;
}

std::optional<base::Error> VideoDecoder::damage() const
{
    return m_impl->index.state().problem;
}

bool VideoDecoder::isOnGraphicsCard() const
{
    return m_impl->reader.isOnGraphicsCard();
}

int VideoDecoder::width() const
{
    return m_impl->geometry.shownWidth();
}

int VideoDecoder::height() const
{
    return m_impl->geometry.shownHeight();
}

Result<VideoFramePtr> VideoDecoder::read(base::FrameIndex index, std::stop_token stop, const GivenUp& givenUp)
{
    Impl& d = *m_impl;
    const std::int64_t wanted = index.value();
    if (stop.stop_requested())
        return cancelled(d.path);
    const auto knows = [&](const BackgroundIndex::State& state) {
        return state.index && wanted < state.index->frames()->size();
    };
    auto state = d.index.state();
    // The first frame is there before its index, which may correct its time.
    if (d.latest && wanted >= 0 && d.latest->index == index &&
        (knows(state) ? state.index->frames()->timeOf(index) == d.latest->time : !state.complete))
        return d.latest;
    if (wanted >= 0 && !knows(state) && !state.complete) {
        if (!d.index.wait(knows, stop, givenUp))
            return cancelled(d.path);
        state = d.index.state();
    }
    if (!state.index && state.problem)
        return *state.problem;
    const std::int64_t count = state.index ? state.index->frames()->size() : 1;
    if (!knows(state) || wanted < 0)
        return noSuchFrame(d.path, wanted, count);

    const base::MediaTime time = state.index->frames()->timeOf(index);
    const auto damage = [&] { return damagedFrame(d.path, wanted, QString::number(time.seconds(), 'f', 2)); };
    if (d.damaged.count(wanted) != 0)
        return damage();
    const Outcome outcome = d.reader.read(*state.index, wanted, stop, givenUp);
    if (outcome == Outcome::Found)
        return d.makeFrame(wanted, time);
    if (outcome != Outcome::Missing)
        return d.errorOf(outcome);
    d.damaged.insert(wanted);
    return damage();
}

std::int64_t VideoDecoder::runUp(base::FrameIndex index) const
{
    const auto state = m_impl->index.state();
    const bool isKnown = state.index && index.value() >= 0 && index.value() < state.index->frames()->size();
    return isKnown ? m_impl->reader.runUp(*state.index, index.value()) : 0;
}

Result<VideoFramePtr> VideoDecoder::readKeyFrame(base::FrameIndex index, std::stop_token stop,
                                                 const GivenUp& givenUp)
{
    Impl& d = *m_impl;
    const auto state = d.index.state();
    const std::int64_t count = state.index ? state.index->frames()->size() : 0;
    if (index.value() < 0 || index.value() >= count)
        return noSuchFrame(d.path, index.value(), count);
    const Outcome outcome = d.reader.readKeyFrame(*state.index, index.value(), stop, givenUp);
    if (outcome == Outcome::Stopped || outcome == Outcome::NoMemory)
        return d.errorOf(outcome);
    if (auto frame = outcome == Outcome::Found ? reached() : nullptr)
        return frame;
    return base::Error{base::ErrorCode::Invalid,
                       {},
                       QStringLiteral("no key frame alone for frame %1").arg(index.value()),
                       d.path};
}

VideoFramePtr VideoDecoder::reached()
{
    Impl& d = *m_impl;
    const auto state = d.index.state();
    const auto number = state.index ? d.reader.reached() : std::nullopt;
    if (!number || *number >= state.index->frames()->size())
        return nullptr;
    auto frame = d.makeFrame(*number, state.index->frames()->timeOf(base::FrameIndex(*number)));
    return frame ? *frame : nullptr;
}

Result<VideoFramePtr> VideoDecoder::readAt(base::MediaTime time, std::stop_token stop, const GivenUp& givenUp)
{
    Impl& d = *m_impl;
    if (stop.stop_requested())
        return cancelled(d.path);
    const auto reaches = [&](const BackgroundIndex::State& state) {
        return state.index &&
               time < state.index->frames()->endOf(base::FrameIndex(state.index->frames()->size() - 1));
    };
    auto state = d.index.state();
    if (!state.complete && !reaches(state)) {
        const Outcome outcome = d.reader.readAt(time, stop, givenUp);
        if (outcome == Outcome::Found)
            return d.makeFrame(-1, d.reader.pictureTime());
        if (outcome != Outcome::Missing)
            return d.errorOf(outcome);
        if (!d.index.wait(reaches, stop, givenUp))
            return cancelled(d.path);
        state = d.index.state();
    }
    if (!state.index && state.problem)
        return *state.problem;
    return read(frames()->frameAt(time), std::move(stop), givenUp);
}

} // namespace avs::media
