// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QDateTime>

#include <deque>

namespace avs::models {

/// What happened since the program began, the latest last. Of very many messages the oldest go. GUI thread.
class MessageLog : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class Kind
    {
        Info,
        Warning,
        Error
    };
    enum Role
    {
        KindRole = Qt::UserRole, ///< int: a Kind
        TimeRole,                ///< QDateTime
        LineRole,                ///< QString: time, kind, text and detail, as they are copied
    };
    static constexpr int kLimit = 2000;

    using QAbstractListModel::QAbstractListModel;

    /// `detail` is for those who look for causes; it may be empty.
    void add(Kind kind, const QString& text, const QString& detail = {});
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Message
    {
        Kind kind;
        QDateTime time;
        QString text;
        QString detail;
    };

    std::deque<Message> m_messages;
};

} // namespace avs::models
