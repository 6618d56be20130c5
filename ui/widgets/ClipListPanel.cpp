// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ClipListPanel.h"

#include "ui/models/ClipLibrary.h"
#include "ui/widgets/ClipListDelegate.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Retranslate.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QToolButton>
#include <QVBoxLayout>

namespace avs::widgets {

using models::ClipListModel;

namespace {
constexpr int kAskDelayMs = 60;
constexpr int kMostAsked = 60; // rows in sight and some beyond
} // namespace

ClipListPanel::ClipListPanel(models::ClipLibrary* library, QWidget* parent)
    : QWidget(parent)
    , m_library(library)
    , m_shown(new QSortFilterProxyModel(this))
{
    setObjectName(QStringLiteral("clipListPanel"));
    m_shown->setSourceModel(library->clips());
    m_shown->setFilterRole(ClipListModel::SearchRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    // How long and large a clip is comes late and must not sort the list anew each time.
    m_shown->setDynamicSortFilter(false);

    auto* header = makeHeader();
    makeList();
    makeMenu();
    m_hint = new QLabel(this);
    m_hint->setObjectName(QStringLiteral("clipHint"));
    m_hint->setProperty("faint", true);
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_count = new QLabel(this);
    m_count->setObjectName(QStringLiteral("clipCount"));
    m_count->setProperty("faint", true);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 10, 8, 8);
    column->setSpacing(8);
    column->addWidget(header);
    column->addWidget(m_hint, 1);
    column->addWidget(m_list, 1);
    column->addWidget(m_count);

    m_ask.setSingleShot(true);
    m_ask.setInterval(kAskDelayMs);
    connect(&m_ask, &QTimer::timeout, this, &ClipListPanel::askForThumbnails);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &ClipListPanel::refresh);
    const auto changed = [this] {
        m_refresh.start();
        m_ask.start();
    };
    connect(m_shown, &QAbstractItemModel::rowsInserted, this, changed);
    connect(m_shown, &QAbstractItemModel::rowsRemoved, this, changed);
    connect(m_shown, &QAbstractItemModel::modelReset, this, changed);
    connect(m_shown, &QAbstractItemModel::layoutChanged, this, changed);
    connect(library, &models::ClipLibrary::scanningChanged, this, changed);
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, &m_ask, QOverload<>::of(&QTimer::start));
    connect(library, &models::ClipLibrary::recentChanged, this, &ClipListPanel::showCurrent);
    new Retranslate(this, [this] { setTexts(); });
    m_ask.start();
}

QWidget* ClipListPanel::makeHeader()
{
    auto* header = new QWidget(this);
    m_search = new QLineEdit(header);
    m_search->setObjectName(QStringLiteral("clipSearch"));
    m_search->setProperty("field", true);
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_shown->setFilterFixedString(text.trimmed());
        m_refresh.start();
        m_ask.start();
    });
    m_add = new QToolButton(header);
    m_add->setObjectName(QStringLiteral("clipAddButton"));
    m_add->setProperty("flat", true);
    m_add->setIcon(icon(Glyph::Open));
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_add->setMenu(new QMenu(m_add));
    m_add->setFocusPolicy(Qt::TabFocus);
    m_removeAll = new QAction(m_add->menu());
    connect(m_removeAll, &QAction::triggered, m_library, &models::ClipLibrary::clear);
    m_add->menu()->addAction(m_removeAll);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_search, 1);
    row->addWidget(m_add);
    return header;
}

void ClipListPanel::makeList()
{
    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("clipList"));
    m_list->setModel(m_shown);
    m_list->setItemDelegate(new ClipListDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding); // long names do not widen the panel
    m_list->viewport()->setAttribute(Qt::WA_Hover);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
    m_search->installEventFilter(this);
    connect(m_list, &QListView::doubleClicked, this, &ClipListPanel::openIndex);
    connect(m_list, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (m_list->indexAt(at).isValid())
            m_menu->popup(m_list->viewport()->mapToGlobal(at));
    });
}

void ClipListPanel::makeMenu()
{
    m_menu = new QMenu(this);
    const auto make = [this](const char* name) {
        QAction* action = m_menu->addAction(QString());
        action->setObjectName(QLatin1String(name));
        return action;
    };
    m_open = make("openClipAction");
    m_showFolder = make("showClipFolderAction");
    m_copy = make("copyClipPathAction");
    m_menu->addSeparator();
    m_remove = make("removeClipsAction");
    connect(m_open, &QAction::triggered, this, [this] { openIndex(m_list->currentIndex()); });
    connect(m_showFolder, &QAction::triggered, this, [this] {
        Q_EMIT showFolderRequested(
            QFileInfo(m_list->currentIndex().data(ClipListModel::PathRole).toString()).path());
    });
    connect(m_copy, &QAction::triggered, this, [this] {
        QStringList native;
        for (const QString& path : selectedPaths())
            native.append(QDir::toNativeSeparators(path));
        QApplication::clipboard()->setText(native.join(QLatin1Char('\n')));
    });
    connect(m_remove, &QAction::triggered, this, [this] { m_library->remove(selectedPaths()); });
    connect(m_menu, &QMenu::aboutToShow, this,
            [this] { m_copy->setText(tr("Copy paths", nullptr, static_cast<int>(selectedPaths().size()))); });
}

