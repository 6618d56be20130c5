// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synthesis/DatasetSynthesis.h"

#include "core/formats/AvsBenchWriter.h"
#include "core/formats/AvsObjectWriter.h"
#include "core/formats/Files.h"
#include "core/media/ClipEncoder.h"
#include "core/synthesis/Classes.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace avs::synthesis {
namespace {

using base::Error;
using base::ErrorCode;
using base::MediaTime;
using base::Result;

constexpr QLatin1String kSubset("v1m");
constexpr QLatin1String kMarker("synthesis.json");
constexpr auto kFormatName = "tavis-synthesis";
constexpr int kFormatVersion = 1;

QString text(const char* source)
{
    return QCoreApplication::translate("avs::synthesis", source);
}

Error invalid(const QString& message, const QString& path = {})
{
    return {ErrorCode::Invalid, message, {}, path};
}

Result<void> checkOptions(const SynthesisOptions& o)
{
    constexpr double kSlack = 1e-9;
    if (o.folder.isEmpty())
        return invalid(
            text(QT_TRANSLATE_NOOP("avs::synthesis", "No folder was given for the clips; name one.")));
    if (o.clips < 1)
        return invalid(text(QT_TRANSLATE_NOOP("avs::synthesis", "The number of clips must be at least 1.")));
    if (o.clip.width < 64 || o.clip.height < 64 || o.clip.width > 4096 || o.clip.height > 4096)
        return invalid(
            text(QT_TRANSLATE_NOOP("avs::synthesis", "The frame size must be 64 to 4096 pixels a side.")));
    if (!(o.clip.durationSeconds >= 1 && o.clip.durationSeconds <= 600))
        return invalid(
            text(QT_TRANSLATE_NOOP("avs::synthesis", "A clip's duration must be 1 to 600 seconds.")));
    if (!(o.clip.labelInterval >= 0.01 && o.clip.labelInterval <= o.clip.durationSeconds))
        return invalid(text(QT_TRANSLATE_NOOP(
            "avs::synthesis",
            "The labelled frames must be at least 0.01 seconds apart, and at most the clip's duration.")));
    if (o.clip.framesPerSecond < 1 || o.clip.framesPerSecond > 60 || o.clip.audioRateHz < 8000)
        return invalid(text(QT_TRANSLATE_NOOP(
            "avs::synthesis",
            "The frame rate must be 1 to 60 per second and the sound's rate at least 8000 Hz.")));
    if (o.layout == formats::AvsLayout::Synthetic)
        return invalid(text(QT_TRANSLATE_NOOP(
            "avs::synthesis", "Clips cannot be written in AVS-Synthetic's layout; choose another.")));
    if (!o.split.isEmpty() && o.split != u"train" && o.split != u"val" && o.split != u"test")
        return invalid(text(QT_TRANSLATE_NOOP("avs::synthesis", "A split is named train, val or test.")));
    if (o.trainFraction < 0 || o.valFraction < 0 || o.trainFraction + o.valFraction > 1 + kSlack)
        return invalid(text(QT_TRANSLATE_NOOP(
            "avs::synthesis", "The shares of the splits must be between 0 and 1 and add up to 1.")));
    return {};
}

bool isEarlierOutput(const QDir& folder)
{
    QFile marker(folder.filePath(kMarker));
    if (!marker.open(QIODevice::ReadOnly))
        return false;
    const QJsonObject root = QJsonDocument::fromJson(marker.readAll()).object();
    return root.value(QLatin1String("format")).toString() == QLatin1String(kFormatName);
}

QByteArray describe(const SynthesisOptions& o)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), QLatin1String(kFormatName)},
                                     {QStringLiteral("version"), kFormatVersion},
                                     {QStringLiteral("seed"), QString::number(o.seed)},
                                     {QStringLiteral("layout"), formats::layoutName(o.layout)},
                                     {QStringLiteral("clips"), o.clips},
                                     {QStringLiteral("durationSeconds"), o.clip.durationSeconds},
                                     {QStringLiteral("labelInterval"), o.clip.labelInterval},
                                     {QStringLiteral("width"), o.clip.width},
                                     {QStringLiteral("height"), o.clip.height},
                                     {QStringLiteral("framesPerSecond"), o.clip.framesPerSecond}})
        .toJson();
}

