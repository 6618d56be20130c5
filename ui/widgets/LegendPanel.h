// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QListView;
class QSlider;

namespace avs::models {
class LegendModel;
class ViewState;
} // namespace avs::models

namespace avs::widgets {

class JobStrip;

/// The side panel: Segment at the top, the classes that were found, how strongly they are drawn, Export.
class LegendPanel : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive the panel.
    LegendPanel(models::LegendModel* legend, models::ViewState* view, QWidget* parent = nullptr);

    [[nodiscard]] JobStrip* segmentStrip() const { return m_segment; }
    [[nodiscard]] JobStrip* exportStrip() const { return m_export; }
    /// What is said while the list is empty.
    void setHint(const QString& hint);

private:
    QWidget* makeOpacityRow(models::ViewState* view);
    void refreshList();

    models::LegendModel* m_legend;
    JobStrip* m_segment = nullptr;
    JobStrip* m_export = nullptr;
    QLabel* m_hint = nullptr;
    QLabel* m_heading = nullptr;
    QListView* m_list = nullptr;
    QSlider* m_opacity = nullptr;
};

} // namespace avs::widgets