void ClipListPanel::setTexts()
{
    m_search->setPlaceholderText(tr("Search clips"));
    m_search->setAccessibleName(tr("Search clips"));
    m_list->setAccessibleName(tr("Clips"));
    m_add->setToolTip(tr("Add clips to the list, or empty it"));
    m_add->setAccessibleName(tr("Add clips"));
    m_removeAll->setText(tr("Remove all from list"));
    m_open->setText(tr("Open"));
    m_showFolder->setText(tr("Show in folder"));
    m_copy->setText(tr("Copy paths", nullptr, 1));
    m_remove->setText(tr("Remove from list"));
    refresh();
}

void ClipListPanel::setAddActions(const QList<QAction*>& actions)
{
    m_add->menu()->insertActions(m_removeAll, actions);
    m_add->menu()->insertSeparator(m_removeAll);
}

bool ClipListPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_list->viewport() && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        m_ask.start();
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool mine = (watched == m_list && (enter || key->key() == Qt::Key_Delete)) ||
                      (watched == m_search && (enter || key->key() == Qt::Key_Down));
    if (!mine || key->modifiers() & ~Qt::KeypadModifier)
        return QWidget::eventFilter(watched, event);
    event->accept(); // before the window's shortcuts
    if (event->type() == QEvent::ShortcutOverride)
        return true;
    if (watched == m_search) {
        // What was looked for is at hand: the first one found.
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_shown->index(0, 0));
        m_list->setFocus();
        if (enter && m_shown->rowCount() > 0)
            openIndex(m_shown->index(0, 0));
    } else if (enter) {
        openIndex(m_list->currentIndex());
    } else {
        m_library->remove(selectedPaths());
    }
    return true;
}

void ClipListPanel::openIndex(const QModelIndex& index)
{
    if (index.isValid())
        Q_EMIT openRequested(index.data(ClipListModel::PathRole).toString());
}

QStringList ClipListPanel::selectedPaths() const
{
    QStringList paths;
    for (const QModelIndex& index : m_list->selectionModel()->selectedIndexes())
        paths.append(index.data(ClipListModel::PathRole).toString());
    return paths;
}

void ClipListPanel::showCurrent()
{
    const auto* clips = m_library->clips();
    const QModelIndex index = m_shown->mapFromSource(clips->indexOf(clips->current()));
    if (index.isValid())
        m_list->scrollTo(index);
}

void ClipListPanel::refresh()
{
    const int all = m_library->clips()->rowCount();
    const int shown = m_shown->rowCount();
    m_list->setVisible(shown > 0);
    m_hint->setVisible(shown == 0);
    if (all > 0)
        m_hint->setText(tr("No clip has “%1” in its name or folder.").arg(m_search->text().trimmed()));
    else if (m_library->isScanning())
        m_hint->setText(tr("Looking for clips…"));
    else
        m_hint->setText(tr("Drop videos, sounds or whole folders here."));
    m_search->setEnabled(all > 0);
    m_removeAll->setEnabled(all > 0);
    m_count->setVisible(all > 0);
    const QString number =
        shown == all ? tr("%n clip(s)", nullptr, all) : tr("%1 of %n clip(s)", nullptr, all).arg(shown);
    m_count->setText(m_library->isScanning() ? tr("%1, looking for more…").arg(number) : number);
}

void ClipListPanel::askForThumbnails()
{
    if (!m_list->isVisible())
        return;
    const auto* clips = m_library->clips();
    QStringList wanted;
    const QModelIndex top = m_list->indexAt({8, 8});
    for (int row = std::max(0, top.row()); row < m_shown->rowCount() && wanted.size() < kMostAsked; ++row) {
        const QModelIndex index = m_shown->index(row, 0);
        if (m_list->visualRect(index).top() > 2 * m_list->viewport()->height())
            break;
        if (clips->lacksThumbnail(m_shown->mapToSource(index).row()))
            wanted.append(index.data(ClipListModel::PathRole).toString());
    }
    m_library->wantThumbnails(wanted);
}

} // namespace avs::widgets
