// SPDX-License-Identifier: GPL-3.0-or-later
// Clips whose content is known: every picture spells its number, every sound is a formula.
#pragma once

#include "core/base/Time.h"
#include "core/imaging/RgbImage.h"

#include <QString>

#include <functional>
#include <vector>

namespace avs::testing {

struct ClipSpec
{
    int width = 160; ///< even where the pixel format halves it
    int height = 96;
    int frames = 30; ///< 0: no pictures
    int fps = 25;
    std::vector<base::MediaTime> times; ///< of each frame, increasing; empty: constant rate
    base::MediaTime start;              ///< added to the time of every frame
    const char* encoder = "libx264";    ///< FFmpeg's name
    const char* pixelFormat = nullptr;  ///< FFmpeg's name; null: the encoder's first
    int bFrames = 0;
    int keyFrameEvery = 12;
    bool openGop = false;
    int rotation = 0; ///< degrees clockwise that a player has to turn the pictures; 0, 90, 180, 270
    int aspectNum = 1;
    int aspectDen = 1; ///< of a pixel, width to height

    bool cover = false; ///< a still picture that goes with the sound, as in music files

    bool sound = false;
    const char* soundEncoder = "aac";
    int rateHz = 44100;
    int channels = 2;
    base::MediaTime soundStart;
    double seconds = 0;                                  ///< of the sound; 0: as long as the pictures
    std::function<float(double time, int channel)> wave; ///< empty: a sine of 440 Hz, amplitude 0.5
};

/// 60 pictures of H.264.
[[nodiscard]] ClipSpec h264(int bFrames, int keyFrameEvery);
/// Of pictures that last 10 to 99 ms.
[[nodiscard]] std::vector<base::MediaTime> unevenTimes(int count);

/// Writes the clip in the container that the name's ending says ("%03d.png": as single pictures, from 1).
/// False (and a warning) when FFmpeg cannot.
[[nodiscard]] bool writeClip(const QString& path, const ClipSpec& spec);

/// A picture that says `number` (0 … 1023) in ten black or white blocks, in a coloured frame.
[[nodiscard]] imaging::RgbImage numberedPicture(int number, int width, int height);
/// The number in such a picture, at any size, after compression; -1 where the blocks are unclear.
[[nodiscard]] int readFrameNumber(const imaging::RgbImage& image);

/// Leaves only the first `bytes` of a file.
[[nodiscard]] bool truncateFile(const QString& path, qint64 bytes);
/// `bytes` of noise, the same each time.
[[nodiscard]] bool writeNoise(const QString& path, qint64 bytes);

} // namespace avs::testing
