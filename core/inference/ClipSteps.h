// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/inference.
#pragma once

#include "core/inference/ClipSound.h"
#include "core/inference/ModelSession.h"
#include "core/media/VideoDecoder.h"
#include "core/nn/tavis/Tavis.h"

#include <optional>

namespace avs::inference {

/// One moment of a clip that the model looks at.
struct ClipStep
{
    StepPrediction place; ///< its number, frame and times; nothing found yet
    media::VideoFramePtr frame;
    std::vector<float> sound; ///< what is heard with it: mono, 16 kHz, up to 2 s
};

/// The moments of a clip, read one after the other. One thread at a time.
class ClipSteps
{
public:
    /// Errors as ModelSession::segmentClip().
    [[nodiscard]] static base::Result<ClipSteps> open(const QString& path, const SegmentOptions& options,
                                                      nn::TavisOptions::AudioWindow window,
                                                      const std::stop_token& stop);

    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] int width() const { return m_decoder->width(); }
    [[nodiscard]] int height() const { return m_decoder->height(); }

    /// The next step whose frame can be decoded; nothing at the end. Cancelled.
    [[nodiscard]] base::Result<std::optional<ClipStep>> next(const std::stop_token& stop);

private:
    ClipSteps(std::unique_ptr<media::VideoDecoder> decoder, ClipSound sound, double stepSeconds);
    [[nodiscard]] base::MediaTime at(double step) const;

    std::unique_ptr<media::VideoDecoder> m_decoder;
    ClipSound m_sound;
    double m_stepSeconds;
    nn::TavisOptions::AudioWindow m_window = nn::TavisOptions::AudioWindow::Centred;
    double m_soundSeconds = 0; ///< unless the window is centred
    base::MediaTime m_begin;   ///< of the pictures
    base::MediaTime m_end;
    int m_count = 0;
    int m_next = 0;
};

} // namespace avs::inference
