// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"

#include <QObject>

#include <optional>

namespace avs::models {

/// The one time axis that scrub bar, waveform, spectrogram and lanes share: how long the clip is, which part
/// of it is seen, and which part is selected. Visible range and selection always lie within the clip; the
/// visible range is never shorter than kShortest (or the clip, if that is shorter). GUI thread.
class TimeAxis : public QObject
{
    Q_OBJECT

public:
    static constexpr base::MediaTime kShortest = base::MediaTime::fromMicroseconds(1000);

    using QObject::QObject;

    /// A new clip, seen whole, with nothing selected. Zero: no clip.
    void setDuration(base::MediaTime duration);
    /// The clip turned out to be longer than was thought; where all of it was seen, all of it still is.
    void extend(base::MediaTime duration);
    [[nodiscard]] base::MediaTime duration() const { return m_duration; }
    [[nodiscard]] bool isEmpty() const { return m_duration <= base::MediaTime(); }

    [[nodiscard]] base::TimeRange visible() const { return m_visible; }
    [[nodiscard]] bool isFitted() const;
    /// Shows 1/`factor` of the time that is seen now (above 1: closer); `anchor` keeps its place on screen.
    void zoomAt(base::MediaTime anchor, double factor);
    /// Moves what is seen by `distance` along the clip, as far as there is clip.
    void pan(base::MediaTime distance);
    void fit();
    void showRange(const base::TimeRange& range);
    /// Turns to the page on which `position` is: when it lies behind what is seen, that begins a little
    /// before it; when it lies before, that ends a little behind it.
    void reveal(base::MediaTime position);

    [[nodiscard]] const std::optional<base::TimeRange>& selection() const { return m_selection; }
    /// Ends may come in any order. A range that is empty (within the clip) selects nothing.
    void setSelection(std::optional<base::TimeRange> range);

    /// Where the pointer is over any of the views.
    [[nodiscard]] std::optional<base::MediaTime> hover() const { return m_hover; }
    void setHover(std::optional<base::MediaTime> time);

Q_SIGNALS:
    void durationChanged(avs::base::MediaTime duration);
    void visibleChanged(const avs::base::TimeRange& visible);
    void selectionChanged(const std::optional<avs::base::TimeRange>& selection);
    void hoverChanged();

private:
    base::MediaTime m_duration;
    base::TimeRange m_visible;
    std::optional<base::TimeRange> m_selection;
    std::optional<base::MediaTime> m_hover;
};

} // namespace avs::models
