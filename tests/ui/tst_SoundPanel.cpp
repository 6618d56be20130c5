// SPDX-License-Identifier: GPL-3.0-or-later
// The views of sound, with real workers and a sound whose content is known.
#include "core/jobs/WaveformWorker.h"
#include "core/jobs/WorkerThread.h"
#include "support/TestMedia.h"
#include "ui/IsolatedSettings.h"
#include "ui/timeline/ScrubBar.h"
#include "ui/timeline/SoundPanel.h"
#include "ui/timeline/SpectrogramView.h"
#include "ui/timeline/TimeRuler.h"
#include "ui/timeline/WaveformView.h"
#include "ui/widgets/Theme.h"

#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <numbers>

using namespace avs;
using base::MediaTime;
using base::TimeRange;
using models::SoundViewOptions;
using timeline::ScrubBar;
using timeline::SoundPanel;
using timeline::SpectrogramView;
using timeline::TimelineWidget;
using timeline::TimeRuler;
using timeline::WaveformView;
using Spectrum = models::SoundViewOptions::Spectrum;

namespace {

constexpr int kPatience = 30'000;
constexpr double kSeconds = 4;

MediaTime at(double seconds)
{
    return MediaTime::fromSeconds(seconds);
}

/// Left: 1000 Hz, loud from 1 s to 2 s alone; right: silence.
float toneOnTheLeft(double time, int channel)
{
    const double loudness = channel == 0 && time >= 1 && time < 2 ? 0.8 : 0;
    return float(loudness * std::sin(2 * std::numbers::pi * 1000 * time));
}

/// What a window does around the panel.
struct Studio
{
    testing::IsolatedSettings settings;
    QTemporaryDir cache;
    jobs::WorkerThread<jobs::WaveformWorker> waveform{"waveform", media::WaveformCache(cache.path())};
    jobs::WorkerThread<jobs::SoundTileWorker> worker{"tiles"};
    models::TimeAxis axis;
    models::SoundTiles tiles{worker.get()};
    models::SoundViewOptions options;
    models::SegmentationTrack track;
    models::ViewState view;
    playback::PlaybackController player;
    models::Markers markers;
    SoundPanel panel{{&axis, &tiles, &options, &track, &view, &player, &markers}};
    ScrubBar scrub{&axis};

    Studio()
    {
        QObject::connect(
            waveform.get(), &jobs::WaveformWorker::grown, &panel,
            [this](quint64, const media::WaveformPyramidPtr& known) { panel.setWaveform(known); });
        QObject::connect(waveform.get(), &jobs::WaveformWorker::failed, &panel,
                         [this] { panel.setWaveform(nullptr); });
        panel.resize(800, 300);
        panel.show();
        scrub.resize(800, 22);
    }

    void open(const QString& path)
    {
        axis.setDuration(at(kSeconds));
        tiles.setClip(path);
        player.setClip(nullptr, at(kSeconds));
        panel.setSoundLoading();
        (void)waveform->load(path);
    }

    template <typename T>
    [[nodiscard]] T* find() const
    {
        return panel.findChild<T*>();
    }
};

QPoint place(const TimelineWidget* widget, double seconds, double down = 0.5)
{
    return {qRound(widget->xOf(at(seconds))), qRound(widget->height() * down)};
}

void turnWheel(QWidget* widget, QPoint position, QPoint angle, Qt::KeyboardModifiers modifiers = {})
{
    QWheelEvent event(position, widget->mapToGlobal(QPointF(position)), {}, angle, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(widget, &event);
    QVERIFY(event.isAccepted());
}

void drag(QWidget* widget, QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton,
          Qt::KeyboardModifiers modifiers = {})
{
    QTest::mousePress(widget, button, modifiers, from);
    for (int i = 1; i <= 4; ++i) {
        const QPointF point = QPointF(from) + QPointF(to - from) * i / 4;
        QMouseEvent move(QEvent::MouseMove, point, widget->mapToGlobal(point), Qt::NoButton, button,
                         modifiers);
        QCoreApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, button, modifiers, to);
}

bool close(MediaTime time, double seconds, double tolerance = 0.02)
{
    return std::abs(time.seconds() - seconds) < tolerance;
}

} // namespace

class tst_SoundPanel : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<Studio> m_studio;

    WaveformView* wave() const { return m_studio->find<WaveformView>(); }
    SpectrogramView* spectrogram() const { return m_studio->find<SpectrogramView>(); }
    TimeRuler* ruler() const { return m_studio->find<TimeRuler>(); }

