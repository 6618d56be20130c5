// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/StatusLine.h"

#include "ui/widgets/Retranslate.h"

#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QStatusBar>

namespace avs::main {

namespace {
constexpr int kPadding = 10; // of a label in the status bar: the theme's, and what Qt adds
}

StatusLine::StatusLine(models::ClipSession* session, QStatusBar* bar)
    : QObject(bar)
    , m_session(session)
    , m_clip(new QLabel(bar))
    , m_model(new QLabel(bar))
{
    m_clip->setObjectName(QStringLiteral("clipStatus"));
    m_model->setObjectName(QStringLiteral("modelStatus"));
    // A long file name must not widen the window, nor push out what is said after it.
    m_clip->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_clip->installEventFilter(this);
    bar->addWidget(m_clip, 1);
    bar->addPermanentWidget(m_model);
    connect(session, &models::ClipSession::clipOpened, this, &StatusLine::showClip);
    connect(session, &models::ClipSession::opening, this,
            [this](const QString& path) { setClipText(tr("Opening %1…").arg(QFileInfo(path).fileName())); });
    connect(session, &models::ClipSession::openingEnded, this, &StatusLine::showClip);
    connect(session, &models::ClipSession::modelChanged, this, &StatusLine::showModel);
    new widgets::Retranslate(bar, [this] {
        showClip();
        showModel();
    });
}

void StatusLine::showClip()
{
    if (!m_session->hasClip()) {
        setClipText(tr("No clip"));
        m_clip->setToolTip({});
        return;
    }
    const media::ClipInfo& info = m_session->clip();
    QStringList parts = {QFileInfo(info.path).fileName()};
    if (info.hasVideo) {
        parts += QStringLiteral("%1 × %2").arg(info.width).arg(info.height);
        parts += tr("%1 fps").arg(info.averageFps, 0, 'g', 4);
    }
    if (info.hasAudio)
        parts += tr("%1 kHz").arg(info.sampleRateHz / 1000.0, 0, 'g', 4);
    else
        parts += tr("no sound");
    setClipText(parts.join(QStringLiteral("  ·  ")));
    m_clip->setToolTip(info.path);
}

void StatusLine::setClipText(const QString& text)
{
    m_clipText = text;
    fitClipText();
}

void StatusLine::fitClipText()
{
    const int room = m_clip->width() - 2 * kPadding;
    m_clip->setText(m_clip->fontMetrics().elidedText(m_clipText, Qt::ElideMiddle, room));
}

bool StatusLine::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        fitClipText();
    return QObject::eventFilter(watched, event);
}

void StatusLine::showModel()
{
    switch (m_session->modelState()) {
    case models::ClipSession::ModelState::Loading:
        m_model->setText(tr("Loading model…"));
        break;
    case models::ClipSession::ModelState::Failed:
        m_model->setText(tr("No model"));
        break;
    case models::ClipSession::ModelState::Ready:
        m_model->setText(m_session->model().name + QStringLiteral("  ·  ") + m_session->model().device);
        m_model->setToolTip(m_session->model().path);
        break;
    }
}

} // namespace avs::main
