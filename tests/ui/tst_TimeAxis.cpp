// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/TimeAxis.h"

#include <QSignalSpy>
#include <QTest>

using namespace avs;
using base::MediaTime;
using base::TimeRange;
using models::TimeAxis;

namespace {

MediaTime at(double seconds)
{
    return MediaTime::fromSeconds(seconds);
}

TimeRange range(double from, double to)
{
    return {at(from), at(to)};
}

} // namespace

class tst_TimeAxis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewClipIsSeenWhole()
    {
        TimeAxis axis;
        QVERIFY(axis.isEmpty());
        axis.zoomAt(at(1), 2); // nothing to zoom into
        axis.setDuration(at(10));
        axis.setSelection(range(1, 2));
        axis.zoomAt(at(5), 2);
        QVERIFY(!axis.isFitted());
        const QSignalSpy seen(&axis, &TimeAxis::visibleChanged);
        axis.setDuration(at(20));
        QVERIFY(axis.isFitted());
        QCOMPARE(axis.visible(), range(0, 20));
        QVERIFY(!axis.selection());
        QCOMPARE(seen.count(), 1);
    }

    void aLongerClipKeepsItsPlace()
    {
        TimeAxis axis;
        axis.setDuration(at(10));
        axis.setSelection(range(1, 2));
        axis.extend(at(9));
        QCOMPARE(axis.duration(), at(10));
        axis.extend(at(11));
        QCOMPARE(axis.visible(), range(0, 11));
        axis.showRange(range(3, 4));
        axis.extend(at(12));
        QCOMPARE(axis.visible(), range(3, 4));
        QCOMPARE(*axis.selection(), range(1, 2));
        axis.fit();
        QCOMPARE(axis.visible(), range(0, 12));
    }

    void theAnchorStaysWhereItIs_data()
    {
        QTest::addColumn<double>("anchor");
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::newRow("middle") << 5.0 << 2.5 << 7.5;
        QTest::newRow("quarter") << 2.5 << 1.25 << 6.25;
        QTest::newRow("start") << 0.0 << 0.0 << 5.0;
        QTest::newRow("end") << 10.0 << 5.0 << 10.0;
    }
    void theAnchorStaysWhereItIs()
    {
        QFETCH(double, anchor);
        QFETCH(double, from);
        QFETCH(double, to);
        TimeAxis axis;
        axis.setDuration(at(10));
        axis.zoomAt(at(anchor), 2);
        QCOMPARE(axis.visible(), range(from, to));
        axis.zoomAt(at(anchor), 0.5);
        QVERIFY(axis.isFitted());
    }

    void zoomEndsAtItsLimits()
    {
        TimeAxis axis;
        axis.setDuration(at(10));
        for (int i = 0; i < 100; ++i)
            axis.zoomAt(at(3), 2);
        QCOMPARE(axis.visible().duration(), TimeAxis::kShortest);
        QVERIFY(axis.visible().contains(at(3)));
        for (int i = 0; i < 100; ++i)
            axis.zoomAt(at(3), 0.5);
        QVERIFY(axis.isFitted());
        axis.setDuration(MediaTime::fromMicroseconds(400)); // shorter than the limit
        axis.zoomAt(MediaTime(), 8);
        QVERIFY(axis.isFitted());
    }

    void panEndsAtTheClip()
    {
        TimeAxis axis;
        axis.setDuration(at(10));
        axis.showRange(range(2, 4));
        axis.pan(at(1));
        QCOMPARE(axis.visible(), range(3, 5));
        axis.pan(at(100));
        QCOMPARE(axis.visible(), range(8, 10));
        const QSignalSpy seen(&axis, &TimeAxis::visibleChanged);
        axis.pan(at(1));
        QCOMPARE(seen.count(), 0);
        axis.pan(at(-100));
        QCOMPARE(axis.visible(), range(0, 2));
    }

    void revealTurnsThePage()
    {
        TimeAxis axis;
        axis.setDuration(at(10));
        axis.showRange(range(2, 4));
        axis.reveal(at(3.9));
        QCOMPARE(axis.visible(), range(2, 4));
        axis.reveal(at(4.2));
        QCOMPARE(axis.visible(), range(4, 6));
        axis.reveal(at(3.8)); // as when playing backwards
        QCOMPARE(axis.visible(), range(2, 4));
        axis.reveal(at(0));
        QCOMPARE(axis.visible(), range(0, 2));
        axis.reveal(at(10));
        QCOMPARE(axis.visible(), range(8, 10));
    }

    void selectionIsSortedAndWithinTheClip()
    {
        TimeAxis axis;
        axis.setDuration(at(10));
        const QSignalSpy changed(&axis, &TimeAxis::selectionChanged);
        axis.setSelection(range(4, 3));
        QCOMPARE(*axis.selection(), range(3, 4));
        axis.setSelection(range(3, 4));
        QCOMPARE(changed.count(), 1);
        axis.setSelection(range(8, 30));
        QCOMPARE(*axis.selection(), range(8, 10));
        axis.setSelection(range(5, 5));
        QVERIFY(!axis.selection());
        QCOMPARE(changed.count(), 3);
    }
};

QTEST_GUILESS_MAIN(tst_TimeAxis)
#include "tst_TimeAxis.moc"
