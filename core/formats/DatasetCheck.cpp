// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/DatasetCheck.h"

#include "core/formats/Files.h"
#include "core/formats/ImageFile.h"
#include "core/imaging/Palette.h"
#include "core/imaging/Regions.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <thread>

namespace avs::formats {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using imaging::LabelMap;
using imaging::RgbImage;

QString text(const char* source)
{
    return QCoreApplication::translate("avs::formats", source);
}

QString pixelCount(std::int64_t count)
{
    return QCoreApplication::translate("avs::formats", "%n pixel(s)", nullptr, int(count));
}

using Colour = std::array<std::uint8_t, 3>; // R G B

QString nameOf(const Colour& colour)
{
    return QStringLiteral("%1,%2,%3").arg(colour[0]).arg(colour[1]).arg(colour[2]);
}

/// Everything about one clip.
class ClipCheck
{
public:
    ClipCheck(const AvsDataset& dataset, const AvsClip& clip, const DatasetCheckOptions& options)
        : m_dataset(dataset)
        , m_clip(clip)
        , m_options(options)
    {}

    DatasetProblems run(const std::stop_token& stop)
    {
        checkNumbering();
        for (int k = 0; k < m_clip.frameCount && !stop.stop_requested(); ++k) {
            const auto image = readRgb(m_clip.images.at(k));
            if (!image)
                add(image.error());
            if (k < m_clip.maskCount && k != m_clip.annotatedCount) // that one's is known to be missing
                checkMask(k, image ? &*image : nullptr);
        }
        if (!m_clip.classes.empty() && m_readMasks > 0 && m_readMasks == m_clip.maskCount && !m_anyMask)
            add(ProblemKind::EmptyMasks, QFileInfo(m_clip.masks.at(0)).path(),
                text(QT_TRANSLATE_NOOP("avs::formats", "The clip %1 names things that sound, but its masks "
                                                       "are all empty."))
                    .arg(m_clip.uid));
        checkSound(stop);
        return std::move(m_problems);
    }

private:
    void add(ProblemKind kind, const QString& file, const QString& sentence)
    {
        m_problems.push_back({kind, m_clip.uid, file, sentence});
    }
    /// Of reading a file.
    void add(const Error& error)
    {
        if (error.code != ErrorCode::Cancelled)
            add(error.code == ErrorCode::NotFound ? ProblemKind::MissingFile : ProblemKind::UnreadableFile,
                error.path, error.message);
    }

    /// A missing picture cuts the clip short.
    void checkNumbering()
    {
        const int next = m_clip.frameCount;
        const QString missing = m_clip.images.at(next);
        if (m_clip.images.first == FrameFiles::kSingle || QFileInfo::exists(missing))
            return;
        const QString shown = QDir::toNativeSeparators(missing);
        if (const int unused = picturesOnDisk() - next; unused > 0)
            add(ProblemKind::MissingFile, missing,
                QCoreApplication::translate(
                    "avs::formats", "%1 is missing, so %n picture(s) after it are not used.", nullptr, unused)
                    .arg(shown));
        else if (!m_dataset.foreignMasks && QFileInfo::exists(m_clip.masks.at(next)))
            add(ProblemKind::MissingFile, missing,
                text(QT_TRANSLATE_NOOP("avs::formats",
                                       "%1 is missing, though its mask is there; fetch it again."))
                    .arg(shown));
    }

    int picturesOnDisk() const
    {
        const QFileInfo pattern(m_clip.images.before);
        const auto files = QDir(pattern.path()).entryList(QDir::Files);
        return static_cast<int>(std::count_if(files.begin(), files.end(), [&](const QString& name) {
            return name.startsWith(pattern.fileName()) && name.endsWith(m_clip.images.after);
        }));
    }

    void checkMask(int k, const RgbImage* image)
    {
        const QString path = m_clip.masks.at(k);
        auto labels = m_dataset.colourMasks ? readColours(path) : readBlackAndWhite(path);
        if (!labels)
            return add(labels.error());
        ++m_readMasks;
        m_anyMask |= std::any_of(labels->pixels.begin(), labels->pixels.end(), [](auto p) { return p != 0; });
        if (image && !m_dataset.foreignMasks &&
            (image->width != labels->width || image->height != labels->height))
            add(ProblemKind::WrongSize, path,
                text(QT_TRANSLATE_NOOP("avs::formats", "%1 has %2×%3 pixels, but its picture %4×%5."))
                    .arg(QDir::toNativeSeparators(path))
                    .arg(labels->width)
                    .arg(labels->height)
                    .arg(image->width)
                    .arg(image->height));
        checkRegions(path, *labels);
    }

    Result<LabelMap> readColours(const QString& path)
    {
        const auto colours = readRgb(path);
        if (!colours)
            return colours.error();
        auto labels = fromPaletteColours(*colours, m_dataset.classCount());
        std::map<Colour, std::int64_t> unknown;
        for (std::size_t i = 0; i < labels.pixels.size(); ++i) {
            const auto* p = colours->pixels.data() + 3 * i;
            if (labels.pixels[i] == 0 && (p[0] != 0 || p[1] != 0 || p[2] != 0))
                ++unknown[{p[0], p[1], p[2]}];
        }
        reportColours(path, unknown);
        return labels;
    }

    Result<LabelMap> readBlackAndWhite(const QString& path)
    {
        auto labels = readGrey(path);
        if (!labels)
            return labels;
        std::map<Colour, std::int64_t> unknown;
        for (std::uint8_t& pixel : labels->pixels) {
            if (pixel != 0 && pixel != 255)
                ++unknown[{pixel, pixel, pixel}];
            pixel = pixel >= 128 ? 1 : 0;
        }
        reportColours(path, unknown);
        return labels;
    }

