// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/AvsDataset.h"

namespace avs::formats {

/// AVS-Synthetic (SAMA-AVS; Zenodo record 8125822): one picture with one sounding thing a sample, which is a
/// clip of one frame here.
///   annotations.csv, nine columns: instance, image, two more, class name, class number, source, split
///   ("train", "validate" for "val", "test"), sound; by place, but for the column "split"
///   images/<image>.jpg, masks/<instance>.png in black and white, audios/<sound>.wav
///   category_for_vggsound_audios.pkl, see ClassSounds.h
/// Classes come in the order of their numbers. Training samples name no sound: each is given one of its
/// class's that are there, always the same by its instance, another one only where that is gone (the original
/// draws anew each time). What is heard is around 1.5 s. Errors as openAvsDataset(); a class without sounds
/// is a problem of the set.
[[nodiscard]] base::Result<AvsDataset> readAvsSynthetic(const QString& root);

} // namespace avs::formats
