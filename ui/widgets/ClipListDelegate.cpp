// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ClipListDelegate.h"

#include "ui/models/ClipListModel.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>

#include <algorithm>

namespace avs::widgets {

namespace {

using models::ClipListModel;

constexpr QSize kPicture(76, 43);
constexpr int kGap = 9;
constexpr int kPadding = 6;
constexpr int kLineGap = 2;
constexpr int kGlyph = 20;

void paintPicture(QPainter& painter, const QRectF& rect, const QModelIndex& index)
{
    const Theme& theme = currentTheme();
    QPainterPath frame;
    frame.addRoundedRect(rect, 4, 4);
    painter.fillPath(frame, theme.stage);
    const auto thumbnail = index.data(ClipListModel::ThumbnailRole).value<media::ThumbnailPtr>();
    if (thumbnail && !thumbnail->image.isEmpty()) {
        const auto& pixels = thumbnail->image;
        const QImage image(pixels.pixels.data(), pixels.width, pixels.height, qsizetype(pixels.width) * 3,
                           QImage::Format_RGB888);
        const QSizeF size = QSizeF(image.size()).scaled(rect.size(), Qt::KeepAspectRatio);
        painter.save();
        painter.setClipPath(frame);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(QRectF(rect.center() - QPointF(size.width(), size.height()) / 2, size), image);
        painter.restore();
        return;
    }
    const bool failed = index.data(ClipListModel::FailedRole).toBool();
    const Glyph glyph = failed ? Glyph::Warning : thumbnail ? Glyph::Sound : Glyph::Film;
    QColor colour = failed ? theme.warning : theme.faintText;
    colour.setAlphaF(failed || thumbnail ? 1.0F : 0.35F); // what is still to come is only hinted at
    paintGlyph(painter, QRectF(rect.center() - QPointF(kGlyph, kGlyph) / 2, QSizeF(kGlyph, kGlyph)), glyph,
               colour);
}

/// The name on as many lines as it needs, two at most. The ends of file names tell more than their middles.
QStringList nameLines(const QString& name, const QFont& font, int width)
{
    QTextOption wrapping;
    wrapping.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QTextLayout layout(name, font);
    layout.setTextOption(wrapping);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(width);
    layout.endLayout();
    const qsizetype first = line.textLength();
    if (first >= name.size())
        return {name};
    return {name.left(first).trimmed(),
            QFontMetrics(font).elidedText(name.mid(first), Qt::ElideMiddle, width)};
}

} // namespace

void ClipListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const Theme& theme = currentTheme();
    const bool current = index.data(ClipListModel::CurrentRole).toBool();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF row = QRectF(option.rect).adjusted(2, 1, -2, -1);
    const bool selected = option.state & QStyle::State_Selected;
    if (selected || option.state & QStyle::State_MouseOver) {
        QColor wash = selected ? theme.accent : theme.text;
        wash.setAlphaF(selected ? 0.18F : 0.06F);
        painter->setPen(Qt::NoPen);
        painter->setBrush(wash);
        painter->drawRoundedRect(row, 6, 6);
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(theme.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(row.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    if (current) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.accent);
        painter->drawRoundedRect(QRectF(row.left() + 1, row.top() + 8, 3, row.height() - 16), 1.5, 1.5);
    }

    const QRectF picture(QPointF(row.left() + 8, row.center().y() - kPicture.height() / 2.0),
                         QSizeF(kPicture));
    paintPicture(*painter, picture, index);

    QFont font = option.font;
    font.setBold(current);
    const QFontMetrics metrics(font);
    const QFontMetrics plain(option.font);
    const int left = static_cast<int>(picture.right()) + kGap;
    const int width = static_cast<int>(row.right()) - 8 - left;
    const QStringList lines = nameLines(index.data().toString(), font, width);
    const QString detail = index.data(ClipListModel::DetailRole).toString();
    const int height = metrics.height() * static_cast<int>(lines.size()) +
                       (detail.isEmpty() ? 0 : plain.height() + kLineGap);
    QRect text(left, static_cast<int>(row.center().y()) - height / 2, width, metrics.height());
    painter->setFont(font);
    painter->setPen(theme.text);
    for (const QString& line : lines) {
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, line);
        text.translate(0, metrics.height());
    }
    painter->setFont(option.font);
    painter->setPen(theme.faintText);
    text.translate(0, kLineGap);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                      plain.elidedText(detail, Qt::ElideRight, width));
    painter->restore();
}

QSize ClipListDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const int text = 3 * QFontMetrics(option.font).height() + kLineGap;
    return {160, std::max(kPicture.height(), text) + 2 * kPadding};
}

} // namespace avs::widgets
