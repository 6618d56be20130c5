// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/WaveformView.h"

#include "ui/widgets/Retranslate.h"
#include "ui/widgets/Theme.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace avs::timeline {

using base::MediaTime;
using jobs::SoundTileKey;
using media::kMixed;
using media::Peak;
using models::SoundTiles;

namespace {

constexpr int kHeight = 84;
constexpr int kSmallestHeight = 40;
constexpr double kLaneGap = 1;
constexpr double kPointsFrom = 6; // pixels between samples that are wide enough to mark each
/// Up to here columns look at single samples, beyond at the pyramid's blocks.
constexpr double kSamplesUpTo = media::WaveformPyramid::kBlock;

float sampleOf(const jobs::SoundTile& tile, int at, int lane)
{
    const float* samples = tile.column(at);
    if (lane != kMixed)
        return samples[lane];
    float sum = 0;
    for (int c = 0; c < tile.rows; ++c)
        sum += samples[c];
    return sum / float(tile.rows);
}

} // namespace

WaveformView::WaveformView(models::TimeAxis* axis, SoundTiles* tiles, models::SoundViewOptions* options,
                           QWidget* parent)
    : TimelineWidget(axis, parent)
    , m_tiles(tiles)
    , m_options(options)
{
    setObjectName(QStringLiteral("waveformView"));
    new widgets::Retranslate(this, [this] { setAccessibleName(tr("Waveform of the clip")); });
    connect(axis, &models::TimeAxis::visibleChanged, this, &WaveformView::refresh);
    connect(options, &models::SoundViewOptions::changed, this, &WaveformView::refresh);
    connect(tiles, &SoundTiles::arrived, this, [this](const jobs::SoundTilePtr& tile) {
        if (tile->key.kind == SoundTileKey::Kind::Samples)
            refresh();
    });
    connect(tiles, &SoundTiles::cleared, this, &WaveformView::refresh);
}

void WaveformView::setSoundLoading()
{
    m_sound = Sound::Loading;
    m_waveform = nullptr;
    refresh();
}

void WaveformView::setWaveform(media::WaveformPyramidPtr waveform)
{
    m_waveform = std::move(waveform);
    m_sound = m_waveform ? Sound::Ready : Sound::None;
    refresh();
}

QSize WaveformView::sizeHint() const
{
    return {400, kHeight};
}

QSize WaveformView::minimumSizeHint() const
{
    return {120, kSmallestHeight};
}

std::vector<int> WaveformView::lanes() const
{
    if (!m_waveform || !m_options->channelsApart() || m_waveform->channels() < 2)
        return {kMixed};
    std::vector<int> lanes;
    for (int channel = 0; channel < m_waveform->channels(); ++channel)
        lanes.push_back(channel);
    return lanes;
}

QRectF WaveformView::laneRect(int at) const
{
    const QRectF area = timeRect();
    const double step = area.height() / laneCount();
    return {area.left(), at * step, area.width(), step - kLaneGap};
}

QString WaveformView::laneName(int lane) const
{
    if (lane == kMixed)
        return m_waveform->channels() > 1 ? tr("Mix", "all sound channels together") : QString();
    if (m_waveform->channels() == 2)
        return lane == 0 ? tr("L", "left sound channel") : tr("R", "right sound channel");
    return QString::number(lane + 1);
}

double WaveformView::samplesPerPixel() const
{
    return shownRange().duration().seconds() * m_waveform->rateHz() /
           (timeRect().width() * devicePixelRatioF());
}

void WaveformView::resizeEvent(QResizeEvent*)
{
    refresh();
}

void WaveformView::refresh()
{
    m_samples.clear();
    std::vector<SoundTileKey> keys;
    if (m_waveform && !isEmpty() && samplesPerPixel() < kSamplesUpTo) {
        const int rate = m_waveform->rateHz();
        const SoundTileKey any{SoundTileKey::Kind::Samples, 0, 0, 0};
        const std::int64_t last = (m_waveform->sampleCount() - 1) / SoundTileKey::kSampleFrames;
        const std::int64_t end = std::min(any.at(shownRange().end.seconds(), rate).index, last);
        for (SoundTileKey key = any.at(shownRange().begin.seconds(), rate); key.index <= end; ++key.index) {
            keys.push_back(key);
            if (auto tile = m_tiles->find(key))
                m_samples.push_back(std::move(tile));
        }
    }
    m_tiles->show(this, std::move(keys));
    computeColumns();
    update();
}

bool WaveformView::samplePeak(int lane, std::int64_t from, std::int64_t to, Peak& peak) const
{
    double energy = 0;
    std::int64_t count = 0;
    for (const auto& tile : m_samples) {
        const std::int64_t begin = tile->key.index * SoundTileKey::kSampleFrames;
        const std::int64_t end = std::min(to, begin + tile->columns);
        for (std::int64_t i = std::max(from, begin); i < end; ++i, ++count) {
            const float value = sampleOf(*tile, int(i - begin), lane);
            peak.min = count ? std::min(peak.min, value) : value;
            peak.max = count ? std::max(peak.max, value) : value;
            energy += double(value) * value;
        }
    }
    if (count < std::min(to, m_waveform->sampleCount()) - from || count == 0)
        return false;
    peak.rms = float(std::sqrt(energy / double(count)));
    return true;
}

Peak WaveformView::peak(int lane, std::int64_t from, std::int64_t to) const
{
    Peak exact;
    if (!m_samples.empty() && samplePeak(lane, from, to, exact))
        return exact;
    return m_waveform->range(lane, from, to);
}

