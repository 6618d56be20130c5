// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/AvsDataset.h"

#include <array>
#include <cstdint>
#include <functional>
#include <stop_token>

namespace avs::formats {

struct DatasetCheckOptions
{
    /// Mask regions (pixels of one class that touch) of fewer pixels are stray. One such pixel of a class
    /// that is not there otherwise costs AVSBench-semantic's score a whole frame of that class.
    std::int64_t strayPixels = 20;
    double silentPeak = 1e-4;   ///< a sound whose samples all stay below is silent (−80 dB)
    bool needsAllSplits = true; ///< whether a split without clips is a problem
    int threads = 2;
};

struct DatasetReport
{
    DatasetProblems problems; ///< of the lists first, then by clip in the data set's order
    int clips = 0;
    std::int64_t frames = 0; ///< pictures that were read

    /// How many problems there are of each kind, by the kind's number.
    [[nodiscard]] std::array<int, kProblemKinds> counts() const;
};

/// Reads every picture, mask and sound of the data set and says what is wrong with them; the problems that
/// opening it found come first. Blocks the calling thread, on which it calls `onProgress(clips done, clips)`.
/// Error: Cancelled.
[[nodiscard]] base::Result<DatasetReport> checkDataset(const AvsDataset& dataset,
                                                       const DatasetCheckOptions& options,
                                                       const std::function<void(int, int)>& onProgress,
                                                       std::stop_token stop);

} // namespace avs::formats
