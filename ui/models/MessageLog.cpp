// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/MessageLog.h"

namespace avs::models {

namespace {

QString kindName(MessageLog::Kind kind)
{
    switch (kind) {
    case MessageLog::Kind::Info:
        return MessageLog::tr("note");
    case MessageLog::Kind::Warning:
        return MessageLog::tr("warning");
    case MessageLog::Kind::Error:
        return MessageLog::tr("error");
    }
    return {};
}

} // namespace

void MessageLog::add(Kind kind, const QString& text, const QString& detail)
{
    if (m_messages.size() == kLimit) {
        beginRemoveRows({}, 0, 0);
        m_messages.pop_front();
        endRemoveRows();
    }
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_messages.push_back({kind, QDateTime::currentDateTime(), text, detail});
    endInsertRows();
}

void MessageLog::clear()
{
    beginResetModel();
    m_messages.clear();
    endResetModel();
}

int MessageLog::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_messages.size());
}

QVariant MessageLog::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Message& message = m_messages[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return message.text;
    case Qt::ToolTipRole:
        return message.detail.isEmpty() ? message.text : message.text + QLatin1Char('\n') + message.detail;
    case KindRole:
        return static_cast<int>(message.kind);
    case TimeRole:
        return message.time;
    case LineRole: {
        const QString line = message.time.toString(Qt::ISODate) + QLatin1Char('\t') + kindName(message.kind) +
                             QLatin1Char('\t') + message.text;
        return message.detail.isEmpty() ? line : line + QLatin1Char('\t') + message.detail;
    }
    default:
        return {};
    }
}

} // namespace avs::models
