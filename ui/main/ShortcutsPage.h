// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/main/ActionRegistry.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace avs::main {

class KeyRecorder;

/// Every action with its keys; the keys of the chosen one can be recorded anew. Keys that another action has
/// are not taken before the user says so. Children that tests reach for: shortcutSearch, shortcutTree,
/// shortcutRecorder, shortcutConflict, shortcutTake, shortcutRemove, shortcutReset, shortcutResetAll.
class ShortcutsPage : public QWidget
{
    Q_OBJECT

public:
    /// `registry` outlives the page.
    explicit ShortcutsPage(ActionRegistry* registry, QWidget* parent = nullptr);

private:
    void makeTree();
    void makeEditor();
    void fill();
    void refreshKeys();
    void filter(const QString& words);
    void onChosen();
    void onRecorded(const QKeySequence& keys);
    void assign(const QKeySequence& keys);
    [[nodiscard]] const ActionRegistry::Entry* chosen() const;

    ActionRegistry* m_registry;
    QLineEdit* m_search;
    QTreeWidget* m_tree;
    KeyRecorder* m_recorder;
    QLabel* m_says; ///< what to do, or which action has the keys
    QPushButton* m_take;
    QPushButton* m_remove;
    QPushButton* m_reset;
    QPushButton* m_resetAll;
    QKeySequence m_wanted; ///< recorded, but another action's
};

} // namespace avs::main
