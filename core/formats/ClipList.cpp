// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/ClipList.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace avs::formats {

ClipList::ClipList(AvsDataset& dataset, const QString& listPath)
    : m_dataset(dataset)
    , m_name(QFileInfo(listPath).fileName())
{}

void ClipList::add(AvsClip clip, bool onlyFirst, int most)
{
    const auto problem = [&](ProblemKind kind, const QString& sentence) {
        m_dataset.problems.push_back({kind, clip.uid, clip.folder, sentence.arg(m_name, clip.uid)});
    };
    const QString files = clip.images.at(0) + u'\n' + clip.masks.at(0);
    if (m_seen.contains(files)) {
        problem(ProblemKind::DuplicateClip,
                QCoreApplication::translate("avs::formats",
                                            "%1 lists the clip %2 more than once; it counts once."));
        return;
    }
    m_seen.insert(files);
    while (clip.frameCount < most && QFileInfo::exists(clip.images.at(clip.frameCount)))
        ++clip.frameCount;
    if (!QFileInfo::exists(clip.videoPath))
        clip.videoPath.clear();
    clip.maskCount = onlyFirst ? std::min(1, clip.frameCount) : clip.frameCount;
    clip.annotatedCount = clip.maskCount;
    if (clip.uid.isEmpty() || clip.frameCount == 0)
        problem(ProblemKind::MissingClip,
                QCoreApplication::translate("avs::formats",
                                            "%1 lists the clip %2, which has no frames on disk."));
    else
        m_dataset.clips.push_back(std::move(clip));
}

} // namespace avs::formats
