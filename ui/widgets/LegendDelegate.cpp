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
} // namespace

void LegendDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    using models::LegendModel;
    const Theme& theme = themeOf(option.palette);
    const bool visible = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    const bool now = index.data(LegendModel::NowRole).toBool();
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

    QFont font = option.font;
    font.setBold(now);
    painter->setFont(font);
    const QString share = tr("%1 %").arg(qRound(index.data(LegendModel::ShareRole).toDouble() * 100));
    const double shareWidth = QFontMetricsF(option.font).horizontalAdvance(QStringLiteral("100 %"));
    const QRectF text(swatch.right() + kGap, row.top(), eye.left() - kGap - swatch.right() - kGap,
                      row.height() - 8);
    const QRectF name = text.adjusted(0, 0, -shareWidth - 6, 0);
    painter->setPen(theme.text);
    painter->drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight,
                                                        static_cast<int>(name.width())));
    painter->setFont(option.font);
    painter->setPen(theme.faintText);
    painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, share);

    QRectF bar(text.left(), row.bottom() - 9, text.width(), 3);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.line);
    painter->drawRoundedRect(bar, 1.5, 1.5);
    bar.setWidth(bar.width() * index.data(LegendModel::ShareRole).toDouble());
    painter->setBrush(colour);
    painter->drawRoundedRect(bar, 1.5, 1.5);
    painter->restore();
}

QSize LegendDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {120, QFontMetrics(option.font).height() + 24};
}

bool LegendDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                                 const QModelIndex& index)
{
    const auto toggle = [&] {
        const bool visible = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
        return model->setData(index, QVariant::fromValue(visible ? Qt::Unchecked : Qt::Checked),
                              Qt::CheckStateRole);
    };
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        return mouse->button() == Qt::LeftButton && option.rect.contains(mouse->position().toPoint()) &&
               toggle();
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        return (key == Qt::Key_Return || key == Qt::Key_Enter) && toggle();
    }
    return false;
}

} // namespace avs::widgets