void WaveformView::computeColumns()
{
    m_columns.clear();
    if (!m_waveform || isEmpty())
        return;
    m_ratio = devicePixelRatioF();
    const int count = int(timeRect().width() * m_ratio);
    const double begin = shownRange().begin.seconds() * m_waveform->rateHz();
    const double step = samplesPerPixel();
    for (const int lane : lanes()) {
        auto& columns = m_columns.emplace_back();
        columns.reserve(std::size_t(count));
        for (int i = 0; i < count; ++i) {
            const auto from = std::int64_t(begin + i * step);
            columns.push_back(peak(lane, from, std::max(from + 1, std::int64_t(begin + (i + 1) * step))));
        }
    }
}

void WaveformView::paintEvent(QPaintEvent* event)
{
    const auto& theme = widgets::currentTheme();
    if (m_waveform && m_ratio != devicePixelRatioF()) // moved to another screen
        refresh();
    QPainter painter(this);
    painter.fillRect(event->rect(), theme.surface);
    if (isEmpty() || m_sound != Sound::Ready)
        return paintMessage(painter);
    const bool single = samplesPerPixel() * m_ratio < 1 && !m_samples.empty();
    for (int at = 0; at < int(m_columns.size()); ++at) {
        const QRectF lane = laneRect(at);
        painter.fillRect(QRectF(lane.left(), lane.center().y(), lane.width(), 1), theme.line);
        if (at > 0)
            painter.fillRect(QRectF(0, lane.top() - kLaneGap, width(), kLaneGap), theme.line);
        if (single)
            paintSamples(painter, at);
        else
            paintColumns(painter, at, event->rect());
        painter.setPen(theme.faintText);
        painter.drawText(QRectF(0, lane.top(), leftMargin() - 8, lane.height()),
                         Qt::AlignRight | Qt::AlignVCenter, laneName(lanes()[std::size_t(at)]));
    }
    paintSelection(painter);
    paintPointer(painter);
    paintPlayhead(painter);
}

void WaveformView::paintMessage(QPainter& painter) const
{
    const auto& theme = widgets::currentTheme();
    const QRectF area = timeRect();
    painter.fillRect(QRectF(area.left(), area.center().y(), area.width(), 1), theme.line);
    const QString text = isEmpty()                   ? tr("The sound of an opened clip appears here")
                         : m_sound == Sound::Loading ? tr("Reading the sound…")
                                                     : tr("No sound");
    const QRectF box = painter.fontMetrics().boundingRect(text).adjusted(-10, -2, 10, 2);
    QRectF place(QPointF(), box.size());
    place.moveCenter(area.center());
    painter.fillRect(place, theme.surface);
    painter.setPen(theme.faintText);
    painter.drawText(place, Qt::AlignCenter, text);
}

void WaveformView::paintColumns(QPainter& painter, int at, const QRect& dirty) const
{
    const auto& theme = widgets::currentTheme();
    const auto& columns = m_columns[std::size_t(at)];
    const QRectF lane = laneRect(at);
    const double middle = lane.center().y();
    const double half = lane.height() / 2 - 2;
    const double thin = 1 / m_ratio; // one physical pixel
    const double played = xOf(position());
    const auto from = std::max(0, int((dirty.left() - lane.left()) * m_ratio));
    const auto to = std::min(int(columns.size()), int((dirty.right() + 1 - lane.left()) * m_ratio) + 1);
    const auto bar = [&](int column, float top, float bottom, const QColor& colour) {
        const double y = middle - double(std::clamp(top, -1.0F, 1.0F)) * half;
        const double bottomY = middle - double(std::clamp(bottom, -1.0F, 1.0F)) * half;
        painter.fillRect(QRectF(lane.left() + column * thin, y - thin / 2, thin, bottomY - y + thin), colour);
    };
    QColor soft = theme.accent;
    soft.setAlphaF(0.55F);
    QColor core = theme.wave;
    core = theme.dark ? core.lighter(140) : core.darker(125);
    for (int i = from; i < to; ++i) {
        const Peak& peak = columns[std::size_t(i)];
        const bool isPlayed = lane.left() + i * thin < played;
        bar(i, peak.max, peak.min, isPlayed ? soft : theme.wave);
        const float high = std::min(peak.max, peak.rms);
        const float low = std::max(peak.min, -peak.rms);
        if (high > low)
            bar(i, high, low, isPlayed ? theme.accent : core);
    }
}

void WaveformView::paintSamples(QPainter& painter, int at) const
{
    const auto& theme = widgets::currentTheme();
    const int lane = lanes()[std::size_t(at)];
    const QRectF rect = laneRect(at);
    const double half = rect.height() / 2 - 2;
    const double rate = m_waveform->rateHz();
    const auto from = std::int64_t(shownRange().begin.seconds() * rate) - 1;
    const auto to = std::int64_t(shownRange().end.seconds() * rate) + 2;
    QPolygonF line;
    for (const auto& tile : m_samples) {
        const std::int64_t begin = tile->key.index * SoundTileKey::kSampleFrames;
        for (std::int64_t i = std::max(from, begin); i < std::min(to, begin + tile->columns); ++i) {
            const double share =
                (double(i) / rate - shownRange().begin.seconds()) / shownRange().duration().seconds();
            line.append({rect.left() + share * rect.width(),
                         rect.center().y() - double(sampleOf(*tile, int(i - begin), lane)) * half});
        }
    }
    painter.save();
    painter.setClipRect(rect.adjusted(0, 0, 1, 0));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1.2));
    painter.drawPolyline(line);
    if (line.size() > 1 && line[1].x() - line[0].x() >= kPointsFrom) {
        painter.setPen(QPen(theme.accent, 4, Qt::SolidLine, Qt::RoundCap));
        painter.drawPoints(line);
    }
    painter.restore();
}

} // namespace avs::timeline
