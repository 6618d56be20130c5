// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/ShortcutsPage.h"

#include "ui/main/KeyRecorder.h"
#include "ui/widgets/Retranslate.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

#include <map>

namespace avs::main {

namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr int kTextColumnWidth = 300;

QString keysText(const QAction* action)
{
    return QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText);
}

template <typename Visit>
void forEachAction(const QTreeWidget* tree, Visit visit)
{
    for (int g = 0; g < tree->topLevelItemCount(); ++g) {
        auto* group = tree->topLevelItem(g);
        for (int i = 0; i < group->childCount(); ++i)
            visit(group->child(i));
    }
}

} // namespace

ShortcutsPage::ShortcutsPage(ActionRegistry* registry, QWidget* parent)
    : QWidget(parent)
    , m_registry(registry)
    , m_search(new QLineEdit(this))
    , m_tree(new QTreeWidget(this))
    , m_recorder(new KeyRecorder(this))
    , m_says(new QLabel(this))
    , m_take(new QPushButton(this))
    , m_remove(new QPushButton(this))
    , m_reset(new QPushButton(this))
    , m_resetAll(new QPushButton(this))
{
    m_search->setObjectName(QStringLiteral("shortcutSearch"));
    m_search->setProperty("field", true);
    m_search->setClearButtonEnabled(true);
    makeTree();
    makeEditor();
    new widgets::Retranslate(this, [this] {
        m_search->setPlaceholderText(tr("Search for an action or a key"));
        m_tree->setHeaderLabels({tr("Action"), tr("Shortcut")});
        m_recorder->setPlaceholderText(tr("Click here, then press keys"));
        m_take->setText(tr("Use it here"));
        m_remove->setText(tr("Remove"));
        m_remove->setToolTip(tr("Leave the chosen action without a shortcut"));
        m_reset->setText(tr("Reset"));
        m_reset->setToolTip(tr("Give the chosen action back the shortcut it came with"));
        m_resetAll->setText(tr("Reset all"));
        m_resetAll->setToolTip(tr("Give every action back the shortcut it came with"));
        fill();
    });
    connect(m_search, &QLineEdit::textChanged, this, &ShortcutsPage::filter);
    connect(m_registry, &ActionRegistry::shortcutsChanged, this, &ShortcutsPage::refreshKeys);
}

void ShortcutsPage::makeTree()
{
    m_tree->setObjectName(QStringLiteral("shortcutTree"));
    m_tree->setColumnCount(2);
    m_tree->setRootIsDecorated(false);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setUniformRowHeights(true);
    m_tree->header()->setSectionsMovable(false);
    m_tree->header()->resizeSection(0, kTextColumnWidth);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ShortcutsPage::onChosen);
    connect(m_tree, &QTreeWidget::itemActivated, this, [this] { m_recorder->setFocus(); });
}

void ShortcutsPage::makeEditor()
{
    m_recorder->setObjectName(QStringLiteral("shortcutRecorder"));
    m_says->setObjectName(QStringLiteral("shortcutConflict"));
    m_says->setWordWrap(true);
    m_says->setTextFormat(Qt::PlainText);
    m_take->setObjectName(QStringLiteral("shortcutTake"));
    m_remove->setObjectName(QStringLiteral("shortcutRemove"));
    m_reset->setObjectName(QStringLiteral("shortcutReset"));
    m_resetAll->setObjectName(QStringLiteral("shortcutResetAll"));
    for (QPushButton* button : {m_take, m_remove, m_reset, m_resetAll})
        button->setAutoDefault(false);

    auto* recording = new QHBoxLayout;
    recording->addWidget(m_recorder, 1);
    recording->addWidget(m_remove);
    recording->addWidget(m_reset);
    recording->addWidget(m_resetAll);
    auto* saying = new QHBoxLayout;
    saying->addWidget(m_says, 1);
    saying->addWidget(m_take);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_search);
    column->addWidget(m_tree, 1);
    column->addLayout(recording);
    column->addLayout(saying);

    connect(m_recorder, &KeyRecorder::recorded, this, &ShortcutsPage::onRecorded);
    connect(m_take, &QPushButton::clicked, this, [this] { assign(m_wanted); });
    connect(m_remove, &QPushButton::clicked, this,
            [this] { m_registry->setShortcuts(chosen()->spec.id, {}); });
    connect(m_reset, &QPushButton::clicked, this, [this] { m_registry->resetShortcuts(chosen()->spec.id); });
    connect(m_resetAll, &QPushButton::clicked, m_registry, &ActionRegistry::resetAllShortcuts);
}

