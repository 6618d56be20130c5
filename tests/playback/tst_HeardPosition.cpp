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
        HeardPosition heard(48000, 4800);
        QCOMPARE(heard.heard(5'000'000), 0);
    }

    void movesBetweenGulps()
    {
        HeardPosition heard(48000, 4800);
        heard.taken(4800, 1'000'000);
        QCOMPARE(heard.heard(1'000'000), 0);
        QCOMPARE(heard.heard(1'050'000), 2400);
        heard.taken(2400, 1'050'000);
        QCOMPARE(heard.heard(1'100'000), 4800);
    }

    void stallHoldsThePosition()
    {
        HeardPosition heard(48000, 4800);
        heard.taken(4800, 0);
        QCOMPARE(heard.heard(500'000), 4800); // the device took nothing for half a second
        heard.taken(4800, 500'000);
        QCOMPARE(heard.heard(550'000), 4800 + 2400); // and goes on from where it stood
    }

    void fastDevicePullsThePositionAlong()
    {
        HeardPosition heard(48000, 4800);
        heard.taken(48000, 0);
        QCOMPARE(heard.heard(100'000), 43200); // all but its buffer must have been played
    }

    void neverFalls()
    {
        HeardPosition heard(48000, 4800);
        std::int64_t last = 0;
        for (int i = 0; i < 200; ++i) {
            if (i % 7 == 0)
                heard.taken(i % 2 ? 480 : 5000, i * 10'000);
            const auto now = heard.heard(i * 10'000);
            QVERIFY(now >= last);
            last = now;
        }
    }
};

QTEST_GUILESS_MAIN(tst_HeardPosition)
#include "tst_HeardPosition.moc"
