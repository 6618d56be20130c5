// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/MessageDelegate.h"

#include "ui/models/MessageLog.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Theme.h"

#include <QDateTime>
#include <QPainter>

namespace avs::widgets {

namespace {
constexpr int kMargin = 12;
constexpr int kGap = 8;
constexpr int kSign = 14;
} // namespace

void MessageDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    using models::MessageLog;
    const Theme& theme = currentTheme();
    painter->save();
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    if (chosen)
        painter->fillRect(option.rect, theme.accent);
    painter->setFont(option.font);

    QRect rest = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    const QString time = index.data(MessageLog::TimeRole).toDateTime().toString(QStringLiteral("HH:mm:ss"));
    painter->setPen(chosen ? theme.onAccent : theme.faintText);
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, time);
    rest.setLeft(rest.left() + option.fontMetrics.horizontalAdvance(QStringLiteral("00:00:00")) + kGap);

    const auto kind = static_cast<MessageLog::Kind>(index.data(MessageLog::KindRole).toInt());
    if (kind != MessageLog::Kind::Info) {
        const QRectF sign(rest.left(), rest.center().y() - kSign / 2.0 + 0.5, kSign, kSign);
        const QColor colour = kind == MessageLog::Kind::Error ? theme.error : theme.warning;
        paintGlyph(*painter, sign, Glyph::Warning, chosen ? theme.onAccent : colour);
    }
    rest.setLeft(rest.left() + kSign + kGap);
    painter->setPen(chosen ? theme.onAccent : theme.text);
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, rest.width()));
    painter->restore();
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {200, option.fontMetrics.height() + 8};
}

} // namespace avs::widgets
