// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/LegendDelegate.h"

#include "core/imaging/Palette.h"
#include "ui/models/LegendModel.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace avs::widgets {

namespace {
constexpr int kSwatch = 16;
constexpr int kEye = 18;
constexpr int kGap = 10;

/// The class's name, bold while it sounds, and its share of the time.
void paintText(QPainter& painter, const QRectF& rect, const QFont& plain, const QModelIndex& index)
{
    const Theme& theme = currentTheme();
    const QString share =
        LegendDelegate::tr("%1 %").arg(qRound(index.data(models::LegendModel::ShareRole).toDouble() * 100));
    const double shareWidth = QFontMetricsF(plain).horizontalAdvance(QStringLiteral("100 %"));
    const QRectF name = rect.adjusted(0, 0, -shareWidth - 6, 0);
    QFont font = plain;
    font.setBold(index.data(models::LegendModel::NowRole).toBool());
    painter.setFont(font);
    painter.setPen(theme.text);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight,
                                                   static_cast<int>(name.width())));
    painter.setFont(plain);
    painter.setPen(theme.faintText);
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, share);
}

void paintBar(QPainter& painter, QRectF rect, double share, const QColor& colour)
{
    const double radius = rect.height() / 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(currentTheme().line);
    painter.drawRoundedRect(rect, radius, radius);
    rect.setWidth(rect.width() * share);
    painter.setBrush(colour);
    painter.drawRoundedRect(rect, radius, radius);
}

} // namespace

void LegendDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    using models::LegendModel;
    const Theme& theme = currentTheme();
    const bool visible = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    const auto rgb = imaging::displayColour(index.data(LegendModel::ClassIndexRole).toInt());
    const QColor colour(rgb.r, rgb.g, rgb.b);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF row = QRectF(option.rect).adjusted(2, 1, -2, -1);
    if (option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus)) {
        QColor wash = theme.text;
        wash.setAlphaF(0.06F);
        painter->setPen(Qt::NoPen);
        painter->setBrush(wash);
        painter->drawRoundedRect(row, 6, 6);
    }
    painter->setOpacity(visible ? 1.0 : 0.5);

    const QRectF swatch(row.left() + 8, row.center().y() - kSwatch / 2.0, kSwatch, kSwatch);
    painter->setPen(QPen(colour, 2));
    painter->setBrush(visible ? QBrush(colour) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(swatch.adjusted(1, 1, -1, -1), 4, 4);

    const QRectF eye(row.right() - 8 - kEye, row.center().y() - kEye / 2.0, kEye, kEye);
    paintGlyph(*painter, eye, visible ? Glyph::Eye : Glyph::EyeOff, theme.faintText);

    const QRectF text(swatch.right() + kGap, row.top(), eye.left() - kGap - swatch.right() - kGap,
                      row.height() - 8);
    paintText(*painter, text, option.font, index);
    const double share = index.data(LegendModel::ShareRole).toDouble();
    paintBar(*painter, QRectF(text.left(), row.bottom() - 9, text.width(), 3), share, colour);
    painter->restore();
}

QSize LegendDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {120, QFontMetrics(option.font).height() + 24};
}

bool LegendDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                                 const QModelIndex& index)
{
    if (event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (mouse->button() != Qt::LeftButton || !option.rect.contains(mouse->position().toPoint()))
        return false;
    const bool visible = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    return model->setData(index, QVariant::fromValue(visible ? Qt::Unchecked : Qt::Checked),
                          Qt::CheckStateRole);
}

} // namespace avs::widgets
