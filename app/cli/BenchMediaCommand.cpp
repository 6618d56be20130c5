// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/BenchSound.h"
#include "app/cli/Commands.h"
#include "app/cli/Terminal.h"
#include "core/jobs/DecodeWorker.h"
#include "core/jobs/WorkerThread.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSemaphore>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <random>
#include <vector>

#include <sys/resource.h>

namespace avs::cli {

namespace {

using Times = std::vector<double>; // ms

/// Room for a few frames of 1080p, so that hardly any jump leads to one that is kept.
constexpr std::int64_t kColdCacheBytes = 40LL << 20;

base::Error failure(const QString& what)
{
    return {base::ErrorCode::Unsupported, what, {}, {}};
}

base::Result<void> runFfmpeg(const QStringList& arguments)
{
    QProcess ffmpeg;
    ffmpeg.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    ffmpeg.start(QStringLiteral("ffmpeg"), QStringList{"-nostdin", "-v", "fatal", "-y"} + arguments);
    if (!ffmpeg.waitForFinished(-1) || ffmpeg.exitStatus() != QProcess::NormalExit || ffmpeg.exitCode() != 0)
        return failure(QCoreApplication::translate(
            "cli", "The program ffmpeg (with libx264) did not run: install it to measure against it."));
    return {};
}

/// 1080p with a key frame every ten seconds.
base::Result<void> makeClip(const QString& path, const QString& pictures, int seconds)
{
    return runFfmpeg({"-f", "lavfi", "-i", QStringLiteral("%1=size=1920x1080:rate=25").arg(pictures), "-t",
                      QString::number(seconds), "-c:v", "libx264", "-preset", "veryfast", "-g", "250",
                      "-keyint_min", "250", "-sc_threshold", "0", "-pix_fmt", "yuv420p", path});
}

double percentile(Times times, double share)
{
    std::sort(times.begin(), times.end());
    return times[std::min(times.size() - 1, std::size_t(share * double(times.size())))];
}

void print(const char* what, const Times& times, const char* goal = "")
{
    std::printf("%-34s %9.1f ms p50 %9.1f ms p95  %s\n", what, percentile(times, 0.5),
                percentile(times, 0.95), goal);
    std::fflush(stdout);
}

/// How long it took, in ms, from the request for a frame.
struct Latency
{
    double first = 0; ///< until a picture could be shown: the wanted one, or one that stands in for it
    double exact = 0; ///< until the wanted one could
};

/// A decode worker as the window uses it, whose frames can be waited for.
class Viewer
{
public:
    /// False when it cannot be opened; returns once the whole file is indexed.
    [[nodiscard]] bool open(const QString& path)
    {
        QSemaphore indexed;
        QObject context;
        auto* worker = m_worker.get();
        QObject::connect(
            worker, &jobs::DecodeWorker::framesIndexed, &context,
            [&](quint64, const std::shared_ptr<const media::FrameTable>& frames, bool complete) {
                m_count = frames->size();
                indexed.release(complete ? 1 : 0);
            },
            Qt::DirectConnection);
        QObject::connect(
            worker, &jobs::DecodeWorker::failed, &context, [&] { indexed.release(); }, Qt::DirectConnection);
        QObject::connect(
            worker, &jobs::DecodeWorker::nearFrameReady, &m_context,
            [this] {
                if (m_near == 0)
                    m_near = sinceRequest();
            },
            Qt::DirectConnection);
        QObject::connect(
            worker, &jobs::DecodeWorker::frameReady, &m_context,
            [this] {
                m_exact = sinceRequest();
                m_shown.release();
            },
            Qt::DirectConnection);
        m_clip = worker->open(path);
        indexed.acquire();
        return m_count > 0;
    }
    void setFrameCacheBytes(std::int64_t bytes) { m_worker->setFrameCacheBytes(bytes); }
    [[nodiscard]] std::int64_t count() const { return m_count; }
    Latency show(std::int64_t index)
    {
        m_near = m_exact = 0;
        m_timer.start();
        m_worker->requestFrame(m_clip, base::FrameIndex(index));
        m_shown.acquire();
        return {m_near > 0 ? m_near : m_exact, m_exact};
    }

private:
    [[nodiscard]] double sinceRequest() const { return double(m_timer.nsecsElapsed()) * 1e-6; }

