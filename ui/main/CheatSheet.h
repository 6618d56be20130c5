// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QScrollArea;

namespace avs::main {

class ActionRegistry;

/// All actions with their present shortcuts at a glance, by category, and a search. Children that tests reach
/// for: cheatSearch; each row is a QWidget named after its action's id.
class CheatSheet : public QDialog
{
    Q_OBJECT

public:
    /// `registry` outlives the dialog.
    explicit CheatSheet(const ActionRegistry* registry, QWidget* parent = nullptr);

private:
    void fill();
    [[nodiscard]] std::vector<QWidget*> makeBlocks(QWidget* parent) const;

    const ActionRegistry* m_registry;
    QLineEdit* m_search;
    QScrollArea* m_scroll;
};

} // namespace avs::main
