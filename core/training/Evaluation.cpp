// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Evaluation.h"

#include "core/imaging/Resize.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>
#include <map>

namespace avs::training {

namespace {

using formats::AvsClip;
using formats::AvsDataset;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(training)
};

base::Error invalid(const QString& sentence, const AvsDataset& dataset)
{
    return {base::ErrorCode::Invalid, sentence, {}, dataset.root};
}

/// The clips of the split that have masks; an error names the splits that there are.
base::Result<std::vector<AvsClip>> clipsOf(const AvsDataset& dataset, const QString& split)
{
    std::vector<AvsClip> clips;
    std::map<QString, int> others;
    for (const AvsClip& clip : dataset.clips) {
        if (clip.annotatedCount == 0)
            continue;
        if (split.isEmpty() || clip.split == split)
            clips.push_back(clip);
        ++others[clip.split];
    }
    if (!clips.empty())
        return clips;
    const QString root = QDir::toNativeSeparators(dataset.root);
    if (others.empty())
        return invalid(Text::tr("The data set %1 has no clips whose frames and masks are on disk.").arg(root),
                       dataset);
    QStringList present;
    for (const auto& [name, count] : others)
        present.push_back(QStringLiteral("%1 (%2)").arg(name).arg(count));
    return invalid(Text::tr("The data set %1 has no clips in its split \"%2\"; it has %3.")
                       .arg(root, split, present.join(QStringLiteral(", "))),
                   dataset);
}

/// The clip whose sound stands in for clip `i`'s: the next one around that has none of its classes, or the
/// next at all where classes are not told; clips.size() when there is none.
std::size_t strangerOf(const std::vector<AvsClip>& clips, std::size_t i)
{
    const auto& own = clips[i].classes;
    for (std::size_t step = 1; step < clips.size(); ++step) {
        const auto& other = clips[(i + step) % clips.size()].classes;
        const bool shares = std::any_of(other.begin(), other.end(), [&](int c) {
            return std::find(own.begin(), own.end(), c) != own.end();
        });
        if (!shares && (!other.empty() || own.empty()))
            return (i + step) % clips.size();
    }
    return clips.size();
}

class Evaluator
{
public:
    Evaluator(const SegmentMoment& segment, const EvaluateOptions& options, AvsDataset dataset,
              std::vector<AvsClip> clips, const std::vector<QString>& classNames)
        : m_segment(segment)
        , m_dataset(std::move(dataset))
        , m_clips(std::move(clips))
    {
        m_report.options = options;
        m_report.layout = formats::layoutName(m_dataset.layout);
        m_report.binary = analysis::BinaryScores(options.clipsPerBatch);
        if (!m_dataset.colourMasks)
            m_report.remarks.push_back(Text::tr("The masks are black and white, so classes are not scored."));
        else if (m_dataset.classNames != classNames)
            m_report.remarks.push_back(
                Text::tr("The classes of the data set are not those of the model, so they are not scored."));
        else
            m_report.semantic.emplace(m_dataset.classCount());
    }

    base::Result<EvaluationReport> run(const std::function<void(int, int)>& onProgress,
                                       const std::stop_token& stop)
    {
        for (std::size_t i = 0; i < m_clips.size(); ++i) {
            const auto heard = soundFor(i, stop);
            if (!heard)
                return heard.error();
            if (auto scored = scoreClip(m_clips[i], *heard, stop); !scored)
                return scored.error();
            onProgress(static_cast<int>(i) + 1, static_cast<int>(m_clips.size()));
        }
        scoreClasses();
        if (const auto remark = formats::remarkOn(m_dataset.problems); !remark.isEmpty())
            m_report.remarks.push_back(remark);
        return std::move(m_report);
    }

private:
    base::Result<std::vector<float>> soundFor(std::size_t i, const std::stop_token& stop) const
    {
        if (m_report.options.sound == SoundCondition::Silent)
            return std::vector<float>{};
        const auto source = m_report.options.sound == SoundCondition::Swapped ? strangerOf(m_clips, i) : i;
        if (source == m_clips.size())
            return invalid(
                Text::tr("The data set %1 has no clip whose sound could stand in for that of %2: every "
                         "other one shares a class with it.")
                    .arg(QDir::toNativeSeparators(m_dataset.root), m_clips[i].uid),
                m_dataset);
        const auto sound = formats::readSound(m_clips[source], stop);
        if (!sound)
            return sound.error();
        return (*sound)->samples;
    }