/// Makes the folder ours and empty of an earlier set.
Result<void> prepareFolder(const SynthesisOptions& options)
{
    if (auto made = formats::makeFolder(options.folder); !made)
        return made;
    QDir folder(options.folder);
    const bool empty = folder.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    if (!empty && !isEarlierOutput(folder))
        return invalid(
            text(QT_TRANSLATE_NOOP("avs::synthesis", "The folder %1 holds something else than an earlier "
                                                     "synthesized set; choose an empty folder."))
                .arg(QDir::toNativeSeparators(options.folder)),
            options.folder);
    for (const char* list : {"metadata.csv", "label2idx.json", "s4_meta_data.csv", "ms3_meta_data.csv"})
        folder.remove(QLatin1String(list));
    for (const QLatin1String data : {kSubset, QLatin1String("s4_data"), QLatin1String("ms3_data")})
        if (QDir earlier(folder.filePath(data)); earlier.exists() && !earlier.removeRecursively())
            return formats::unwritable(folder.filePath(data));
    return formats::writeFile(folder.filePath(kMarker), describe(options));
}

QString splitOf(const SynthesisOptions& options, int index)
{
    if (!options.split.isEmpty())
        return options.split;
    const int train = static_cast<int>(std::lround(options.trainFraction * options.clips));
    const int val = static_cast<int>(std::lround(options.valFraction * options.clips));
    return index < train         ? QStringLiteral("train")
           : index < train + val ? QStringLiteral("val")
                                 : QStringLiteral("test");
}

Result<void> writeVideo(const Synthesizer& clip, const QString& path, std::span<const float> sound,
                        const std::stop_token& stop)
{
    media::ClipEncoderOptions encoding;
    encoding.width = clip.options().width;
    encoding.height = clip.options().height;
    encoding.nominalFps = clip.options().framesPerSecond;
    encoding.audioRateHz = clip.options().audioRateHz;
    auto encoder = media::ClipEncoder::create(path, encoding);
    if (!encoder)
        return encoder.error();
    for (int i = 0; i < clip.frameCount(); ++i) {
        if (stop.stop_requested())
            return formats::cancelled(path);
        if (auto added = (*encoder)->addFrame(clip.frameAt(clip.frameTime(i)).image, clip.frameTime(i));
            !added)
            return added;
    }
    if (auto added = (*encoder)->addAudio(sound); !added)
        return added;
    return (*encoder)->finish(MediaTime::fromSeconds(clip.options().durationSeconds));
}

/// Hands each annotated frame to `write(k, frame)` until one fails.
template <typename Write>
Result<void> writeFrames(const Synthesizer& clip, const Write& write)
{
    const std::vector<MediaTime> times = clip.annotatedTimes();
    for (std::size_t k = 0; k < times.size(); ++k)
        if (auto done = write(static_cast<int>(k), clip.frameAt(times[k])); !done)
            return done;
    return {};
}

// Each writes pictures, masks and sound of a clip and returns where its video belongs.

Result<QString> writeSemanticClip(const SynthesisOptions& options, const Synthesizer& clip,
                                  const formats::AvsRow& row, std::span<const float> sound)
{
    const Result<QString> folder = formats::makeAvsClipFolder(options.folder, row.subset, row.uid);
    if (!folder)
        return folder.error();
    const auto frames = writeFrames(clip, [&](int k, const SynthesizedFrame& frame) {
        return formats::writeAvsFrame(*folder, k, frame.image, frame.labels);
    });
    if (!frames)
        return frames.error();
    if (auto done = formats::writeAvsSound(*folder, sound, options.clip.audioRateHz); !done)
        return done.error();
    return *folder + QStringLiteral("/clip.mp4");
}

Result<QString> writeObjectClip(const SynthesisOptions& options, const Synthesizer& clip,
                                const formats::AvsRow& row, std::span<const float> sound)
{
    const auto target =
        formats::objectClip(options.folder, options.layout, row.split,
                            synthesisClassNames().at(static_cast<std::size_t>(row.classes.at(0))), row.uid);
    const auto frames = writeFrames(clip, [&](int k, const SynthesizedFrame& frame) {
        return formats::writeObjectFrame(target, k, frame.image, frame.labels);
    });
    if (!frames)
        return frames.error();
    if (auto done = formats::writeObjectSound(target, sound, options.clip.audioRateHz); !done)
        return done.error();
    return target.videoPath;
}

