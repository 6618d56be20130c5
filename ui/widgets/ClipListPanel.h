// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QModelIndex;
class QSortFilterProxyModel;
class QToolButton;

namespace avs::models {
class ClipLibrary;
}

namespace avs::widgets {

/// The clip list: a search field over the clips with their thumbnails, which are asked for as rows come into
/// sight. Double click or Return opens, Delete takes off the list. Children have object names: clipSearch,
/// clipList, clipCount, clipHint, clipAddButton; actions of the menus: openClipAction, removeClipsAction,
/// showClipFolderAction, copyClipPathAction.
class ClipListPanel : public QWidget
{
    Q_OBJECT

public:
    /// `library` outlives the panel.
    explicit ClipListPanel(models::ClipLibrary* library, QWidget* parent = nullptr);

    /// What the button at the top offers, before “Remove all”.
    void setAddActions(const QList<QAction*>& actions);
    /// The menu for the selected clips; for a test or a key as well as for the mouse. Owned by the panel.
    [[nodiscard]] QMenu* contextMenu() const { return m_menu; }

Q_SIGNALS:
    void openRequested(const QString& path);
    void showFolderRequested(const QString& folder);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeHeader();
    void makeList();
    void makeMenu();
    void setTexts();
    void openIndex(const QModelIndex& index);
    void showCurrent();
    void refresh();
    void askForThumbnails();
    [[nodiscard]] QStringList selectedPaths() const;

    models::ClipLibrary* m_library;
    QSortFilterProxyModel* m_shown;
    QLineEdit* m_search = nullptr;
    QToolButton* m_add = nullptr;
    QListView* m_list = nullptr;
    QLabel* m_hint = nullptr;
    QLabel* m_count = nullptr;
    QMenu* m_menu = nullptr;
    QAction* m_open = nullptr;
    QAction* m_showFolder = nullptr;
    QAction* m_copy = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_removeAll = nullptr;
    QTimer m_ask;     // gathers changes of what is in sight
    QTimer m_refresh; // and of how many there are
};

} // namespace avs::widgets