    base::Result<void> scoreClip(const AvsClip& clip, const std::vector<float>& heard,
                                 const std::stop_token& stop)
    {
        analysis::BinaryScores binary(1);
        analysis::AvsScores semantic(m_dataset.classCount());
        for (int k = 0; k < clip.annotatedCount; ++k) {
            if (stop.stop_requested())
                return base::Error{base::ErrorCode::Cancelled, Text::tr("Evaluating was stopped."), {}, {}};
            const auto sample = formats::readSample(m_dataset, clip, k);
            if (!sample)
                return sample.error();
            const auto found = m_segment(sample->image, heard, {clip.secondsOf(k), k, clip.frameCount});
            if (!found)
                return found.error();
            scoreFrame(*found, sample->labels, binary, semantic);
        }
        m_report.binary.endClip();
        constexpr int kPaddedFrames = 10; // of every clip in AVSBench-semantic's batches
        if (m_report.semantic && clip.subset != u"v2" && clip.maskCount < kPaddedFrames)
            m_report.semantic->addPadding(kPaddedFrames - clip.maskCount);
        ClipScore score{clip.uid, clip.subset, {}, clip.annotatedCount, binary.miou(), binary.f(), -1};
        for (const int c : clip.classes)
            score.classes.push_back(m_dataset.classNames[static_cast<std::size_t>(c)]);
        if (m_report.semantic)
            score.semanticMiou = semantic.semanticMiou();
        m_report.clips.push_back(std::move(score));
        return {};
    }

    void scoreFrame(const inference::StepPrediction& found, const imaging::LabelMap& labels,
                    analysis::BinaryScores& clipBinary, analysis::AvsScores& clipSemantic)
    {
        const bool native = m_report.options.scoreSize == EvaluateOptions::kNative;
        const int width = native ? labels.width : m_report.options.scoreSize;
        const int height = native ? labels.height : m_report.options.scoreSize;
        const auto truth = imaging::resizedNearest(labels, width, height);
        const auto& map = found.binaryLogits;
        const auto logits = imaging::resizedBilinear(map.values, map.width, map.height, width, height);
        const auto frame = analysis::measureBinary(logits, truth.pixels, m_report.options.fInput);
        m_report.binary.add(frame);
        clipBinary.add(frame);
        if (m_report.semantic) {
            const auto predicted = imaging::resizedNearest(found.labels.decode(), width, height);
            m_report.semantic->add(predicted, truth);
            clipSemantic.add(predicted, truth);
        }
    }

    void scoreClasses()
    {
        for (int c = 0; c < m_dataset.classCount(); ++c) {
            ClassScore score;
            score.name = m_dataset.classNames[static_cast<std::size_t>(c)];
            double miou = 0;
            double f = 0;
            for (std::size_t i = 0; i < m_clips.size(); ++i) {
                const auto& named = m_clips[i].classes;
                if (std::find(named.begin(), named.end(), c) == named.end())
                    continue;
                ++score.clips;
                miou += m_report.clips[i].miou;
                f += m_report.clips[i].f;
            }
            if (score.clips > 0) {
                score.binaryMiou = miou / score.clips;
                score.binaryF = f / score.clips;
            }
            if (m_report.semantic) {
                const auto index = static_cast<std::size_t>(c);
                score.iou = m_report.semantic->classIou()[index];
                score.f = m_report.semantic->classF()[index];
                score.pooledIou = m_report.semantic->pooledClassIou()[index];
                score.pooledF = m_report.semantic->pooledClassF()[index];
            }
            if (score.clips > 0 || score.iou >= 0)
                m_report.classes.push_back(score);
        }
    }

    const SegmentMoment& m_segment;
    AvsDataset m_dataset;
    std::vector<AvsClip> m_clips;
    EvaluationReport m_report;
};

} // namespace

base::Result<EvaluationReport> evaluate(const SegmentMoment& segment, const std::vector<QString>& classNames,
                                        const EvaluateOptions& options,
                                        const std::function<void(int, int)>& onProgress, std::stop_token stop)
{
    auto dataset = formats::openAvsDataset(options.datasetRoot, options.dataset);
    if (!dataset)
        return dataset.error();
    auto clips = clipsOf(*dataset, options.split);
    if (!clips)
        return clips.error();
    return Evaluator(segment, options, std::move(*dataset), std::move(*clips), classNames)
        .run(onProgress, stop);
}

base::Result<EvaluationReport> evaluate(inference::ModelSession& model, const EvaluateOptions& options,
                                        const std::function<void(int, int)>& onProgress, std::stop_token stop)
{
    return evaluate([&](const auto& image, auto sound,
                        const auto& moment) { return model.segmentMoment(image, sound, moment); },
                    model.info().classNames, options, onProgress, stop);
}

} // namespace avs::training
