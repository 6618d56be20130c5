// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"

#include <QWidget>

#include <optional>

namespace avs::timeline {

/// A widget whose width is the clip's whole time: maps between x and time, and turns presses and drags into
/// seeks. The maps are the same for all of them, so that they line up.
class TimelineWidget : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kMargin = 14; ///< pixels left free at each end

    explicit TimelineWidget(QWidget* parent = nullptr);

    void setDuration(base::MediaTime duration);
    void setPosition(base::MediaTime position);
    [[nodiscard]] base::MediaTime duration() const { return m_duration; }
    [[nodiscard]] base::MediaTime position() const { return m_position; }

    [[nodiscard]] double xOf(base::MediaTime time) const;
    /// Clamped to the clip.
    [[nodiscard]] base::MediaTime timeAt(double x) const;

Q_SIGNALS:
    void seekRequested(avs::base::MediaTime position);

protected:
    [[nodiscard]] bool isEmpty() const { return m_duration <= base::MediaTime(); }
    [[nodiscard]] bool isDragging() const { return m_dragging; }
    /// Where the pointer is, while it is over the widget.
    [[nodiscard]] std::optional<double> hoverX() const { return m_hoverX; }
    /// How far around the playhead things are drawn that move with it.
    [[nodiscard]] virtual int playheadReach() const { return 3; }

    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    base::MediaTime m_duration;
    base::MediaTime m_position;
    std::optional<double> m_hoverX;
    bool m_dragging = false;
};

} // namespace avs::timeline
