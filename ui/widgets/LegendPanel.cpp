// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/LegendPanel.h"

#include "ui/models/LegendModel.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/JobStrip.h"
#include "ui/widgets/LegendDelegate.h"
#include "ui/widgets/Retranslate.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QShortcut>
#include <QSlider>
#include <QVBoxLayout>

namespace avs::widgets {

LegendPanel::LegendPanel(models::LegendModel* legend, models::ViewState* view, QWidget* parent)
    : QWidget(parent)
    , m_legend(legend)
{
    setObjectName(QStringLiteral("segmentPanel"));
    m_segment = new JobStrip(QStringLiteral("segment"), this);
    m_segment->button()->setProperty("primary", true);
    m_segment->button()->setIcon(icon(Glyph::Segment, true));
    m_segment->button()->setIconSize({20, 20});
    m_export = new JobStrip(QStringLiteral("export"), this);
    m_export->button()->setIcon(icon(Glyph::Export));

    m_heading = new QLabel(this);
    m_heading->setObjectName(QStringLiteral("legendHeading"));
    QFont bold = m_heading->font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_hint = new QLabel(this);
    m_hint->setObjectName(QStringLiteral("legendHint"));
    m_hint->setProperty("faint", true);
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignLeft | Qt::AlignTop);

    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("legendList"));
    m_list->setModel(legend);
    m_list->setItemDelegate(new LegendDelegate(m_list));
    m_list->setSizePolicy(QSizePolicy::Ignored,
                          QSizePolicy::Expanding); // names elide, the panel does not grow
    m_list->setMouseTracking(true);
    m_list->viewport()->setAttribute(Qt::WA_Hover);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 14, 14, 14);
    column->setSpacing(10);
    column->addWidget(m_segment);
    column->addSpacing(6);
    column->addWidget(m_heading);
    column->addWidget(m_hint, 1);
    column->addWidget(m_list, 1);
    column->addWidget(makeOpacityRow(view));
    column->addWidget(m_export);

    // Space plays, also while the list has the focus; so Return toggles.
    auto* toggle = new QShortcut(Qt::Key_Return, m_list, nullptr, nullptr, Qt::WidgetShortcut);
    connect(toggle, &QShortcut::activated, this, [this] {
        const QModelIndex row = m_list->currentIndex();
        const bool visible = row.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
        m_legend->setData(row, QVariant::fromValue(visible ? Qt::Unchecked : Qt::Checked),
                          Qt::CheckStateRole);
    });
    connect(legend, &QAbstractItemModel::rowsInserted, this, &LegendPanel::refreshList);
    connect(legend, &QAbstractItemModel::modelReset, this, &LegendPanel::refreshList);
    refreshList();
    new Retranslate(this, [this] {
        m_segment->button()->setText(tr("Segment"));
        m_export->button()->setText(tr("Export…"));
        m_heading->setText(tr("What sounds"));
        m_list->setAccessibleName(tr("Classes found"));
    });
}

QWidget* LegendPanel::makeOpacityRow(models::ViewState* view)
{
    auto* row = new QWidget(this);
    auto* label = new QLabel(row);
    label->setProperty("faint", true);
    m_opacity = new QSlider(Qt::Horizontal, row);
    m_opacity->setObjectName(QStringLiteral("opacitySlider"));
    m_opacity->setRange(0, 100);
    m_opacity->setPageStep(10);
    m_opacity->setFocusPolicy(Qt::TabFocus);
    auto* percent = new QLabel(row);
    percent->setProperty("faint", true);
    percent->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    percent->setMinimumWidth(percent->fontMetrics().horizontalAdvance(QStringLiteral("100 %")));
    auto* box = new QHBoxLayout(row);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(label);
    box->addWidget(m_opacity, 1);
    box->addWidget(percent);

    const auto show = [this, percent](double opacity) {
        m_opacity->setValue(qRound(opacity * 100));
        percent->setText(tr("%1 %").arg(qRound(opacity * 100)));
    };
    connect(m_opacity, &QSlider::valueChanged, view,
            [view](int value) { view->setOverlayOpacity(value / 100.0); });
    connect(view, &models::ViewState::overlayOpacityChanged, this, show);
    new Retranslate(row, [this, label, view, show] {
        label->setText(tr("Opacity"));
        m_opacity->setAccessibleName(tr("Opacity of the masks"));
        m_opacity->setToolTip(tr("How strongly the masks are drawn over the video"));
        show(view->overlayOpacity());
    });
    return row;
}

void LegendPanel::setHint(const QString& hint)
{
    m_hint->setText(hint);
}

void LegendPanel::refreshList()
{
    const bool empty = m_legend->rowCount() == 0;
    m_hint->setVisible(empty);
    m_list->setVisible(!empty);
}

} // namespace avs::widgets
