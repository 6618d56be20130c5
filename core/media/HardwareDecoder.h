// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/media.
#pragma once

#include "core/media/AvHandles.h"

namespace avs::media {

/// A decoder that runs on the graphics card (VAAPI or NVDEC), or null where there is none for this stream.
/// What it gives is used through `toMemory`; any failure, also in mid-stream, is a reason to go on with
/// `openDecoder`.
[[nodiscard]] CodecPtr openHardwareDecoder(const AVStream* stream);

/// Brings a picture that lies on the graphics card into memory, in the pixel format in which software
/// decoders give it; leaves others as they are. False on failure.
[[nodiscard]] bool toMemory(AVFrame& frame);

/// Splits chroma that is kept as one plane of pairs (NV12, P010) into two planes with the same samples;
/// leaves other formats as they are. False on failure.
[[nodiscard]] bool makePlanar(FramePtr& frame);

} // namespace avs::media
