// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Evaluation.h"

#include "core/formats/AvsBenchSemantic.h"

#include <QCoreApplication>

#include <algorithm>

namespace avs::training {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(training)
};

/// The clip whose sound stands in for clip `i`'s: the next one around that has none of its classes;
/// clips.size() when there is none.
std::size_t strangerOf(const std::vector<formats::AvsClip>& clips, std::size_t i)
{
    for (std::size_t step = 1; step < clips.size(); ++step) {
        const auto& other = clips[(i + step) % clips.size()].classes;
        const bool shares = std::any_of(other.begin(), other.end(), [&](int c) {
            return std::find(clips[i].classes.begin(), clips[i].classes.end(), c) != clips[i].classes.end();
        });
        if (!shares && !other.empty())
            return (i + step) % clips.size();
    }
    return clips.size();
}

} // namespace

base::Result<analysis::AvsScores> evaluate(inference::ModelSession& model, const EvaluateOptions& options,
                                           const std::function<void(int, int)>& onProgress,
                                           std::stop_token stop)
{
    auto dataset = formats::readAvsBenchSemantic(options.datasetRoot);
    if (!dataset)
        return dataset.error();
    const auto wrong = [&](const QString& sentence) {
        return base::Error{base::ErrorCode::Invalid, sentence, {}, options.datasetRoot};
    };
    if (dataset->classNames != model.info().classNames)
        return wrong(
            Text::tr(
                "The classes of the dataset %1 are not those of the model %2: evaluate it on data with its "
                "own class list.")
                .arg(options.datasetRoot, model.info().name));
    std::vector<formats::AvsClip> clips;
    std::copy_if(dataset->clips.begin(), dataset->clips.end(), std::back_inserter(clips),
                 [&](const auto& clip) { return clip.split == options.split; });
    if (clips.empty())
        return wrong(Text::tr("The dataset %1 has no clips in its split \"%2\".")
                         .arg(options.datasetRoot, options.split));

    analysis::AvsScores scores(dataset->classCount());
    for (std::size_t i = 0; i < clips.size(); ++i) {
        std::vector<float> heard;
        if (options.sound != SoundCondition::Silent) {
            const auto source = options.sound == SoundCondition::Swapped ? strangerOf(clips, i) : i;
            if (source == clips.size())
                return wrong(
                    Text::tr("The dataset %1 has no clip whose sound could stand in for that of %2: every "
                             "other one shares a class with it.")
                        .arg(options.datasetRoot, clips[i].uid));
            auto sound = formats::readSound(clips[source], stop);
            if (!sound)
                return sound.error();
            heard = (*sound)->samples;
        }
        for (int k = 0; k < clips[i].frameCount; ++k) {
            if (stop.stop_requested())
                return base::Error{base::ErrorCode::Cancelled, Text::tr("Evaluating was stopped."), {}, {}};
            if (!clips[i].isAnnotated(k))
                continue;
            const auto sample = formats::readSample(*dataset, clips[i], k);
            if (!sample)
                return sample.error();
            const auto found = model.segmentMoment(sample->image, heard, k + 0.5);
            if (!found)
                return found.error();
            scores.add(found->labels.decode(), sample->labels);
        }
        onProgress(static_cast<int>(i) + 1, static_cast<int>(clips.size()));
    }
    return scores;
}

} // namespace avs::training
