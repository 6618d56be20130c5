// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/SpectrogramView.h"

#include "ui/widgets/Retranslate.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/TransportBar.h"

#include <QCoreApplication>
#include <QLocale>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace avs::timeline {

using base::MediaTime;
using jobs::SoundTileKey;
using models::SoundTiles;
using Kind = SoundTileKey::Kind;
using Spectrum = models::SoundViewOptions::Spectrum;

namespace {

constexpr int kHeight = 132;
constexpr int kSmallestHeight = 48;
constexpr int kCoarserLevels = 8; // looked at where the right one is missing
constexpr std::size_t kMostImages = 96;

QString frequencyText(double hz)
{
    const QLocale locale;
    if (hz >= 1000)
        return QCoreApplication::translate("avs::timeline::SpectrogramView", "%1 kHz")
            .arg(locale.toString(hz / 1000, 'f', 2));
    return QCoreApplication::translate("avs::timeline::SpectrogramView", "%1 Hz")
        .arg(locale.toString(hz, 'f', 0));
}

} // namespace

SpectrogramView::SpectrogramView(models::TimeAxis* axis, SoundTiles* tiles, models::SoundViewOptions* options,
                                 QWidget* parent)
    : TimelineWidget(axis, parent)
    , m_tiles(tiles)
    , m_options(options)
{
    setObjectName(QStringLiteral("spectrogramView"));
    new widgets::Retranslate(this, [this] { setAccessibleName(tr("Spectrogram of the clip")); });
    connect(axis, &models::TimeAxis::visibleChanged, this, &SpectrogramView::refresh);
    connect(options, &models::SoundViewOptions::changed, this, &SpectrogramView::setScale);
    connect(tiles, &SoundTiles::arrived, this, [this](const jobs::SoundTilePtr& tile) {
        if (tile->key.kind == Kind::Samples)
            return;
        placeReadout();
        update();
    });
    connect(tiles, &SoundTiles::cleared, this, [this] {
        m_rateHz = 0;
        m_images.clear();
        update();
    });
    setScale();
}

void SpectrogramView::setWaveform(const media::WaveformPyramidPtr& waveform)
{
    const int rate = waveform ? waveform->rateHz() : 0;
    if (rate == m_rateHz)
        return;
    m_rateHz = rate;
    setScale();
}

void SpectrogramView::setScale()
{
    const bool mel = m_options->spectrum() != Spectrum::Stft;
    const auto kind = mel ? analysis::SpectrumKind::Mel : analysis::SpectrumKind::Stft;
    m_scale = SpectrumScale({kind, tileRate(), m_options->fftSize()}, m_options->logFrequency());
    m_images.clear();
    refresh();
}

QSize SpectrogramView::sizeHint() const
{
    return {400, kHeight};
}

QSize SpectrogramView::minimumSizeHint() const
{
    return {120, kSmallestHeight};
}

QFont SpectrogramView::labelFont() const
{
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    return small;
}

int SpectrogramView::tileRate() const
{
    return m_options->spectrum() == Spectrum::Stft ? std::max(1, m_rateHz) : analysis::kMelRateHz;
}

SoundTileKey SpectrogramView::anyTile() const
{
    const bool mel = m_options->spectrum() != Spectrum::Stft;
    const double perPixel = shownRange().duration().seconds() / timeRect().width();
    SoundTileKey key{mel ? Kind::Mel : Kind::Stft, mel ? 0 : m_options->fftSize(), 0, 0};
    key.level = SoundTileKey::levelFor(key.kind, key.fftSize, perPixel, tileRate());
    return key;
}

std::vector<SoundTileKey> SpectrogramView::seen(SoundTileKey any) const
{
    std::vector<SoundTileKey> keys;
    if (m_rateHz == 0 || isEmpty())
        return keys;
    SoundTileKey key = any.at(shownRange().begin.seconds(), tileRate());
    key.index = std::max<std::int64_t>(0, key.index);
    const std::int64_t end = any.at(shownRange().end.seconds(), tileRate()).index;
    for (; key.index <= end; ++key.index)
        keys.push_back(key);
    return keys;
}

void SpectrogramView::refresh()
{
    if (!isVisible()) {
        m_tiles->show(this, {});
        return;
    }
    auto keys = seen(anyTile());
    if (!keys.empty()) { // what comes next when the clip plays
        SoundTileKey next = keys.back();
        ++next.index;
        if (next.secondsOf(0, tileRate()) < axis()->duration().seconds())
            keys.push_back(next);
    }
    m_tiles->show(this, std::move(keys));
    placeReadout();
    update();
}

bool SpectrogramView::isComplete() const
{
    const auto keys = seen(anyTile());
    return !keys.empty() && std::all_of(keys.begin(), keys.end(), [this](const SoundTileKey& key) {
        return m_tiles->find(key) != nullptr;
    });
}

void SpectrogramView::resizeEvent(QResizeEvent*)
{
    refresh();
}

void SpectrogramView::showEvent(QShowEvent* event)
{
    TimelineWidget::showEvent(event);
    refresh();
}

void SpectrogramView::hideEvent(QHideEvent* event)
{
    TimelineWidget::hideEvent(event);
    refresh();
}

void SpectrogramView::mouseMoveEvent(QMouseEvent* event)
{
    movePointer(event->position());
    TimelineWidget::mouseMoveEvent(event);
}

void SpectrogramView::movePointer(std::optional<QPointF> place)
{
    update(m_readout.toAlignedRect() + QMargins(2, 2, 2, 2));
    m_pointer = place;
    placeReadout();
    update(m_readout.toAlignedRect() + QMargins(2, 2, 2, 2));
}

void SpectrogramView::leaveEvent(QEvent* event)
{
    movePointer({});
    TimelineWidget::leaveEvent(event);
}

