// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QObject>

#include <vector>

namespace avs::main {

/// The groups in which actions are listed, in this order.
enum class ActionCategory
{
    File,
    Playback,
    Timeline,
    View,
    Segmentation,
    Window,
    Help
};

/// The category's name in the program's language.
[[nodiscard]] QString categoryName(ActionCategory category);

/// What an action is, before it exists.
struct ActionSpec
{
    QString id; ///< "playback.stepBack"; never shown, never changed once released: users' settings name it
    ActionCategory category = ActionCategory::File;
    const char* text = nullptr; ///< English, marked with QT_TR_NOOP inside a member function of Actions
    QList<QKeySequence> shortcuts = {}; ///< by default; the first is the one shown
    QIcon icon = {};
    bool checkable = false;
    bool autoRepeat = true; ///< whether a key held down triggers again and again
};

/// Every action of the program, its text in the present language and its shortcuts, which the user may
/// change. Changes are kept in QSettings under "shortcuts/<id>". GUI thread.
class ActionRegistry : public QObject
{
    Q_OBJECT

public:
    /// What is known of one action.
    struct Entry
    {
        ActionSpec spec;
        QAction* action = nullptr; ///< owned by the registry; its object name is the id

        /// The text as it stands in lists: without mnemonic and dots.
        [[nodiscard]] QString plainText() const;
    };

    /// Actions are added to `window`, which owns the registry.
    explicit ActionRegistry(QWidget* window);

    /// The id must be new.
    QAction* add(const ActionSpec& spec);
    /// In the order in which they were added.
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    /// Null when there is no such id.
    [[nodiscard]] const Entry* find(const QString& id) const;

    /// Gives an action another text for now ("Pause" for "Play"); lists keep the text of its spec. `text` is
    /// English and marked as ActionSpec::text is.
    void showText(QAction* action, const char* text);

    /// The other action that `keys` would also trigger, or that would wait for more keys; null when free.
    [[nodiscard]] const Entry* conflict(const QKeySequence& keys, const QString& exceptId) const;
    /// Gives an action exactly these shortcuts, and takes them from whatever had them.
    void setShortcuts(const QString& id, const QList<QKeySequence>& shortcuts);
    void resetShortcuts(const QString& id);
    void resetAllShortcuts();
    [[nodiscard]] bool hasDefaultShortcuts(const Entry& entry) const;

Q_SIGNALS:
    /// Of one action or of many.
    void shortcutsChanged();

protected:
    bool event(QEvent* event) override;

private:
    enum class Keep
    {
        ForNow,
        ForEver
    };
    void takeFromOthers(const QKeySequence& keys, const QString& byId, Keep keep);
    void apply(const Entry& entry, const QList<QKeySequence>& shortcuts);
    void save(const Entry& entry) const;
    void refreshTexts(const Entry& entry);

    QWidget* m_window;
    std::vector<Entry> m_entries;
};

} // namespace avs::main
