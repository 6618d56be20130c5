// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QToolButton;
class QPushButton;

namespace avs::widgets {

/// A sentence above the work that does not get in its way: shown until dismissed or replaced.
class MessageBanner : public QFrame
{
    Q_OBJECT

public:
    enum class Kind
    {
        Done,
        Warning,
        Error
    };

    explicit MessageBanner(QWidget* parent = nullptr);

    /// `actionText` empty: no action is offered.
    void showMessage(Kind kind, const QString& text, const QString& actionText = {});
    [[nodiscard]] QString text() const;
    [[nodiscard]] Kind kind() const { return m_kind; }

Q_SIGNALS:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QColor colour() const;

    Kind m_kind = Kind::Done;
    QLabel* m_text = nullptr;
    QPushButton* m_action = nullptr;
    QToolButton* m_close = nullptr;
};

} // namespace avs::widgets
