// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/MessageBanner.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Retranslate.h"
#include "ui/widgets/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace avs::widgets {

namespace {
constexpr int kGlyphSide = 20;
constexpr int kMargin = 12;
} // namespace

MessageBanner::MessageBanner(QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("messageBanner"));
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action = new QPushButton(this);
    m_action->setObjectName(QStringLiteral("messageAction"));
    m_action->setProperty("panel", true);
    m_close = new QToolButton(this);
    m_close->setObjectName(QStringLiteral("messageClose"));
    m_close->setProperty("flat", true);
    m_close->setIcon(icon(Glyph::Close));
    m_close->setFocusPolicy(Qt::TabFocus);
    m_action->setFocusPolicy(Qt::TabFocus);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kMargin + kGlyphSide + 10, 6, 8, 6);
    row->setSpacing(10);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);

    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_action, &QPushButton::clicked, this, &MessageBanner::actionTriggered);
    new Retranslate(this, [this] {
        m_close->setToolTip(tr("Dismiss this message"));
        m_close->setAccessibleName(tr("Dismiss"));
    });
    hide();
}

void MessageBanner::showMessage(Kind kind, const QString& text, const QString& actionText)
{
    m_kind = kind;
    m_text->setText(text);
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
    setAccessibleName(text);
    show();
    update();
}

QString MessageBanner::text() const
{
    return m_text->text();
}

QColor MessageBanner::colour() const
{
    const Theme& theme = currentTheme();
    switch (m_kind) {
    case Kind::Done:
        return theme.done;
    case Kind::Warning:
        return theme.warning;
    case Kind::Error:
        break;
    }
    return theme.error;
}

void MessageBanner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = currentTheme();
    QColor wash = colour();
    wash.setAlphaF(theme.dark ? 0.16F : 0.10F);
    painter.fillRect(rect(), theme.window);
    painter.fillRect(rect(), wash);
    painter.fillRect(QRect(0, 0, 4, height()), colour());
    paintGlyph(painter, QRectF(kMargin, (height() - kGlyphSide) / 2.0, kGlyphSide, kGlyphSide),
               m_kind == Kind::Done ? Glyph::Done : Glyph::Warning, colour());
}

} // namespace avs::widgets