    QObject m_context;
    QSemaphore m_shown;
    QElapsedTimer m_timer;
    double m_near = 0; // these two are written before m_shown is released
    double m_exact = 0;
    quint64 m_clip = 0;
    std::int64_t m_count = 0;
    jobs::WorkerThread<jobs::DecodeWorker> m_worker{QStringLiteral("decode")}; // last: ends first
};

/// From /proc, in MiB; 0 where there is none.
double memory(const char* field)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith(field))
            return line.simplified().split(' ').value(1).toDouble() / 1024;
    }
    return 0;
}

base::Result<void> benchMemory(const QTemporaryDir& folder)
{
    const QString part = folder.filePath(QStringLiteral("still.mp4"));
    const QString path = folder.filePath(QStringLiteral("long.mp4"));
    if (auto made = makeClip(part, QStringLiteral("smptebars"), 10); !made)
        return made;
    // Two hours of the same ten seconds.
    if (auto made = runFfmpeg({"-stream_loop", "719", "-i", part, "-c", "copy", path}); !made)
        return made;
    const double before = memory("VmRSS:");
    Viewer viewer;
    QElapsedTimer timer;
    timer.start();
    if (!viewer.open(path))
        return failure(QStringLiteral("The long clip could not be opened."));
    std::printf("index of %lld frames, 2 h 1080p     %9.1f ms\n", static_cast<long long>(viewer.count()),
                double(timer.nsecsElapsed()) * 1e-6);
    for (std::int64_t place = 1; place <= 8; ++place) {
        for (std::int64_t n = 0; n < 20; ++n)
            viewer.show(place * viewer.count() / 9 + n);
    }
    const double most = memory("VmHWM:");
    const double bound = double(media::FrameCache::kDefaultBytes) / (1 << 20);
    std::printf(
        "memory, 2 h 1080p, cache full      %9.0f MB resident, %.0f MB above the cache's bound of %.0f MB "
        "(%.0f MB before the clip; goal < 400 above)\n",
        most, most - bound, bound, before);
    std::fflush(stdout);
    return {};
}

