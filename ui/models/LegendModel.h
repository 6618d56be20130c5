// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "ui/models/SegmentationTrack.h"
#include "ui/models/ViewState.h"

#include <QAbstractListModel>

namespace avs::models {

/// One row for each class found, checkable: checked is visible. GUI thread.
class LegendModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        ClassIndexRole = Qt::UserRole,
        StepsRole, ///< int
        ShareRole, ///< double, 0 … 1
        NowRole,   ///< bool: in the step on screen
    };

    /// Both must outlive the model.
    LegendModel(SegmentationTrack* track, ViewState* view, QObject* parent = nullptr);

    void setPosition(base::MediaTime position);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void onTrackChanged();
    void refreshNow();
    void rowsChanged(const QList<int>& roles);

    SegmentationTrack* m_track;
    ViewState* m_view;
    int m_rows = 0;
    base::MediaTime m_position;
    inference::StepPredictionPtr m_now;
    std::vector<int> m_nowClasses;
};

} // namespace avs::models
