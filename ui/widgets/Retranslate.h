// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEvent>
#include <QObject>

#include <functional>
#include <utility>

namespace avs::widgets {

/// Calls a function that sets texts: at once, and again whenever the program's language changes. Owned by the
/// widget whose texts they are: `new Retranslate(this, [this] { m_label->setText(tr("…")); });`
class Retranslate : public QObject
{
public:
    Retranslate(QObject* widget, std::function<void()> setTexts)
        : QObject(widget)
        , m_setTexts(std::move(setTexts))
    {
        m_setTexts();
    }

protected:
    bool event(QEvent* event) override
    {
        // QWidget passes the news on to all its children, and so to this.
        if (event->type() == QEvent::LanguageChange)
            m_setTexts();
        return QObject::event(event);
    }

private:
    std::function<void()> m_setTexts;
};

} // namespace avs::widgets
