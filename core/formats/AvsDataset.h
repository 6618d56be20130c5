// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/formats/DatasetProblem.h"
#include "core/imaging/RgbImage.h"
#include "core/media/AudioDecoder.h"

#include <QString>
#include <QStringList>

#include <stop_token>
#include <vector>

namespace avs::formats {

/// The layouts in which data sets for audio-visual segmentation are published.
enum class AvsLayout
{
    Semantic,     ///< AVSBench-semantic, see AvsBenchSemantic.h
    SingleSource, ///< AVSBench-object S4, see AvsBenchObject.h
    MultiSource,  ///< AVSBench-object MS3, see AvsBenchObject.h
    Synthetic,    ///< AVS-Synthetic, see AvsSynthetic.h
};

/// "AVSBench-semantic", "AVSBench-object S4", …
[[nodiscard]] QString layoutName(AvsLayout layout);

/// One file for each frame, numbered inside its name; or a single file.
struct FrameFiles
{
    QString before; ///< path up to the number
    QString after;  ///< and from there on
    int first = 0;  ///< number of frame 0; kSingle: the name has none

    static constexpr int kSingle = -1;
    [[nodiscard]] QString at(int k) const
    {
        return first == kSingle ? before + after : before + QString::number(first + k) + after;
    }
};

/// One listed clip whose pictures are there.
struct AvsClip
{
    QString uid;
    QString subset; ///< "v1s", "v1m", "v2", "s4", "ms3" or "synthetic"
    QString split;  ///< "train", "val" or "test"
    QString folder; ///< of its pictures
    FrameFiles images;
    FrameFiles masks;
    QString soundPath; ///< empty when the set has no sound for it
    QString videoPath; ///< the clip itself where the set has it (AVSBench-semantic's only if synthesized), or
                       ///< empty
    int frameCount = 0;       ///< pictures 0 … frameCount − 1, without gaps
    int annotatedCount = 0;   ///< how many of them, from the first, have masks that count
    int maskCount = 0;        ///< how many should; more than annotatedCount where that one's mask is missing
    std::vector<int> classes; ///< that are heard, ascending, background and unknown names left out
    double firstSecond = 0.5; ///< when in the sound frame 0 is; the next ones follow a second apart

    /// Whether frame `k` has a mask to train on or to be scored by: of single-source training clips only the
    /// first.
    [[nodiscard]] bool isAnnotated(int k) const { return k >= 0 && k < annotatedCount; }
    [[nodiscard]] double secondsOf(int k) const { return firstSecond + k; }
};

struct AvsDataset
{
    QString root;
    AvsLayout layout = AvsLayout::Semantic;
    std::vector<QString> classNames; ///< index 0 is "background"
    bool colourMasks = true;         ///< masks give classes in the palette's colours; else black and white
    bool foreignMasks = false;       ///< masks are another set's, of another size than the pictures
    std::vector<AvsClip> clips;      ///< in the file's order
    DatasetProblems problems;        ///< what was odd in the lists and passed over

    [[nodiscard]] int classCount() const { return static_cast<int>(classNames.size()); }
};

struct AvsDatasetOptions
{
    /// Of AVSBench-semantic only these subsets; empty: all.
    QStringList subsets;
    /// For AVSBench-semantic: a .csv file with the columns of metadata.csv that is read in its place, such as
    /// the lists of the zero-shot split AVSBench-V3.
    QString splitList;
    /// For AVSBench-object: the folder of AVSBench-semantic whose masks, classes and sound stand in for the
    /// set's own, as in TAViS' protocol (pictures of S4 or MS3, masks of v1s or v1m).
    QString maskRoot;
};

/// Opens the data set in `root`, whose layout is told by which list lies there: metadata.csv,
/// s4_meta_data.csv, ms3_meta_data.csv or annotations.csv. Errors: NotFound (says what was looked for),
/// Unreadable, Damaged (columns are missing, the class list is wrong), Invalid (an option that the layout has
/// no use for, a subset that is not there). What is listed, but not on disk, becomes a problem of the set;
/// a clip counts up to its first missing mask. Any thread.
[[nodiscard]] base::Result<AvsDataset> openAvsDataset(const QString& root,
                                                      const AvsDatasetOptions& options = {});

struct AvsSample
{
    imaging::RgbImage image;
    imaging::LabelMap labels; ///< of the image's size
};

/// Frame `k`: the picture and its classes. Coloured masks are matched exactly with the palette, as AVSBench
/// does (any other colour is class 0); in black and white ones what is at least half white is the clip's
/// class, or class 1 when it is not known. Invalid for a wrong `k`; NotFound; Damaged (also when the two
/// differ in size; foreign masks are resized instead, nearest neighbour).
[[nodiscard]] base::Result<AvsSample> readSample(const AvsDataset& dataset, const AvsClip& clip, int k);

/// The clip's sound at 16 kHz mono. Errors as media::readAudio(); NotFound when the set has none for it.
[[nodiscard]] base::Result<media::AudioSamplesPtr> readSound(const AvsClip& clip, std::stop_token stop = {});

} // namespace avs::formats
