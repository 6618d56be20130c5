// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/DockTitle.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Retranslate.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace avs::widgets {

namespace {
constexpr int kMargin = 12;
constexpr int kIconSide = 14;
} // namespace

DockTitle::DockTitle(QDockWidget* dock)
    : QWidget(dock)
    , m_dock(dock)
    , m_title(new QLabel(this))
    , m_float(addButton(QStringLiteral("dockFloat")))
    , m_close(addButton(QStringLiteral("dockClose")))
{
    m_title->setProperty("faint", true);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kMargin, 2, 4, 2);
    row->setSpacing(0);
    row->addWidget(m_title, 1);
    row->addWidget(m_float);
    row->addWidget(m_close);
    connect(m_float, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    connect(m_close, &QToolButton::clicked, dock, &QDockWidget::close);
    connect(dock, &QDockWidget::topLevelChanged, this, &DockTitle::refresh);
    connect(dock, &QWidget::windowTitleChanged, this, &DockTitle::refresh);
    new Retranslate(this, [this] { refresh(); });
}

QToolButton* DockTitle::addButton(const QString& name)
{
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setProperty("flat", true);
    button->setIconSize({kIconSide, kIconSide});
    button->setFocusPolicy(Qt::NoFocus);
    return button;
}

void DockTitle::refresh()
{
    m_title->setText(m_dock->windowTitle());
    m_float->setIcon(icon(m_dock->isFloating() ? Glyph::Dock : Glyph::Float));
    m_float->setToolTip(m_dock->isFloating() ? tr("Put back into the window") : tr("Lift out of the window"));
    m_close->setIcon(icon(Glyph::Close));
    m_close->setToolTip(tr("Close this panel"));
}

} // namespace avs::widgets
