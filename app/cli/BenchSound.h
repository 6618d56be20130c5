// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QTemporaryDir>

#include <stop_token>

namespace avs::cli {

/// Makes twenty minutes of stereo sound with the ffmpeg program and prints, in × real time, how fast its
/// waveform is built: from samples in memory, and from files of several codecs, decoding included; and how
/// fast the columns of spectrograms are.
[[nodiscard]] base::Result<void> benchSound(const QTemporaryDir& folder, const std::stop_token& stop);

} // namespace avs::cli
