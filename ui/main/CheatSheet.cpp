// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/CheatSheet.h"

#include "ui/main/ActionRegistry.h"
#include "ui/widgets/Retranslate.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScreen>
#include <QScrollArea>

#include <map>

namespace avs::main {

namespace {

constexpr int kColumns = 3;
constexpr int kGap = 28;

/// One action: its text, and each of its shortcuts on a key.
QWidget* makeRow(const ActionRegistry::Entry& entry, QWidget* parent)
{
    auto* row = new QWidget(parent);
    row->setObjectName(entry.spec.id);
    auto* box = new QHBoxLayout(row);
    box->setContentsMargins(0, 2, 0, 2);
    box->setSpacing(6);
    auto* text = new QLabel(entry.plainText(), row);
    box->addWidget(text, 1);
    for (const QKeySequence& keys : entry.action->shortcuts()) {
        auto* cap = new QLabel(keys.toString(QKeySequence::NativeText), row);
        cap->setProperty("keyCap", true);
        box->addWidget(cap);
    }
    return row;
}

bool fits(const ActionRegistry::Entry& entry, const QString& wanted)
{
    const QString keys = QKeySequence::listToString(entry.action->shortcuts(), QKeySequence::NativeText);
    return entry.plainText().contains(wanted, Qt::CaseInsensitive) ||
           keys.contains(wanted, Qt::CaseInsensitive);
}

} // namespace

CheatSheet::CheatSheet(const ActionRegistry* registry, QWidget* parent)
    : QDialog(parent)
    , m_registry(registry)
    , m_search(new QLineEdit(this))
    , m_scroll(new QScrollArea(this))
{
    setObjectName(QStringLiteral("cheatSheet"));
    m_search->setObjectName(QStringLiteral("cheatSearch"));
    m_search->setProperty("field", true);
    m_search->setClearButtonEnabled(true);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_search);
    column->addWidget(m_scroll, 1);
    new widgets::Retranslate(this, [this] {
        setWindowTitle(tr("Keyboard shortcuts"));
        m_search->setPlaceholderText(tr("Search for an action or a key"));
        fill();
    });
    connect(m_search, &QLineEdit::textChanged, this, &CheatSheet::fill);
    connect(registry, &ActionRegistry::shortcutsChanged, this, &CheatSheet::fill);
    resize(QSize(1080, 700).boundedTo(screen()->availableSize() * 0.9));
}

std::vector<QWidget*> CheatSheet::makeBlocks(QWidget* parent) const
{
    const QString wanted = m_search->text().trimmed();
    std::map<ActionCategory, QWidget*> blocks;
    for (const auto& entry : m_registry->entries()) {
        if (!fits(entry, wanted))
            continue;
        auto*& block = blocks[entry.spec.category];
        if (!block) {
            block = new QWidget(parent);
            auto* rows = new QVBoxLayout(block);
            rows->setContentsMargins(0, 0, 0, 14);
            rows->setSpacing(0);
            auto* heading = new QLabel(categoryName(entry.spec.category), block);
            QFont bold = heading->font();
            bold.setBold(true);
            heading->setFont(bold);
            rows->addWidget(heading);
        }
        block->layout()->addWidget(makeRow(entry, block));
    }
    std::vector<QWidget*> inOrder;
    for (const auto& [category, block] : blocks)
        inOrder.push_back(block);
    return inOrder;
}

/// Blocks go down the first column while that brings it closer to its share of the rows, then down the next.
void CheatSheet::fill()
{
    const auto rowsOf = [](const QWidget* block) { return block->layout()->count() + 1; };
    auto* page = new QWidget;
    const auto blocks = makeBlocks(page);
    int rows = 0;
    for (const QWidget* block : blocks)
        rows += rowsOf(block);
    auto* across = new QHBoxLayout(page);
    across->setSpacing(kGap);
    int placed = 0;
    auto next = blocks.begin();
    for (int column = 1; column <= kColumns; ++column) {
        auto* down = new QVBoxLayout;
        down->setSpacing(0);
        while (next != blocks.end() &&
               (column == kColumns || (placed + rowsOf(*next) / 2) * kColumns <= rows * column)) {
            placed += rowsOf(*next);
            down->addWidget(*next++);
        }
        down->addStretch(1);
        across->addLayout(down, 1);
    }
    if (blocks.empty())
        static_cast<QBoxLayout*>(across->itemAt(0)->layout())
            ->insertWidget(0, new QLabel(tr("Nothing of that name."), page));
    m_scroll->setWidget(page); // deletes the one before
}

} // namespace avs::main
