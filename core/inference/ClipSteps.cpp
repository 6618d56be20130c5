// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ClipSteps.h"

#include "core/base/Log.h"
#include "core/inference/AudioWindow.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

} // namespace

ClipSteps::ClipSteps(std::unique_ptr<media::VideoDecoder> decoder, ClipSound sound, double stepSeconds)
    : m_decoder(std::move(decoder))
    , m_sound(std::move(sound))
    , m_stepSeconds(stepSeconds)
{
    const auto frames = m_decoder->frames();
    m_begin = frames->timeOf(base::FrameIndex(0));
    m_end = frames->endOf(base::FrameIndex(frames->size() - 1));
    // What is left over at the end, less than half a step of it, belongs to the last step.
    m_count = std::max(1, static_cast<int>(std::ceil((m_end - m_begin).seconds() / stepSeconds - 0.5)));
}

base::Result<ClipSteps> ClipSteps::open(const QString& path, const SegmentOptions& options,
                                        nn::TavisOptions::AudioWindow window, const std::stop_token& stop)
{
    if (!(options.stepSeconds > 0))
        return base::Error{
            base::ErrorCode::Invalid, Text::tr("The step must be longer than zero seconds."), {}, {}};
    auto decoder = media::VideoDecoder::open(path, stop);
    if (!decoder)
        return decoder.error();
    auto sound = options.muted ? ClipSound::silence() : ClipSound::open(path, stop);
    if (!sound)
        return sound.error();
    if (options.needsSound && sound->isSilence())
        return base::Error{base::ErrorCode::Unsupported,
                           Text::tr("%1 has no sound that can be heard; choose a clip with sound, or let the "
                                    "model run on silence.")
                               .arg(QFileInfo(path).fileName()),
                           {},
                           path};
    ClipSteps steps(std::move(*decoder), std::move(*sound), options.stepSeconds);
    if (window != nn::TavisOptions::AudioWindow::Centred) {
        const auto end = steps.m_sound.findEnd(stop);
        if (!end)
            return end.error();
        steps.m_window = window;
        steps.m_soundSeconds = *end;
    }
    return steps;
}

base::MediaTime ClipSteps::at(double step) const
{
    return std::min(m_end, m_begin + base::MediaTime::fromSeconds(step * m_stepSeconds));
}

base::Result<std::optional<ClipStep>> ClipSteps::next(const std::stop_token& stop)
{
    while (m_next < m_count) {
        const int i = m_next++;
        const auto index = m_decoder->frames()->frameAt(at(i + 0.5));
        auto frame = m_decoder->read(index, stop);
        if (!frame && frame.error().code == base::ErrorCode::Damaged) {
            qCWarning(base::logModel) << frame.error().message;
            continue;
        }
        if (!frame)
            return frame.error();
        const Moment moment{at(i + 0.5).seconds(), i, m_count};
        auto heard = m_sound.around(heardSeconds(m_window, moment, m_soundSeconds), stop);
        if (!heard)
            return heard.error();
        ClipStep step;
        step.place.step = i;
        step.place.frame = index;
        step.place.time = (*frame)->time;
        step.place.begin = at(i);
        step.place.end = i + 1 == m_count ? m_end : at(i + 1);
        step.frame = std::move(*frame);
        step.sound = std::move(*heard);
        return std::optional(std::move(step));
    }
    return std::optional<ClipStep>();
}

} // namespace avs::inference
