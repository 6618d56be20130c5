// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/AvsDataset.h"

namespace avs::formats {

/// AVS-Synthetic (SAMA-AVS; Zenodo record 8125822): one picture with one sounding thing a sample, which is a
/// clip of one frame here.
///   annotations.csv, nine columns: instance, image, two more, class name, class number, source, split
///   ("train", "validate" for "val", "test"), sound; by place, but for the column "split"
///   images/<image>.jpg, masks/<instance>.png in black and white, audios/<sound>.wav
/// Classes come in the order of their numbers. Training samples name no sound (the original draws one of the
/// class from a pickle each time); of the others what is heard is around 1.5 s. Errors as openAvsDataset().
[[nodiscard]] base::Result<AvsDataset> readAvsSynthetic(const QString& root);

} // namespace avs::formats