    void open()
    {
        m_studio->open(m_path);
        QTRY_COMPARE_WITH_TIMEOUT(wave()->sound(), WaveformView::Sound::Ready, kPatience);
    }

    /// Rows of a column of the widget that are not its ground.
    static int inkAt(QWidget* widget, QPoint place)
    {
        const QImage image = widget->grab().toImage();
        const QRgb ground = widgets::currentTheme().surface.rgb();
        int ink = 0;
        for (int y = 0; y < image.height(); ++y)
            ink += image.pixel(qRound(place.x() * image.devicePixelRatio()), y) != ground ? 1 : 0;
        return ink;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_path = m_folder.filePath("sound.wav");
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.soundEncoder = "pcm_s16le";
        spec.seconds = kSeconds;
        spec.wave = toneOnTheLeft;
        QVERIFY(testing::writeClip(m_path, spec));
    }
    void init()
    {
        m_studio = std::make_unique<Studio>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_studio->panel));
    }
    void cleanup() { m_studio.reset(); }

    void theWaveformIsDrawnWhereTheSoundIs()
    {
        QCOMPARE(wave()->sound(), WaveformView::Sound::None);
        open();
        QVERIFY(inkAt(wave(), place(wave(), 1.5)) > wave()->height() / 3);
        QVERIFY(inkAt(wave(), place(wave(), 3)) < 4);
    }

    void channelsCanBeSeenApart()
    {
        open();
        QCOMPARE(wave()->laneCount(), 1);
        m_studio->options.setChannelsApart(true);
        QCOMPARE(wave()->laneCount(), 2);
        const QImage image = wave()->grab().toImage();
        const double x = place(wave(), 1.5).x() * image.devicePixelRatio();
        const QRgb ground = widgets::currentTheme().surface.rgb();
        QVERIFY(image.pixel(int(x), image.height() / 8) != ground);    // loud left
        QCOMPARE(image.pixel(int(x), image.height() * 5 / 8), ground); // silent right
    }

    void theWheelZoomsOnThePointer()
    {
        open();
        const QPoint pointer = place(wave(), 1.5);
        const MediaTime before = wave()->timeAt(pointer.x());
        for (int i = 0; i < 8; ++i)
            turnWheel(wave(), pointer, {0, 120});
        QVERIFY(m_studio->axis.visible().duration().seconds() < 1);
        QVERIFY(close(wave()->timeAt(pointer.x()), before.seconds(), 0.002));
        QCOMPARE(ruler()->xOf(before), wave()->xOf(before));
        QCOMPARE(spectrogram()->xOf(before), wave()->xOf(before));
        QVERIFY(close(m_studio->scrub.timeAt(m_studio->scrub.width()), kSeconds)); // shows all, always
        for (int i = 0; i < 9; ++i)
            turnWheel(spectrogram(), pointer, {0, -120}, Qt::ControlModifier);
        QVERIFY(m_studio->axis.isFitted());
    }

    void panningMovesWhatIsSeen()
    {
        open();
        m_studio->axis.showRange({at(1), at(2)});
        turnWheel(wave(), place(wave(), 1.5), {0, -120}, Qt::ShiftModifier);
        QVERIFY(close(m_studio->axis.visible().begin, 1.1, 0.001));
        turnWheel(wave(), place(wave(), 1.5), {120, 0});
        QVERIFY(close(m_studio->axis.visible().begin, 1.0, 0.001));
        drag(wave(), place(wave(), 1.8), place(wave(), 1.3), Qt::MiddleButton);
        QVERIFY(close(m_studio->axis.visible().begin, 1.5));
        QCOMPARE(m_studio->player.position(), MediaTime());
        // On the scrub bar the mark follows the pointer.
        drag(&m_studio->scrub, place(&m_studio->scrub, 2), place(&m_studio->scrub, 1), Qt::MiddleButton);
        QVERIFY(close(m_studio->axis.visible().begin, 0.5));
    }

    void clicksSeek()
    {
        open();
        QTest::mouseClick(wave(), Qt::LeftButton, {}, place(wave(), 2.5));
        QVERIFY(close(m_studio->player.position(), 2.5));
        QTest::mouseClick(spectrogram(), Qt::LeftButton, {}, place(spectrogram(), 0.5));
        QVERIFY(close(m_studio->player.position(), 0.5));
        QTest::mouseClick(ruler(), Qt::LeftButton, {}, place(ruler(), 3));
        QVERIFY(close(m_studio->player.position(), 3));
        QVERIFY(!m_studio->axis.selection());
        drag(wave(), place(wave(), 1), place(wave(), 1.7));
        QVERIFY(close(m_studio->player.position(), 1.7));
    }

    void rangesAreSelectedAndAdjusted()
    {
        open();
        auto& axis = m_studio->axis;
        drag(ruler(), place(ruler(), 2), place(ruler(), 1));
        QVERIFY(axis.selection() && close(axis.selection()->begin, 1) && close(axis.selection()->end, 2));
        drag(wave(), place(wave(), 2), place(wave(), 3)); // the edge
        QVERIFY(close(axis.selection()->begin, 1) && close(axis.selection()->end, 3));
        drag(wave(), place(wave(), 1), place(wave(), 3.5)); // beyond the other edge
        QVERIFY(close(axis.selection()->begin, 3) && close(axis.selection()->end, 3.5));
        drag(wave(), place(wave(), 0.5), place(wave(), 1.5), Qt::LeftButton, Qt::ShiftModifier);
        QVERIFY(close(axis.selection()->begin, 0.5) && close(axis.selection()->end, 1.5));
        QCOMPARE(m_studio->player.position(), MediaTime());
        QTest::keyClick(wave(), Qt::Key_Escape);
        QVERIFY(!axis.selection());
    }

    void thePageFollowsThePlayhead()
    {
        open();
        auto& axis = m_studio->axis;
        axis.showRange({at(0), at(0.3)});
        m_studio->player.play();
        QTRY_VERIFY_WITH_TIMEOUT(axis.visible().begin > at(0.2), kPatience);
        axis.showRange({at(3.5), at(4)}); // by hand: stays
        const MediaTime now = m_studio->player.position();
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->player.position() > now + at(0.2), kPatience);
        QCOMPARE(axis.visible(), (TimeRange{at(3.5), at(4)}));
        m_studio->player.pause();
        m_studio->player.seek(at(1)); // a jump is always shown
        QVERIFY(axis.visible().contains(at(1)));
    }

    void theSpectrogramShowsTheTone_data()
    {
        QTest::addColumn<Spectrum>("spectrum");
        QTest::addColumn<bool>("log");
        QTest::newRow("mel") << Spectrum::Mel << false;
        QTest::newRow("plain, linear") << Spectrum::Stft << false;
        QTest::newRow("plain, logarithmic") << Spectrum::Stft << true;
    }
    void theSpectrogramShowsTheTone()
    {
        QFETCH(Spectrum, spectrum);
        QFETCH(bool, log);
        m_studio->options.setSpectrum(spectrum);
        m_studio->options.setLogFrequency(log);
        open();
        QTRY_VERIFY_WITH_TIMEOUT(spectrogram()->isComplete(), kPatience);
        // The pointer reads the frequency; find the tone's row by it.
        double loudest = -1000;
        QString there;
        for (int y = 1; y < spectrogram()->height(); ++y) {
            const QString text = spectrogram()->readout({double(place(spectrogram(), 1.5).x()), double(y)});
            QVERIFY(!text.isEmpty());
            const QStringList words = text.split(' ');
            const double value =
                spectrum == Spectrum::Stft ? words.at(words.size() - 2).toDouble() : words.last().toDouble();
            if (value > loudest) {
                loudest = value;
                there = text;
            }
        }
        QVERIFY2(there.contains("kHz") || there.contains("Hz"), qPrintable(there));
        const QStringList parts = there.split(QStringLiteral(" · "));
        const double hz =
            parts[1].endsWith("kHz") ? parts[1].chopped(4).toDouble() * 1000 : parts[1].chopped(3).toDouble();
        QVERIFY2(std::abs(hz - 1000) < 120, qPrintable(there));
        const double row = spectrum == Spectrum::Mel ? 0.5 : log ? 0.5 : 0.95;
        const QImage image = spectrogram()->grab().toImage();
        QVERIFY(image.pixel(place(spectrogram(), 1.5, row)) != image.pixel(place(spectrogram(), 3, row)));
    }

    void zoomingMakesFinerTiles()
    {
        open();
        QTRY_VERIFY_WITH_TIMEOUT(spectrogram()->isComplete(), kPatience);
        m_studio->axis.showRange({at(0.9), at(1.1)});
        QTRY_VERIFY_WITH_TIMEOUT(spectrogram()->isComplete(), kPatience);
        m_studio->options.setSpectrum(Spectrum::Stft);
        for (const int size : {512, 8192}) {
            m_studio->options.setFftSize(size);
            QVERIFY(!spectrogram()->isComplete());
            QTRY_VERIFY_WITH_TIMEOUT(spectrogram()->isComplete(), kPatience);
        }
        m_studio->options.setSpectrum(Spectrum::Off);
        QVERIFY(!spectrogram()->isVisible());
    }

    void samplesAreSeenFromCloseUp()
    {
        // A clip this short may show samples as soon as it is open.
        QSignalSpy arrived(&m_studio->tiles, &models::SoundTiles::arrived);
        open();
        m_studio->axis.showRange({at(1.5), at(1.502)}); // two periods
        const auto hasSamples = [&] {
            for (const auto& call : arrived) {
                if (call.first().value<jobs::SoundTilePtr>()->key.kind == jobs::SoundTileKey::Kind::Samples)
                    return true;
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasSamples(), kPatience);
        // A line, not bars: where it peaks and where it crosses, about as little is drawn.
        QTRY_VERIFY_WITH_TIMEOUT(inkAt(wave(), place(wave(), 1.50025)) < wave()->height() / 4, kPatience);
        QVERIFY(inkAt(wave(), place(wave(), 1.50025)) > 1);
    }

    void aClipWithoutSoundSaysSo()
    {
        m_studio->axis.setDuration(at(kSeconds));
        m_studio->tiles.setClip({});
        m_studio->panel.setSoundLoading();
        QCOMPARE(wave()->sound(), WaveformView::Sound::Loading);
        const QImage loading = wave()->grab().toImage();
        m_studio->panel.setWaveform(nullptr);
        QCOMPARE(wave()->sound(), WaveformView::Sound::None);
        QVERIFY(wave()->grab().toImage() != loading);
        QTest::mouseClick(wave(), Qt::LeftButton, {}, place(wave(), 2));
        QVERIFY(!spectrogram()->isComplete());
    }

    void choicesAreRemembered()
    {
        m_studio->options.setSpectrum(Spectrum::Stft);
        m_studio->options.setFftSize(4096);
        m_studio->options.setChannelsApart(true);
        m_studio->options.setLogFrequency(false);
        m_studio->options.setRulerUnit(SoundViewOptions::RulerUnit::Frames);
        const SoundViewOptions again;
        QCOMPARE(again.spectrum(), Spectrum::Stft);
        QCOMPARE(again.fftSize(), 4096);
        QVERIFY(again.channelsApart());
        QVERIFY(!again.logFrequency());
        QCOMPARE(again.rulerUnit(), SoundViewOptions::RulerUnit::Frames);
    }

    void theRulerShowsTheLoop()
    {
        open();
        const QImage without = ruler()->grab().toImage();
        m_studio->player.setLoop(TimeRange{at(1), at(2)});
        const QImage with = ruler()->grab().toImage();
        const int foot = qRound((ruler()->height() - 3) * with.devicePixelRatio());
        const auto x = [&](double seconds) {
            return qRound(ruler()->xOf(at(seconds)) * with.devicePixelRatio());
        };
        QCOMPARE(with.pixelColor(x(1.55), foot), widgets::currentTheme().accent);
        QCOMPARE(with.pixel(x(2.55), foot), without.pixel(x(2.55), foot));
        m_studio->player.setLoop({});
        QCOMPARE(ruler()->grab().toImage(), without);
    }

    void theRulerShowsMarkers()
    {
        open();
        m_studio->markers.setClip(m_path);
        const QImage without = ruler()->grab().toImage();
        m_studio->markers.toggle(at(1.6));
        const QImage with = ruler()->grab().toImage();
        const auto pixel = [&](const QImage& image, double seconds) {
            const QPointF place(ruler()->xOf(at(seconds)), 3); // within the flag
            return image.pixelColor((place * image.devicePixelRatio()).toPoint());
        };
        QCOMPARE(pixel(with, 1.6), widgets::currentTheme().text);
        QCOMPARE(pixel(with, 2.6), pixel(without, 2.6));
        m_studio->markers.toggle(at(1.6));
        QCOMPARE(ruler()->grab().toImage(), without);
    }

    void theRulerCountsFrames()
    {
        open();
        std::vector<MediaTime> times;
        for (int i = 0; i < 100; ++i)
            times.push_back(at(i * 0.04));
        m_studio->panel.setFrames(std::make_shared<const media::FrameTable>(times, at(kSeconds)));
        const QImage inTime = ruler()->grab().toImage();
        m_studio->options.setRulerUnit(SoundViewOptions::RulerUnit::Frames);
        const QImage inFrames = ruler()->grab().toImage();
        QVERIFY(inTime != inFrames);
        m_studio->panel.setFrames(nullptr); // cannot be counted
        QCOMPARE(ruler()->grab().toImage(), inTime);
    }
};

QTEST_MAIN(tst_SoundPanel)
#include "tst_SoundPanel.moc"