void SpectrogramView::paintEvent(QPaintEvent* event)
{
    const auto& theme = widgets::currentTheme();
    QPainter painter(this);
    painter.fillRect(event->rect(), theme.surface);
    painter.fillRect(QRectF(0, 0, width(), 1), theme.line);
    if (isEmpty() || m_rateHz == 0)
        return;
    const int height = qRound(this->height() * devicePixelRatioF());
    if (height != m_imageHeight || theme.dark != m_imagesDark || m_images.size() > kMostImages)
        m_images.clear();
    m_imageHeight = height;
    m_imagesDark = theme.dark;

    const QRectF area = timeRect();
    const auto ground = theme.dark ? imaging::Ground::Dark : imaging::Ground::Light;
    const auto lowest = imaging::heatColours(ground)[0];
    painter.setClipRect(area.adjusted(0, 1, 0, 0));
    painter.fillRect(QRectF(area.topLeft(),
                            QPointF(std::min(area.right() + 1, xOf(axis()->duration())), area.bottom() + 1)),
                     QColor(lowest.r, lowest.g, lowest.b));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const SoundTileKey any = anyTile();
    const int coarsest = isComplete() ? any.level : any.level + kCoarserLevels;
    for (int level = coarsest; level >= any.level; --level) {
        SoundTileKey coarse = any;
        coarse.level = level;
        for (const SoundTileKey& key : seen(coarse))
            paintTile(painter, key);
    }
    painter.setClipping(false);
    paintFrequencies(painter);
    paintSelection(painter);
    paintPointer(painter);
    paintPlayhead(painter);
    paintReadout(painter);
}

void SpectrogramView::paintTile(QPainter& painter, const SoundTileKey& key)
{
    const auto tile = m_tiles->find(key);
    if (!tile || tile->columns == 0)
        return;
    auto& image = m_images[key];
    if (image.isNull())
        image =
            m_scale.draw(*tile, m_imageHeight, m_imagesDark ? imaging::Ground::Dark : imaging::Ground::Light);
    const double left = xOf(MediaTime::fromSeconds(key.secondsOf(0, tile->rateHz)));
    const double right = xOf(MediaTime::fromSeconds(key.secondsOf(tile->columns, tile->rateHz)));
    painter.drawImage(QRectF(left, 0, right - left, height()), image);
}

void SpectrogramView::paintFrequencies(QPainter& painter) const
{
    const auto& theme = widgets::currentTheme();
    painter.setFont(labelFont());
    const double room = painter.fontMetrics().height() * 1.15;
    double last = height() + room / 2;
    for (double power = 10; power <= 10000; power *= 10) {
        for (const double step : {1.0, 2.0, 5.0}) {
            const double hz = power * step;
            const double y = height() * (1 - m_scale.shareOf(hz));
            if (y < room / 2 || y > height() - room / 2 || last - y < room)
                continue;
            last = y;
            painter.fillRect(QRectF(leftMargin() - 5, y - 0.5, 5, 1), theme.line);
            painter.setPen(theme.faintText);
            const QString text = hz < 1000 ? QString::number(hz) : tr("%1k", "thousand").arg(hz / 1000);
            painter.drawText(QRectF(0, y - room / 2, leftMargin() - 8, room),
                             Qt::AlignRight | Qt::AlignVCenter, text);
        }
    }
}

QString SpectrogramView::readout(QPointF at) const
{
    if (m_rateHz == 0 || isEmpty())
        return {};
    const MediaTime time = timeAt(at.x());
    const auto key = anyTile().at(time.seconds(), tileRate());
    const auto tile = m_tiles->find(key);
    if (!tile)
        return {};
    const double hz = m_scale.frequencyHz(std::clamp(1 - at.y() / height(), 0.0, 1.0));
    const double width = key.secondsOf(1, tileRate()) - key.secondsOf(0, tileRate());
    const auto column = int(std::floor((time.seconds() - key.secondsOf(0, tileRate())) / width));
    const int band = std::clamp(int(std::lround(m_scale.bands().bandAt(hz))), 0, m_scale.bands().count() - 1);
    if (column < 0 || column >= tile->columns)
        return {};
    const QString value = QLocale().toString(tile->column(column)[band], 'f', 1);
    const QString place = QStringLiteral("%1 · %2").arg(widgets::clockText(time), frequencyText(hz));
    return m_options->spectrum() == Spectrum::Stft
               ? tr("%1 · %2 dB", "time and frequency, loudness").arg(place, value)
               : tr("%1 · mel band %2 · log energy %3", "time and frequency, band, natural logarithm")
                     .arg(place)
                     .arg(band)
                     .arg(value);
}

void SpectrogramView::placeReadout()
{
    m_readout = {};
    m_readoutText.clear();
    if (!m_pointer || isDragging() || !timeRect().contains(m_pointer->toPoint()))
        return;
    m_readoutText = readout(*m_pointer);
    if (m_readoutText.isEmpty())
        return;
    m_readout = QFontMetricsF(labelFont()).boundingRect(m_readoutText).adjusted(-6, -3, 6, 3);
    m_readout.moveTopLeft(*m_pointer + QPointF(10, 12));
    m_readout.moveRight(std::min(m_readout.right(), width() - 2.0));
    m_readout.moveBottom(std::min(m_readout.bottom(), height() - 2.0));
}

void SpectrogramView::paintReadout(QPainter& painter) const
{
    if (m_readoutText.isEmpty() || isDragging())
        return;
    const auto& theme = widgets::currentTheme();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.window);
    painter.drawRoundedRect(m_readout, 4, 4);
    painter.setPen(theme.text);
    painter.setFont(labelFont());
    painter.drawText(m_readout, Qt::AlignCenter, m_readoutText);
}

} // namespace avs::timeline
