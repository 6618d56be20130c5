// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/ActionRegistry.h"

#include <QCoreApplication>
#include <QEvent>
#include <QRegularExpression>
#include <QSettings>
#include <QWidget>

#include <algorithm>

namespace avs::main {

namespace {

constexpr const char* kShownText = "avs.shownText"; // property: the English text shown for now

QString settingsKey(const QString& id)
{
    return QStringLiteral("shortcuts/") + id;
}

QString translated(const char* text)
{
    return QCoreApplication::translate("avs::main::Actions", text);
}

QStringList toStrings(const QList<QKeySequence>& shortcuts)
{
    QStringList strings;
    for (const QKeySequence& keys : shortcuts)
        strings.append(keys.toString(QKeySequence::PortableText));
    return strings;
}

QList<QKeySequence> toShortcuts(const QStringList& strings)
{
    QList<QKeySequence> shortcuts;
    for (const QString& string : strings) {
        const auto keys = QKeySequence::fromString(string, QKeySequence::PortableText);
        if (!keys.isEmpty() && keys[0].key() != Qt::Key_unknown)
            shortcuts.append(keys);
    }
    return shortcuts;
}

bool collide(const QKeySequence& a, const QKeySequence& b)
{
    return a.matches(b) != QKeySequence::NoMatch || b.matches(a) != QKeySequence::NoMatch;
}

bool anyCollides(const QList<QKeySequence>& shortcuts, const QKeySequence& keys)
{
    return std::any_of(shortcuts.begin(), shortcuts.end(),
                       [&keys](const QKeySequence& other) { return collide(keys, other); });
}

QString withoutMnemonic(QString text)
{
    static const QRegularExpression inBrackets(QStringLiteral("\\(&.\\)")); // as Chinese has it: 打开(&O)
    text.remove(inBrackets);
    text.remove(QLatin1Char('&'));
    if (text.endsWith(QChar(0x2026)))
        text.chop(1);
    return text;
}

} // namespace

QString categoryName(ActionCategory category)
{
    switch (category) {
    case ActionCategory::File:
        return ActionRegistry::tr("File");
    case ActionCategory::Playback:
        return ActionRegistry::tr("Playback");
    case ActionCategory::Timeline:
        return ActionRegistry::tr("Timeline");
    case ActionCategory::View:
        return ActionRegistry::tr("Video view");
    case ActionCategory::Segmentation:
        return ActionRegistry::tr("Segmentation");
    case ActionCategory::Window:
        return ActionRegistry::tr("Window");
    case ActionCategory::Help:
        return ActionRegistry::tr("Help");
    }
    return {};
}

QString ActionRegistry::Entry::plainText() const
{
    return withoutMnemonic(translated(spec.text));
}

ActionRegistry::ActionRegistry(QWidget* window)
    : QObject(window)
    , m_window(window)
{}

QAction* ActionRegistry::add(const ActionSpec& spec)
{
    Q_ASSERT(!find(spec.id));
    auto* action = new QAction(this);
    action->setObjectName(spec.id);
    action->setIcon(spec.icon);
    action->setCheckable(spec.checkable);
    action->setAutoRepeat(spec.autoRepeat);
    m_window->addAction(action);
    m_entries.push_back({spec, action});
    const Entry& entry = m_entries.back();

    const QSettings settings;
    if (settings.contains(settingsKey(spec.id))) {
        const auto wanted = toShortcuts(settings.value(settingsKey(spec.id)).toStringList());
        for (const QKeySequence& keys : wanted)
            takeFromOthers(keys, spec.id, Keep::ForNow);
        apply(entry, wanted);
    } else {
        // What the user chose for another action stands before a default.
        QList<QKeySequence> free;
        std::copy_if(spec.shortcuts.begin(), spec.shortcuts.end(), std::back_inserter(free),
                     [&](const QKeySequence& keys) { return !conflict(keys, spec.id); });
        apply(entry, free);
    }
    return action;
}

const ActionRegistry::Entry* ActionRegistry::find(const QString& id) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.spec.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

void ActionRegistry::showText(QAction* action, const char* text)
{
    action->setProperty(kShownText, QByteArray(text));
    if (const Entry* entry = find(action->objectName()))
        refreshTexts(*entry);
}

const ActionRegistry::Entry* ActionRegistry::conflict(const QKeySequence& keys, const QString& exceptId) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) {
        return e.spec.id != exceptId && anyCollides(e.action->shortcuts(), keys);
    });
    return found == m_entries.end() ? nullptr : &*found;
}

void ActionRegistry::setShortcuts(const QString& id, const QList<QKeySequence>& shortcuts)
{
    const Entry* entry = find(id);
    if (!entry)
        return;
    for (const QKeySequence& keys : shortcuts)
        takeFromOthers(keys, id, Keep::ForEver);
    apply(*entry, shortcuts);
    save(*entry);
    Q_EMIT shortcutsChanged();
}

void ActionRegistry::resetShortcuts(const QString& id)
{
    if (const Entry* entry = find(id))
        setShortcuts(id, entry->spec.shortcuts);
}

void ActionRegistry::resetAllShortcuts()
{
    QSettings().remove(QStringLiteral("shortcuts"));
    for (const Entry& entry : m_entries)
        apply(entry, entry.spec.shortcuts);
    Q_EMIT shortcutsChanged();
}

bool ActionRegistry::hasDefaultShortcuts(const Entry& entry) const
{
    return entry.action->shortcuts() == entry.spec.shortcuts;
}

bool ActionRegistry::event(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        for (const Entry& entry : m_entries)
            refreshTexts(entry);
    }
    return QObject::event(event);
}

void ActionRegistry::takeFromOthers(const QKeySequence& keys, const QString& byId, Keep keep)
{
    while (const Entry* other = conflict(keys, byId)) {
        auto left = other->action->shortcuts();
        left.removeIf([&](const QKeySequence& theirs) { return collide(keys, theirs); });
        apply(*other, left);
        if (keep == Keep::ForEver)
            save(*other);
    }
}

void ActionRegistry::apply(const Entry& entry, const QList<QKeySequence>& shortcuts)
{
    entry.action->setShortcuts(shortcuts);
    refreshTexts(entry);
}

void ActionRegistry::save(const Entry& entry) const
{
    QSettings settings;
    if (hasDefaultShortcuts(entry))
        settings.remove(settingsKey(entry.spec.id));
    else
        settings.setValue(settingsKey(entry.spec.id), toStrings(entry.action->shortcuts()));
}

void ActionRegistry::refreshTexts(const Entry& entry)
{
    const QByteArray shown = entry.action->property(kShownText).toByteArray();
    const QString text = translated(shown.isEmpty() ? entry.spec.text : shown.constData());
    entry.action->setText(text);
    const QString keys = entry.action->shortcut().toString(QKeySequence::NativeText);
    const QString plain = withoutMnemonic(text);
    entry.action->setToolTip(keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, keys));
}

} // namespace avs::main