/// Groups in the order of ActionCategory; a group without actions is not shown.
void ShortcutsPage::fill()
{
    const QString before = chosen() ? chosen()->spec.id : QString();
    m_tree->clear();
    std::map<ActionCategory, QTreeWidgetItem*> groups;
    for (const auto& entry : m_registry->entries()) {
        auto*& group = groups[entry.spec.category];
        if (!group) {
            group = new QTreeWidgetItem({categoryName(entry.spec.category)});
            group->setFlags(Qt::ItemIsEnabled);
            QFont bold = font();
            bold.setBold(true);
            group->setFont(0, bold);
        }
        auto* item = new QTreeWidgetItem(group, {entry.plainText(), keysText(entry.action)});
        item->setData(0, kIdRole, entry.spec.id);
    }
    for (const auto& [category, group] : groups)
        m_tree->addTopLevelItem(group);
    m_tree->expandAll();
    forEachAction(m_tree, [&](QTreeWidgetItem* item) {
        if (item->data(0, kIdRole).toString() == before)
            m_tree->setCurrentItem(item);
    });
    filter(m_search->text());
    refreshKeys();
}

void ShortcutsPage::refreshKeys()
{
    forEachAction(m_tree, [this](QTreeWidgetItem* item) {
        const auto* entry = m_registry->find(item->data(0, kIdRole).toString());
        item->setText(1, keysText(entry->action));
        QFont changed = font();
        changed.setItalic(!m_registry->hasDefaultShortcuts(*entry));
        item->setFont(1, changed);
    });
    onChosen();
}

void ShortcutsPage::filter(const QString& words)
{
    const QString wanted = words.trimmed();
    for (int g = 0; g < m_tree->topLevelItemCount(); ++g) {
        auto* group = m_tree->topLevelItem(g);
        bool any = false;
        for (int i = 0; i < group->childCount(); ++i) {
            auto* item = group->child(i);
            const bool fits = item->text(0).contains(wanted, Qt::CaseInsensitive) ||
                              item->text(1).contains(wanted, Qt::CaseInsensitive);
            item->setHidden(!fits);
            any = any || fits;
        }
        group->setHidden(!any);
    }
}

void ShortcutsPage::onChosen()
{
    const auto* entry = chosen();
    m_wanted = {};
    m_take->hide();
    m_recorder->setEnabled(entry);
    m_remove->setEnabled(entry && !entry->action->shortcuts().isEmpty());
    m_reset->setEnabled(entry && !m_registry->hasDefaultShortcuts(*entry));
    m_recorder->showKeys(entry ? entry->action->shortcut() : QKeySequence());
    m_says->setText(entry ? QString() : tr("Choose an action to change its shortcut."));
}

void ShortcutsPage::onRecorded(const QKeySequence& keys)
{
    const auto* entry = chosen();
    const auto* other = m_registry->conflict(keys, entry->spec.id);
    if (!other) {
        assign(keys);
        return;
    }
    m_wanted = keys;
    m_says->setText(
        tr("%1 already means “%2”.").arg(keys.toString(QKeySequence::NativeText), other->plainText()));
    m_take->show();
}

void ShortcutsPage::assign(const QKeySequence& keys)
{
    m_registry->setShortcuts(chosen()->spec.id, {keys});
}

const ActionRegistry::Entry* ShortcutsPage::chosen() const
{
    const auto* item = m_tree->currentItem();
    return item ? m_registry->find(item->data(0, kIdRole).toString()) : nullptr;
}

} // namespace avs::main
