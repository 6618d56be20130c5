// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Markers.h"
#include "ui/models/TimeAxis.h"

#include <QWidget>

namespace avs::timeline {

/// A widget along which time runs: maps between x and the axis' visible range, and turns what is done with
/// pointer and wheel into seeks, zooms, pans and selections. The maps are the same for all of them (but the
/// scrub bar), so that they line up.
///
/// Left button: seek, and scrub while dragged; with Shift, select; on an edge of the selection, move the
/// edge. Middle button: pan. Wheel: zoom on the pointer; with Shift or sideways, pan. Esc: select nothing.
class TimelineWidget : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kMargin = 14; ///< pixels left free at the right end
    static constexpr int kGutter = 48; ///< pixels at the left end, for labels

    /// `axis` outlives the widget.
    explicit TimelineWidget(models::TimeAxis* axis, QWidget* parent = nullptr);

    /// Drawn by those that draw markers; outlives the widget. Null: none.
    void setMarkers(const models::Markers* markers);
    void setPosition(base::MediaTime position);
    [[nodiscard]] base::MediaTime position() const { return m_position; }

    /// May lie outside the widget.
    [[nodiscard]] double xOf(base::MediaTime time) const;
    /// Clamped to the clip.
    [[nodiscard]] base::MediaTime timeAt(double x) const;

Q_SIGNALS:
    void seekRequested(avs::base::MediaTime position);

protected:
    [[nodiscard]] models::TimeAxis* axis() const { return m_axis; }
    [[nodiscard]] bool isEmpty() const { return m_axis->isEmpty(); }
    [[nodiscard]] bool isDragging() const { return m_drag != Drag::None; }
    [[nodiscard]] virtual base::TimeRange shownRange() const { return m_axis->visible(); }
    [[nodiscard]] virtual int leftMargin() const { return kGutter; }
    /// Whether dragging selects without Shift; then a click seeks when the button is released.
    [[nodiscard]] virtual bool dragSelects() const { return false; }
    /// How far around the playhead things are drawn that move with it.
    [[nodiscard]] virtual int playheadReach() const { return 3; }
    /// Where time is drawn.
    [[nodiscard]] QRect timeRect() const;

    /// Drawn last, over everything: selection, pointer line and playhead.
    void paintSelection(QPainter& painter) const;
    void paintPointer(QPainter& painter) const;
    /// Small flags whose points are at `top`.
    void paintMarkers(QPainter& painter, double top) const;
    void paintPlayhead(QPainter& painter) const;

    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    enum class Drag
    {
        None,
        Seek,
        MaybeSelect, ///< too short yet to tell from a click
        Select,
        Pan
    };

    /// The end of the selection that stays when the edge at `x` is dragged, if there is an edge.
    [[nodiscard]] std::optional<base::MediaTime> oppositeEdge(double x) const;
    void drag(double x);
    void refreshCursor(double x);
    void refreshPointer();

    models::TimeAxis* m_axis;
    const models::Markers* m_markers = nullptr;
    base::MediaTime m_position;
    Drag m_drag = Drag::None;
    double m_pressX = 0;
    base::MediaTime m_anchor;   // the end of the selection that stays
    base::TimeRange m_panStart; // what was seen when panning began
    double m_pointerX = -1;     // where the pointer's line was drawn last
};

} // namespace avs::timeline
