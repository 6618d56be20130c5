// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/imaging/RgbImage.h"
#include "core/media/AudioDecoder.h"

#include <QString>
#include <QStringList>

#include <stop_token>
#include <vector>

namespace avs::formats {

/// One row of metadata.csv whose folder exists.
struct AvsClip
{
    QString uid;
    QString subset;           ///< "v1s", "v1m" or "v2"; also the folder above the clip's
    QString split;            ///< "train", "val" or "test"
    QString folder;           ///< <root>/<subset>/<uid>
    int frameCount = 0;       ///< pictures frames/0 … frames/(frameCount − 1), without gaps
    std::vector<int> classes; ///< named in a_obj, ascending, background and unknown names left out
    QString videoPath;        ///< clip.mp4 of synthesized sets, or empty

    /// Whether frame `k`'s labels count for training: only the first of v1s clips (in all splits, as in
    /// AVSBench's flags; its val and test scores use all five all the same).
    [[nodiscard]] bool isAnnotated(int k) const
    {
        return k >= 0 && k < frameCount && (subset != u"v1s" || k == 0);
    }
};

struct AvsDataset
{
    QString root;
    std::vector<QString> classNames; ///< index 0 is "background"
    std::vector<AvsClip> clips;      ///< in the file's order
    QStringList
        remarks; ///< what was odd and passed over, a sentence each: rows without a folder, names unknown

    [[nodiscard]] int classCount() const { return static_cast<int>(classNames.size()); }
};

struct AvsSample
{
    imaging::RgbImage image;
    imaging::LabelMap labels; ///< of the image's size
};

/// Reads metadata.csv and label2idx.json and looks which clips are there. Layout (AVSBench-semantic's):
///   metadata.csv (vid,uid,s_min,s_sec,a_obj,split,label), label2idx.json (name → index)
///   <subset>/<uid>/frames/<k>.jpg (or .png), labels_rgb/<k>.png, labels_semantic/<k>.png, audio.wav
/// Tolerates what the published set has: rows of absent clips, "off-the-screen" and "background" as objects,
/// spaces inside names, quotes, CRLF, a byte order mark. Errors: NotFound, Unreadable, Damaged (neither a
/// header nor classes). Any thread.
[[nodiscard]] base::Result<AvsDataset> readAvsBenchSemantic(const QString& root);

/// Frame `k`: the picture and its classes, read from labels_rgb by exact match with the palette, as
/// AVSBench does (any other colour is class 0). Invalid for a wrong `k`; NotFound; Damaged (also when the
/// two differ in size).
[[nodiscard]] base::Result<AvsSample> readSample(const AvsDataset& dataset, const AvsClip& clip, int k);

/// audio.wav at 16 kHz mono. Errors as media::readAudio().
[[nodiscard]] base::Result<media::AudioSamplesPtr> readSound(const AvsClip& clip, std::stop_token stop = {});

} // namespace avs::formats
