// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace avs::media {

/// What a file seems to be by the ending of its name; only opening it tells for certain.
enum class MediaKind
{
    None,
    Video,
    Sound,
    Picture, ///< one of an image sequence
};

/// `name` with or without a path, in any case.
[[nodiscard]] MediaKind mediaKindOf(const QString& name);

/// Name patterns ("*.mp4") of a kind, for file dialogs and folder listings; empty for None.
[[nodiscard]] const QStringList& namePatterns(MediaKind kind);
/// Those of all kinds.
[[nodiscard]] QStringList namePatterns();

/// Sorts names as people count: “clip 2” before “clip 10”.
void sortAsCounted(QStringList& names);

/// The media files of one folder (without those below it) as paths, in the order in which people count: “clip
/// 2” before “clip 10”. Pictures whose names differ in their last number alone (“shot_001.png”,
/// “shot_002.png”) are one sequence, and stand in the list once, with the first. Empty when the folder cannot
/// be read. Any thread; touches the disk.
[[nodiscard]] QStringList mediaFilesIn(const QString& folder);

/// The folders directly in one, as paths, sorted as counted. Links are left out: they may lead back up. Any
/// thread; touches the disk.
[[nodiscard]] QStringList foldersIn(const QString& folder);

} // namespace avs::media