/// Processor time of this process or of those it has waited for, in ms: what a busy machine disturbs least.
double processorMs(int who)
{
    rusage usage{};
    getrusage(who, &usage);
    const auto ms = [](const timeval& t) { return double(t.tv_sec) * 1e3 + double(t.tv_usec) * 1e-3; };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

base::Result<void> benchThroughput(const QString& path, int runs)
{
    Times ours;
    Times theirs;
    Times ourWork;
    Times theirWork;
    std::int64_t count = 0;
    for (int i = 0; i < runs; ++i) {
        double work = processorMs(RUSAGE_SELF);
        QElapsedTimer timer;
        timer.start();
        auto decoder = media::VideoDecoder::openAtOnce(path, media::VideoDecoder::Hardware::Off);
        if (!decoder)
            return decoder.error();
        (*decoder)->startIndexing();
        for (count = 0;; ++count) {
            const auto frame = (*decoder)->read(base::FrameIndex(count));
            if (frame)
                continue;
            if (frame.error().code != base::ErrorCode::Invalid)
                return frame.error();
            break; // the end
        }
        ours.push_back(double(timer.nsecsElapsed()) * 1e-6);
        ourWork.push_back(processorMs(RUSAGE_SELF) - work);
        work = processorMs(RUSAGE_CHILDREN);
        timer.restart();
        if (auto ran = runFfmpeg({"-i", path, "-an", "-f", "null", "-pix_fmt", "rgb24", "-"}); !ran)
            return ran;
        theirs.push_back(double(timer.nsecsElapsed()) * 1e-6);
        theirWork.push_back(processorMs(RUSAGE_CHILDREN) - work);
    }
    // The least disturbed run of each.
    const double our = percentile(ours, 0);
    const double their = percentile(theirs, 0);
    std::printf("decoding to RGB, 1080p             %9.1f frames/s, ffmpeg %.1f: ratio %.2f (goal >= 0.95)\n",
                double(count) * 1000 / our, double(count) * 1000 / their, their / our);
    std::printf("processor time for a frame         %9.2f ms, ffmpeg %.2f: ratio %.2f\n",
                percentile(ourWork, 0) / double(count), percentile(theirWork, 0) / double(count),
                percentile(theirWork, 0) / percentile(ourWork, 0));
    std::fflush(stdout);
    return {};
}

base::Result<void> benchColdJumps(const QString& path, int places)
{
    Viewer viewer;
    if (!viewer.open(path))
        return failure(QStringLiteral("The clip could not be opened."));
    viewer.setFrameCacheBytes(kColdCacheBytes);
    std::mt19937 random(4);
    Times first;
    Times exact;
    for (int i = 0; i < places; ++i) {
        const Latency latency = viewer.show(std::int64_t(random()) % viewer.count());
        first.push_back(latency.first);
        exact.push_back(latency.exact);
    }
    print("cold jump, GOP 250: first picture", first, "(goal p95 < 60; its true time is said with it)");
    print("cold jump, GOP 250: exact picture", exact);
    return {};
}

base::Result<void> benchScrubbing(const QString& path, int places)
{
    Viewer viewer;
    if (!viewer.open(path))
        return failure(QStringLiteral("The clip could not be opened."));
    std::mt19937 random(4);
    Times forward;
    Times back;
    Times cached;
    const std::int64_t middle = viewer.count() / 2;
    viewer.show(middle);
    for (std::int64_t n = middle + 1; n < middle + 60; ++n)
        forward.push_back(viewer.show(n).exact);
    for (std::int64_t n = middle + 58; n > middle - 60; --n)
        back.push_back(viewer.show(n).exact);
    for (int i = 0; i < places; ++i)
        cached.push_back(viewer.show(middle - 58 + std::int64_t(random()) % 20).exact);
    print("step forward", forward);
    print("step back", back);
    print("jump to a frame in the cache", cached, "(goal p95 < 8)");
    return {};
}

int benchMedia(int runs, const std::stop_token& stop)
{
    QTemporaryDir folder;
    const QString clip = folder.filePath(QStringLiteral("gop250.mp4"));
    const std::function<base::Result<void>()> steps[] = {
        [&] { return benchMemory(folder); }, // first: memory once used is not all given back
        [&] { return makeClip(clip, QStringLiteral("testsrc2"), 30); },
        [&] { return benchThroughput(clip, runs); },
        [&] { return benchColdJumps(clip, 40); },
        [&] { return benchScrubbing(clip, 40); },
        [&] { return benchSound(folder, stop); },
    };
    for (const auto& step : steps) {
        if (stop.stop_requested())
            return kCancelled;
        if (const auto done = step(); !done)
            return report(done.error());
    }
    return kOk;
}

} // namespace

void addBenchMediaCommand(CLI::App& bench, Action& action)
{
    auto runs = std::make_shared<int>(3);
    auto* command = bench.add_subcommand(
        "media", "Decoding against the ffmpeg program, scrubbing, memory, waveforms; on clips made for it");
    command->add_option("--runs", *runs, "of decoding a whole clip")
        ->capture_default_str()
        ->check(CLI::Range(1, 100));
    command->callback(
        [=, &action] { action = [=](std::stop_token stop) { return benchMedia(*runs, stop); }; });
}

} // namespace avs::cli
