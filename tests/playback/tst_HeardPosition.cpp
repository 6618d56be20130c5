// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playback/HeardPosition.h"

#include <QTest>

using avs::playback::HeardPosition;

class tst_HeardPosition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitsForTheDevice()
    {
        HeardPosition heard(48000);
        QCOMPARE(heard.heard(5'000'000), 0);
        heard.taken(4800);
        QCOMPARE(heard.heard(5'000'000), 0);
    }

    void movesBetweenAnswers()
    {
        HeardPosition heard(48000);
        heard.taken(4800);
        heard.observe(0, 1'000'000);
        QCOMPARE(heard.heard(1'000'000), 0);
        QCOMPARE(heard.heard(1'050'000), 2400);
        heard.taken(2400);
        QCOMPARE(heard.heard(1'100'000), 4800);
    }

    void neverBeyondWhatWasTaken()
    {
        HeardPosition heard(48000);
        heard.taken(4800);
        heard.observe(0, 0);
        QCOMPARE(heard.heard(500'000), 4800);
    }

    void stallHoldsThePosition()
    {
        HeardPosition heard(48000);
        heard.taken(9600);
        heard.observe(0, 0);
        QCOMPARE(heard.heard(50'000), 2400);
        heard.observe(2400, 550'000); // it stood still for half a second
        QCOMPARE(heard.heard(550'000), 2400);
        QCOMPARE(heard.heard(600'000), 4800);
    }

    void followsADriftingClock()
    {
        HeardPosition heard(48000);
        heard.taken(48000LL * 4000);
        for (std::int64_t us = 0; us < 3'600'000'000; us += 20'000) {
            // A device that runs 500 parts per million fast, and answers in steps of 10 ms.
            const auto played = std::int64_t(double(us) * 0.048 * 1.0005);
            heard.observe(played / 480 * 480, us);
            const double error = double(heard.heard(us) - played);
            QVERIFY2(std::abs(error) < 0.015 * 48000, qPrintable(QString::number(error)));
        }
    }

    void neverFalls()
    {
        HeardPosition heard(48000);
        std::int64_t last = 0;
        for (int i = 0; i < 200; ++i) {
            heard.taken(480);
            if (i % 7 == 0)
                heard.observe(i * 480 - (i % 2 == 0 ? 400 : 4000), i * 10'000);
            const auto now = heard.heard(i * 10'000);
            QVERIFY(now >= last);
            last = now;
        }
    }
};

QTEST_GUILESS_MAIN(tst_HeardPosition)
#include "tst_HeardPosition.moc"
