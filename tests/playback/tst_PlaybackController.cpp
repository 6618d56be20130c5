// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/PlaybackController.h"

#include <QSignalSpy>
#include <QTest>

using namespace avs;
using base::FrameIndex;
using base::MediaTime;

namespace {

/// A clock that the test moves by hand.
class ManualSink : public playback::AudioSink
{
public:
    void start(MediaTime from) override
    {
        now = from;
        running = true;
        ++starts;
    }
    void stop() override { running = false; }
    MediaTime position() const override { return now; }
    void setSound(const QString& path) override { sound = path; }
    void setSpeed(double s) override { speed = s; }
    void setMuted(bool m) override { muted = m; }
    void setLoop(const std::optional<base::TimeRange>& range) override { loop = range; }

    std::optional<base::TimeRange> loop;
    MediaTime now;
    bool running = false;
    bool muted = false;
    int starts = 0;
    double speed = 1;
    QString sound;
};

MediaTime ms(std::int64_t value)
{
    return MediaTime::fromMicroseconds(value * 1000);
}

/// Uneven frame times: 0, 40, 80, 200, 240 ms; the clip ends at 300 ms.
std::shared_ptr<const media::FrameTable> unevenFrames()
{
    return std::make_shared<media::FrameTable>(
        std::vector<MediaTime>{ms(0), ms(40), ms(80), ms(200), ms(240)}, ms(300));
}

} // namespace

class tst_PlaybackController : public QObject
{
    Q_OBJECT

    std::unique_ptr<playback::PlaybackController> m_player;
    ManualSink* m_sink = nullptr;

private Q_SLOTS:
    void init()
    {
        m_player = std::make_unique<playback::PlaybackController>();
        auto sink = std::make_unique<ManualSink>();
        m_sink = sink.get();
        m_player->setSink(std::move(sink));
        m_player->setClip(unevenFrames(), ms(300));
    }
    void cleanup() { m_player.reset(); }

    void followsTheSink()
    {
        QSignalSpy frames(m_player.get(), &playback::PlaybackController::frameChanged);
        m_player->play();
        QVERIFY(m_sink->running);
        m_sink->now = ms(199);
        QTRY_COMPARE(m_player->currentFrame(), FrameIndex(2));
        m_sink->now = ms(200);
        QTRY_COMPARE(m_player->currentFrame(), FrameIndex(3));
        QCOMPARE(m_player->position(), ms(200));
        QCOMPARE(frames.count(), 2);
    }

    void stopsAtTheEndAndBeginsAgain()
    {
        QSignalSpy playing(m_player.get(), &playback::PlaybackController::playingChanged);
        m_player->play();
        m_sink->now = ms(1000);
        QTRY_VERIFY(!m_player->isPlaying());
        QCOMPARE(m_player->position(), ms(300));
        QCOMPARE(m_player->currentFrame(), FrameIndex(4));
        QVERIFY(!m_sink->running);
        m_player->play();
        QCOMPARE(m_sink->now, ms(0));
        QCOMPARE(m_player->currentFrame(), FrameIndex(0));
        QCOMPARE(playing.count(), 3);
    }

    void stepsByPresentationOrder()
    {
        m_player->seek(ms(90));
        QCOMPARE(m_player->currentFrame(), FrameIndex(2));
        m_player->step(1);
        QCOMPARE(m_player->position(), ms(200));
        m_player->step(-2);
        QCOMPARE(m_player->position(), ms(40));
        m_player->step(-5);
        QCOMPARE(m_player->currentFrame(), FrameIndex(0));
        m_player->step(50);
        QCOMPARE(m_player->currentFrame(), FrameIndex(4));
        m_player->toStart();
        m_player->toEnd();
        QCOMPARE(m_player->position(), ms(240));
    }

    void steppingPauses()
    {
        m_player->play();
        m_player->step(1);
        QVERIFY(!m_player->isPlaying());
        QVERIFY(!m_sink->running);
        QCOMPARE(m_player->currentFrame(), FrameIndex(1));
    }

    void seekWhilePlayingRestartsTheSink()
    {
        m_player->play();
        m_player->seek(ms(210));
        QCOMPARE(m_sink->now, ms(210));
        QVERIFY(m_player->isPlaying());
        m_player->skip(ms(-1000));
        QCOMPARE(m_sink->now, ms(0));
    }

    void soundArrivingLateJoinsIn()
    {
        m_player->play();
        m_sink->now = ms(120);
        QTRY_COMPARE(m_player->position(), ms(120));
        const int before = m_sink->starts;
        m_player->setSound("clip.wav");
        QCOMPARE(m_sink->sound, QStringLiteral("clip.wav"));
        QCOMPARE(m_sink->starts, before + 1);
        QCOMPARE(m_sink->now, ms(120));
    }