/// The classes that are heard at annotated moments; in AVSBench-object's layouts only the one that begins.
std::vector<int> heardClasses(const Synthesizer& clip, formats::AvsLayout layout)
{
    if (layout != formats::AvsLayout::Semantic) {
        const auto& objects = clip.objects();
        const auto first = std::min_element(objects.begin(), objects.end(), [](const auto& a, const auto& b) {
            return std::pair(a.isDistractor(), a.soundBegin) < std::pair(b.isDistractor(), b.soundBegin);
        });
        return {first->classIndex};
    }
    std::set<int> heard;
    for (const MediaTime time : clip.annotatedTimes()) {
        const std::vector<int> classes = clip.soundingClasses(time);
        heard.insert(classes.begin(), classes.end());
    }
    return {heard.begin(), heard.end()};
}

Result<formats::AvsRow> writeClip(const SynthesisOptions& options, int index, const std::stop_token& stop)
{
    const Synthesizer clip(options.seed, static_cast<std::uint64_t>(index), options.clip);
    const QString uid = synthesizedUid(options.seed, index);
    const formats::AvsRow row{uid.section(u'_', 0, 0), uid, kSubset, splitOf(options, index),
                              heardClasses(clip, options.layout)};
    const std::vector<float> sound = clip.sound();
    const Result<QString> video = options.layout == formats::AvsLayout::Semantic
                                      ? writeSemanticClip(options, clip, row, sound)
                                      : writeObjectClip(options, clip, row, sound);
    if (!video)
        return video.error();
    if (options.videos == SynthesisOptions::kAllVideos || index < options.videos) {
        if (auto made = formats::makeFolder(QFileInfo(*video).path()); !made)
            return made.error();
        if (auto done = writeVideo(clip, *video, sound, stop); !done)
            return done.error();
    }
    return row;
}

/// Clips are handed out to the workers one by one; the mutex guards all members.
class Progress
{
public:
    explicit Progress(int clips)
        : m_rows(static_cast<std::size_t>(clips))
    {}

    /// The next clip to make, or none left (also after a failure).
    std::optional<int> take()
    {
        const std::scoped_lock lock(m_mutex);
        if (m_error || m_next == static_cast<int>(m_rows.size()))
            return std::nullopt;
        return m_next++;
    }
    void finish(int clip, Result<formats::AvsRow> result)
    {
        {
            const std::scoped_lock lock(m_mutex);
            if (result)
                m_rows[static_cast<std::size_t>(clip)] = *result;
            else if (!m_error)
                m_error = result.error();
            ++m_done;
        }
        m_changed.notify_one();
    }
    /// Waits until all is done or something failed, and tells the count after each change.
    Result<std::vector<formats::AvsRow>> wait(const std::function<void(int, int)>& onProgress)
    {
        const int clips = static_cast<int>(m_rows.size());
        int told = 0;
        std::unique_lock lock(m_mutex);
        while (!m_error && told < clips) {
            m_changed.wait(lock, [&] { return m_error || m_done > told; });
            told = m_done;
            if (onProgress && !m_error) {
                lock.unlock();
                onProgress(told, clips);
                lock.lock();
            }
        }
        if (m_error)
            return *m_error;
        return m_rows;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<formats::AvsRow> m_rows;
    std::optional<Error> m_error;
    int m_next = 0;
    int m_done = 0;
};

} // namespace

QString synthesizedUid(std::uint64_t seed, int index)
{
    return QStringLiteral("synth%1_%2").arg(seed).arg(index, 5, 10, QLatin1Char('0'));
}

Result<void> synthesizeDataset(const SynthesisOptions& options,
                               const std::function<void(int, int)>& onProgress, std::stop_token stop)
{
    if (auto checked = checkOptions(options); !checked)
        return checked;
    if (auto prepared = prepareFolder(options); !prepared)
        return prepared;

    Progress progress(options.clips);
    const auto work = [&] {
        while (const std::optional<int> clip = progress.take())
            progress.finish(*clip, stop.stop_requested()
                                       ? Result<formats::AvsRow>(formats::cancelled(options.folder))
                                       : writeClip(options, *clip, stop));
    };
    std::vector<std::jthread> workers;
    for (int i = 0; i < std::clamp(options.threads, 1, options.clips); ++i)
        workers.emplace_back(work);
    const Result<std::vector<formats::AvsRow>> rows = progress.wait(onProgress);
    workers.clear();
    if (!rows)
        return rows.error();
    if (options.layout == formats::AvsLayout::Semantic)
        return formats::writeAvsIndex(options.folder, synthesisClassNames(), *rows);
    return formats::writeObjectIndex(options.folder, options.layout, synthesisClassNames(), *rows);
}

} // namespace avs::synthesis
