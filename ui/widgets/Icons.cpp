// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Icons.h"

#include "ui/widgets/Theme.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

namespace avs::widgets {

namespace {

struct Drawing
{
    QPainterPath filled;
    QPainterPath lines;
};

QPainterPath triangle(QPointF a, QPointF b, QPointF c)
{
    QPainterPath path(a);
    path.lineTo(b);
    path.lineTo(c);
    path.closeSubpath();
    return path;
}

QPainterPath polyline(std::initializer_list<QPointF> points)
{
    QPainterPath path(*points.begin());
    for (const QPointF* p = points.begin() + 1; p != points.end(); ++p)
        path.lineTo(*p);
    return path;
}

Drawing transport(Glyph glyph)
{
    Drawing d;
    switch (glyph) {
    case Glyph::Play:
        d.filled = triangle({7, 4.5}, {19.5, 12}, {7, 19.5});
        break;
    case Glyph::Pause:
        d.filled.addRoundedRect(6.5, 5, 4, 14, 1, 1);
        d.filled.addRoundedRect(13.5, 5, 4, 14, 1, 1);
        break;
    case Glyph::StepBack:
        d.filled = triangle({14.5, 6}, {14.5, 18}, {5.5, 12});
        d.lines = polyline({{18, 6.5}, {18, 17.5}});
        break;
    case Glyph::StepForward:
        d.filled = triangle({9.5, 6}, {9.5, 18}, {18.5, 12});
        d.lines = polyline({{6, 6.5}, {6, 17.5}});
        break;
    case Glyph::ToStart:
        d.filled = triangle({13, 6}, {13, 18}, {6, 12});
        d.filled.addPath(triangle({20, 6}, {20, 18}, {13, 12}));
        d.lines = polyline({{4.5, 6.5}, {4.5, 17.5}});
        break;
    case Glyph::ToEnd:
        d.filled = triangle({11, 6}, {11, 18}, {18, 12});
        d.filled.addPath(triangle({4, 6}, {4, 18}, {11, 12}));
        d.lines = polyline({{19.5, 6.5}, {19.5, 17.5}});
        break;
    default:
        break;
    }
    return d;
}

Drawing sound(bool muted)
{
    Drawing d;
    d.filled = polyline({{3.5, 9.5}, {7, 9.5}, {11.5, 5.5}, {11.5, 18.5}, {7, 14.5}, {3.5, 14.5}});
    d.filled.closeSubpath();
    if (muted) {
        d.lines = polyline({{15, 9.5}, {20, 14.5}});
        d.lines.addPath(polyline({{20, 9.5}, {15, 14.5}}));
    } else {
        for (const double r : {3.5, 7.0}) {
            const QRectF box(12.5 - r, 12 - r, 2 * r, 2 * r);
            d.lines.arcMoveTo(box, 50);
            d.lines.arcTo(box, 50, -100);
        }
    }
    return d;
}

Drawing eye(bool off)
{
    Drawing d;
    d.lines.moveTo(3, 12);
    d.lines.quadTo(12, 3.5, 21, 12);
    d.lines.quadTo(12, 20.5, 3, 12);
    if (off)
        d.lines.addPath(polyline({{5, 19}, {19, 5}}));
    else
        d.filled.addEllipse(QPointF(12, 12), 2.8, 2.8);
    return d;
}

Drawing others(Glyph glyph)
{
    Drawing d;
    switch (glyph) {
    case Glyph::Open:
        d.lines = polyline({{3.5, 18.5}, {3.5, 5.5}, {9, 5.5}, {11, 8}, {20.5, 8}, {20.5, 18.5}});
        d.lines.closeSubpath();
        break;
    case Glyph::Segment:
        // Sound inside an outline.
        d.lines.addEllipse(QPointF(12, 12), 9, 9);
        d.lines.addPath(polyline({{8, 10.5}, {8, 13.5}}));
        d.lines.addPath(polyline({{12, 8}, {12, 16}}));
        d.lines.addPath(polyline({{16, 10}, {16, 14}}));
        break;
    case Glyph::Export:
        d.lines = polyline({{12, 15}, {12, 3.5}});
        d.lines.addPath(polyline({{7.5, 8}, {12, 3.5}, {16.5, 8}}));
        d.lines.addPath(polyline({{4, 14}, {4, 20}, {20, 20}, {20, 14}}));
        break;
    case Glyph::Close:
        d.lines = polyline({{6.5, 6.5}, {17.5, 17.5}});
        d.lines.addPath(polyline({{17.5, 6.5}, {6.5, 17.5}}));
        break;
    case Glyph::Warning:
        d.lines = triangle({12, 4}, {21, 19.5}, {3, 19.5});
        d.lines.addPath(polyline({{12, 10}, {12, 14}}));
        d.filled.addEllipse(QPointF(12, 16.8), 1, 1);
        break;
    case Glyph::Done:
        d.lines = polyline({{5, 12.5}, {10, 17.5}, {19.5, 7}});
        break;
    case Glyph::Float:
        d.lines = polyline({{15, 12}, {15, 19}, {5, 19}, {5, 9}, {12, 9}});
        d.lines.addPath(polyline({{14, 4.5}, {19.5, 4.5}, {19.5, 10}}));
        d.lines.addPath(polyline({{19.5, 4.5}, {12, 12}}));
        break;
    case Glyph::Dock:
        d.lines.addRoundedRect(4, 5, 16, 14, 2, 2);
        d.filled.addRect(13, 7.5, 4.5, 9);
        break;
    case Glyph::Loop:
        d.lines = polyline({{4, 12.5}, {4, 10}});
        d.lines.quadTo(4, 7, 7, 7);
        d.lines.addPath(polyline({{7, 7}, {19, 7}}));
        d.lines.addPath(polyline({{16, 3.5}, {19.5, 7}, {16, 10.5}}));
        d.lines.addPath(polyline({{20, 11.5}, {20, 14}}));
        d.lines.quadTo(20, 17, 17, 17);
        d.lines.addPath(polyline({{17, 17}, {5, 17}}));
        d.lines.addPath(polyline({{8, 13.5}, {4.5, 17}, {8, 20.5}}));
        break;
    case Glyph::Film:
        d.lines.addRoundedRect(3, 5, 18, 14, 2, 2);
        d.filled = triangle({10, 9}, {15.5, 12}, {10, 15});
        break;
    default:
        break;
    }
    return d;
}

Drawing drawingOf(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Play:
    case Glyph::Pause:
    case Glyph::StepBack:
    case Glyph::StepForward:
    case Glyph::ToStart:
    case Glyph::ToEnd:
        return transport(glyph);
    case Glyph::Sound:
    case Glyph::Muted:
        return sound(glyph == Glyph::Muted);
    case Glyph::Eye:
    case Glyph::EyeOff:
        return eye(glyph == Glyph::EyeOff);
    default:
        return others(glyph);
    }
}

class GlyphEngine : public QIconEngine
{
public:
    GlyphEngine(Glyph glyph, bool onAccent)
        : m_glyph(glyph)
        , m_onAccent(onAccent)
    {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const bool accent = m_onAccent && mode != QIcon::Disabled;
        paintGlyph(*painter, rect, m_glyph,
                   accent ? currentTheme().onAccent : palette.color(group, QPalette::ButtonText));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new GlyphEngine(*this); }

private:
    Glyph m_glyph;
    bool m_onAccent;
};

} // namespace

QIcon icon(Glyph glyph, bool onAccent)
{
    return QIcon(new GlyphEngine(glyph, onAccent));
}

void paintGlyph(QPainter& painter, const QRectF& rect, Glyph glyph, const QColor& colour)
{
    const Drawing drawing = drawingOf(glyph);
    const double side = std::min(rect.width(), rect.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center() - QPointF(side, side) / 2);
    painter.scale(side / 24, side / 24);
    painter.fillPath(drawing.filled, colour);
    painter.strokePath(drawing.lines, QPen(colour, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.restore();
}

QIcon applicationIcon()
{
    QIcon result;
    for (const int side : {16, 32, 48, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(darkTheme().surface);
        painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.22, side * 0.22);
        paintGlyph(painter,
                   QRectF(0, 0, side, side).adjusted(side * 0.12, side * 0.12, -side * 0.12, -side * 0.12),
                   Glyph::Segment, darkTheme().accent);
        painter.end();
        result.addPixmap(pixmap);
    }
    return result;
}

} // namespace avs::widgets
