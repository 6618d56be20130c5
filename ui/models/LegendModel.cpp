// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/LegendModel.h"

#include <algorithm>

namespace avs::models {

LegendModel::LegendModel(SegmentationTrack* track, ViewState* view, QObject* parent)
    : QAbstractListModel(parent)
    , m_track(track)
    , m_view(view)
    , m_rows(static_cast<int>(track->classes().size()))
{
    connect(track, &SegmentationTrack::changed, this, &LegendModel::onTrackChanged);
    connect(view, &ViewState::classVisibilityChanged, this, [this] { rowsChanged({Qt::CheckStateRole}); });
}

void LegendModel::setPosition(base::MediaTime position)
{
    m_position = position;
    refreshNow();
}

int LegendModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

QVariant LegendModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& found = m_track->classes()[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return found.name;
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return tr("%1: in %n step(s), %2 % of the time looked at", nullptr, found.steps)
            .arg(found.name)
            .arg(qRound(found.share * 100));
    case Qt::CheckStateRole:
        return m_view->isClassVisible(found.classIndex) ? Qt::Checked : Qt::Unchecked;
    case ClassIndexRole:
        return found.classIndex;
    case StepsRole:
        return found.steps;
    case ShareRole:
        return found.share;
    case NowRole:
        return std::find(m_nowClasses.begin(), m_nowClasses.end(), found.classIndex) != m_nowClasses.end();
    default:
        return {};
    }
}

bool LegendModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    m_view->setClassVisible(m_track->classes()[index.row()].classIndex,
                            value.value<Qt::CheckState>() == Qt::Checked);
    return true;
}

Qt::ItemFlags LegendModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren;
}

void LegendModel::onTrackChanged()
{
    const int rows = static_cast<int>(m_track->classes().size());
    if (rows < m_rows) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    } else if (rows > m_rows) {
        beginInsertRows({}, m_rows, rows - 1);
        m_rows = rows;
        endInsertRows();
    }
    rowsChanged({});
    refreshNow();
}

void LegendModel::refreshNow()
{
    auto now = m_track->stepAt(m_position);
    if (now == m_now)
        return;
    m_now = std::move(now);
    m_nowClasses = m_now ? SegmentationTrack::classesIn(*m_now) : std::vector<int>();
    rowsChanged({NowRole});
}

void LegendModel::rowsChanged(const QList<int>& roles)
{
    if (m_rows > 0)
        Q_EMIT dataChanged(index(0), index(m_rows - 1), roles);
}

} // namespace avs::models
