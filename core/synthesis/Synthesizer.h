// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/imaging/RgbImage.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace avs::synthesis {

struct ClipOptions
{
    double durationSeconds = 5; ///< at least 1; sounds switch only in clips longer than 4 s
    int width = 320;            ///< pixels; both sides at least 64
    int height = 240;
    int framesPerSecond = 10;
    int audioRateHz = 16000;  ///< at least 8000
    double labelInterval = 1; ///< seconds between the labelled moments; above 0
};

/// One drawn object of a clip, in drawing order (later ones cover earlier ones).
struct SynthesizedObject
{
    int classIndex = 0; ///< 1 … kClassCount
    /// When it sounds: [begin, end); both zero for the silent distractor.
    base::MediaTime soundBegin;
    base::MediaTime soundEnd;

    [[nodiscard]] bool soundsAt(base::MediaTime time) const { return time >= soundBegin && time < soundEnd; }
    [[nodiscard]] bool isDistractor() const { return soundEnd == soundBegin; }
};

struct SynthesizedFrame
{
    imaging::RgbImage image;
    imaging::LabelMap labels;  ///< class of the sounding object on top, else 0
    imaging::LabelMap objects; ///< 1 + index of the object on top, sounding or not, else 0
};

/// One clip of moving drawn objects over a textured background, each class with a sound of its own: two or
/// three objects of different classes, of which exactly one never sounds. Clip `index` of `seed` depends on
/// nothing else but the options, and is the same on every run (bytes are compared on one machine only:
/// libm's sines differ in the last bit between machines). Immutable after construction: any threads.
class Synthesizer
{
public:
    Synthesizer(std::uint64_t seed, std::uint64_t index, const ClipOptions& options = {});
    ~Synthesizer();
    Synthesizer(Synthesizer&&) noexcept;
    Synthesizer& operator=(Synthesizer&&) noexcept;

    [[nodiscard]] const ClipOptions& options() const;
    [[nodiscard]] const std::vector<SynthesizedObject>& objects() const;

    [[nodiscard]] int frameCount() const; ///< of the video
    [[nodiscard]] base::MediaTime frameTime(int frame) const;
    /// The middles of all whole label intervals: 0.5 s, 1.5 s, … by default, which are frames of the video
    /// for even rates.
    [[nodiscard]] std::vector<base::MediaTime> annotatedTimes() const;

    /// The picture and its truth at any moment of the clip; about a millisecond.
    [[nodiscard]] SynthesizedFrame frameAt(base::MediaTime time) const;
    /// The whole mono sound, in [−1, 1].
    [[nodiscard]] std::vector<float> sound() const;
    /// The classes heard at a moment, ascending.
    [[nodiscard]] std::vector<int> soundingClasses(base::MediaTime time) const;

private:
    struct Plan;
    std::unique_ptr<const Plan> m_plan;
};

} // namespace avs::synthesis