    void failedSinkGivesWayToSilence()
    {
        QSignalSpy failures(m_player.get(), &playback::PlaybackController::soundFailed);
        m_player->setClip(nullptr, ms(3'600'000)); // long, so that no busy machine sees its end
        m_player->play();
        m_sink->now = ms(50);
        QTRY_COMPARE(m_player->position(), ms(50));
        Q_EMIT m_sink->failed({base::ErrorCode::Device, "unplugged", {}, {}});
        QTRY_COMPARE(failures.count(), 1);
        QVERIFY(m_player->isPlaying());
        QTRY_VERIFY_WITH_TIMEOUT(m_player->position() > ms(100), 30'000); // the steady clock moves it on
        QVERIFY(m_player->isPlaying());
    }

    void silentSinkKeepsRealTime()
    {
        playback::PlaybackController player;
        player.setClip(nullptr, ms(400));
        QElapsedTimer timer;
        timer.start();
        player.play();
        QTRY_VERIFY(!player.isPlaying());
        QVERIFY2(timer.elapsed() >= 395, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(player.position(), ms(400));
    }

    void speedGoesOnFromWhereItIs()
    {
        QSignalSpy speeds(m_player.get(), &playback::PlaybackController::speedChanged);
        m_player->play();
        m_sink->now = ms(100);
        m_player->setSpeed(2);
        QCOMPARE(m_sink->speed, 2.0);
        QCOMPARE(m_sink->now, ms(100));
        QVERIFY(m_sink->running);
        m_player->setSpeed(100);
        QCOMPARE(m_player->speed(), playback::PlaybackController::kFastest);
        m_player->setSpeed(0.1);
        QCOMPARE(m_player->speed(), playback::PlaybackController::kSlowest);
        QCOMPARE(m_player->rate(), m_player->speed());
        QCOMPARE(speeds.count(), 3);
    }

    void loopGoesRound()
    {
        m_player->setLoop(base::TimeRange{ms(80), ms(200)});
        m_player->seek(ms(250));
        m_player->play(); // outside: from its start
        QCOMPARE(m_sink->now, ms(80));
        m_sink->now = ms(199);
        QTRY_COMPARE(m_player->position(), ms(199));
        m_sink->now = ms(205);
        QTRY_COMPARE(m_player->position(), ms(80));
        QCOMPARE(m_sink->now, ms(80));
        QVERIFY(m_player->isPlaying());
        m_player->setLoop({});
        m_sink->now = ms(205);
        QTRY_COMPARE(m_player->position(), ms(205));
        m_player->setLoop(base::TimeRange{ms(50), ms(50)});
        QVERIFY(!m_player->loop());
    }

    void theSinkKnowsTheLoop()
    {
        const base::TimeRange loop{ms(80), ms(200)};
        m_player->setLoop(loop);
        m_player->play();
        QVERIFY(m_sink->loop == loop);
        const int starts = m_sink->starts;
        m_sink->now = ms(150);
        m_player->setLoop({}); // in mid-playing: from where it is
        QVERIFY(!m_sink->loop);
        QCOMPARE(m_sink->starts, starts + 1);
        QCOMPARE(m_sink->now, ms(150));
    }

    /// As when its edge is dragged: at each start the sound breaks off and the clock stands for a moment.
    void aLoopThatChangesQuicklyStartsTheSinkTwice()
    {
        m_player->play();
        const int starts = m_sink->starts;
        for (int end = 201; end <= 250; ++end)
            m_player->setLoop(base::TimeRange{ms(80), ms(end)});
        QCOMPARE(m_sink->starts, starts + 1);
        m_sink->now = ms(90);
        QTRY_COMPARE(m_sink->starts, starts + 2);
        QVERIFY((m_sink->loop == base::TimeRange{ms(80), ms(250)}));
        QCOMPARE(m_sink->now, ms(90));
    }

    void wholeClipCanLoop()
    {
        m_player->setLoop(base::TimeRange{ms(0), ms(300)});
        m_player->play();
        m_sink->now = ms(320);
        QTRY_COMPARE(m_sink->now, ms(0));
        QVERIFY(m_player->isPlaying());
    }

    void shuttlesFasterAndBack()
    {
        QSignalSpy rates(m_player.get(), &playback::PlaybackController::rateChanged);
        m_player->shuttleForward();
        QVERIFY(m_player->isPlaying());
        QCOMPARE(m_player->rate(), 1.0);
        m_player->shuttleForward();
        QCOMPARE(m_sink->speed, 2.0);
        m_player->shuttleForward();
        m_player->shuttleForward();
        QCOMPARE(m_player->rate(), 4.0);
        m_player->pause();
        QCOMPARE(m_player->rate(), 1.0); // the set speed
        QCOMPARE(rates.count(), 3);
    }

    void shuttlesBackwardsInSilence()
    {
        m_player->setClip(nullptr, ms(3'600'000));
        m_player->seek(ms(3'000'000));
        m_player->shuttleForward();
        m_player->shuttleBack();
        QVERIFY(!m_sink->running);
        QVERIFY(m_player->isPlaying());
        QCOMPARE(m_player->rate(), -1.0);
        QTRY_VERIFY_WITH_TIMEOUT(m_player->position() < ms(3'000'000), 30'000);
        m_player->shuttleBack();
        m_player->shuttleBack();
        QCOMPARE(m_player->rate(), -4.0);
        m_player->shuttleForward();
        QCOMPARE(m_player->rate(), 1.0);
        QVERIFY(m_sink->running);
        QVERIFY(m_sink->now < ms(3'000'000));
        m_player->seek(ms(20));
        m_player->shuttleBack();
        QTRY_VERIFY_WITH_TIMEOUT(!m_player->isPlaying(), 30'000); // at the start it ends
        QCOMPARE(m_player->position(), ms(0));
    }

    void muteReachesTheSink()
    {
        m_player->setMuted(true);
        QVERIFY(m_sink->muted);
        QVERIFY(m_player->isMuted());
    }

    void withoutAClipNothingPlays()
    {
        playback::PlaybackController player;
        player.play();
        QVERIFY(!player.isPlaying());
        player.step(1);
        QCOMPARE(player.position(), ms(0));
    }
};

QTEST_GUILESS_MAIN(tst_PlaybackController)
#include "tst_PlaybackController.moc"