    void reportColours(const QString& path, const std::map<Colour, std::int64_t>& unknown)
    {
        if (unknown.empty())
            return;
        constexpr std::size_t kMostNamed = 5;
        std::vector<std::pair<Colour, std::int64_t>> byCount(unknown.begin(), unknown.end());
        std::stable_sort(byCount.begin(), byCount.end(),
                         [](const auto& a, const auto& b) { return a.second > b.second; });
        std::int64_t pixels = 0;
        QStringList named;
        for (std::size_t i = 0; i < byCount.size(); ++i) {
            pixels += byCount[i].second;
            if (i < kMostNamed)
                named.push_back(
                    QStringLiteral("%1 (%2)").arg(nameOf(byCount[i].first)).arg(byCount[i].second));
        }
        if (byCount.size() > kMostNamed)
            named.push_back(QStringLiteral("…"));
        const QString sentence =
            m_dataset.colourMasks
                ? text(QT_TRANSLATE_NOOP("avs::formats", "%1 has %2 in colours of no class, which count as "
                                                         "background: %3."))
                : text(QT_TRANSLATE_NOOP("avs::formats", "%1 has %2 that are neither black nor white: %3."));
        add(ProblemKind::UnknownColour, path,
            sentence.arg(QDir::toNativeSeparators(path), pixelCount(pixels),
                         named.join(QStringLiteral(", "))));
    }

    void checkRegions(const QString& path, const LabelMap& labels)
    {
        int stray = 0;
        std::int64_t pixels = 0;
        const imaging::Region* first = nullptr;
        const auto regions = imaging::regionsOf(labels);
        for (const imaging::Region& region : regions) {
            if (region.area >= m_options.strayPixels)
                continue;
            ++stray;
            pixels += region.area;
            if (first == nullptr)
                first = &region;
        }
        if (stray == 0)
            return;
        const int classIndex = m_dataset.colourMasks    ? first->label
                               : m_clip.classes.empty() ? 1
                                                        : m_clip.classes.front();
        add(ProblemKind::StrayPixels, path,
            QCoreApplication::translate(
                "avs::formats",
                "%1 has %n region(s) of fewer than %2 pixels (%3 together), the first "
                "at %4, %5 of the class %6.",
                nullptr, stray)
                .arg(QDir::toNativeSeparators(path))
                .arg(m_options.strayPixels)
                .arg(pixels)
                .arg(first->x)
                .arg(first->y)
                .arg(m_dataset.classNames[static_cast<std::size_t>(classIndex)]));
    }

    void checkSound(const std::stop_token& stop)
    {
        if (m_clip.soundPath.isEmpty() || stop.stop_requested())
            return;
        const auto sound = readSound(m_clip, stop);
        if (!sound)
            return add(sound.error());
        const auto& samples = (*sound)->samples;
        const bool heard = std::any_of(samples.begin(), samples.end(),
                                       [&](float s) { return std::abs(s) >= m_options.silentPeak; });
        if (!heard && m_anyMask)
            add(ProblemKind::SilentClip, m_clip.soundPath,
                text(QT_TRANSLATE_NOOP("avs::formats",
                                       "%1 is silent, but the clip's masks show something that sounds."))
                    .arg(QDir::toNativeSeparators(m_clip.soundPath)));
    }

    const AvsDataset& m_dataset;
    const AvsClip& m_clip;
    const DatasetCheckOptions& m_options;
    DatasetProblems m_problems;
    int m_readMasks = 0;
    bool m_anyMask = false;
};

void checkSplits(const AvsDataset& dataset, DatasetProblems& problems)
{
    for (const char* name : {"train", "val", "test"}) {
        const QLatin1String split(name);
        if (std::none_of(dataset.clips.begin(), dataset.clips.end(),
                         [&](const AvsClip& clip) { return clip.split == split; }))
            problems.push_back(
                {ProblemKind::EmptySplit,
                 {},
                 {},
                 text(QT_TRANSLATE_NOOP("avs::formats", "The split %1 has no clips.")).arg(split)});
    }
}

} // namespace

std::array<int, kProblemKinds> DatasetReport::counts() const
{
    std::array<int, kProblemKinds> counts{};
    for (const DatasetProblem& problem : problems)
        ++counts[static_cast<std::size_t>(problem.kind)];
    return counts;
}

Result<DatasetReport> checkDataset(const AvsDataset& dataset, const DatasetCheckOptions& options,
                                   const std::function<void(int, int)>& onProgress, std::stop_token stop)
{
    const int clips = static_cast<int>(dataset.clips.size());
    std::vector<DatasetProblems> found(dataset.clips.size());
    std::atomic<int> next = 0;
    std::atomic<int> done = 0;
    const auto work = [&](const std::function<void(int, int)>& tell) {
        for (int i = next++; i < clips && !stop.stop_requested(); i = next++) {
            const auto index = static_cast<std::size_t>(i);
            found[index] = ClipCheck(dataset, dataset.clips[index], options).run(stop);
            const int now = ++done;
            if (tell)
                tell(now, clips);
        }
    };
    {
        std::vector<std::jthread> others;
        for (int i = 1; i < std::min(options.threads, clips); ++i)
            others.emplace_back(work, nullptr);
        work(onProgress);
    }
    if (stop.stop_requested())
        return cancelled(dataset.root);
    if (onProgress)
        onProgress(clips, clips);

    DatasetReport report;
    report.problems = dataset.problems;
    report.clips = clips;
    if (options.needsAllSplits)
        checkSplits(dataset, report.problems);
    for (std::size_t i = 0; i < found.size(); ++i) {
        report.frames += dataset.clips[i].frameCount;
        report.problems.insert(report.problems.end(), found[i].begin(), found[i].end());
    }
    return report;
}

} // namespace avs::formats
