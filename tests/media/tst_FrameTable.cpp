// SPDX-License-Identifier: GPL-3.0-or-later
// First, because moc of Qt 6.4 stumbles over libstdc++'s <compare> where nothing of Qt precedes it.
#include <QTest>

#include "core/media/FrameTable.h"

using namespace avs;
using base::FrameIndex;
using base::MediaTime;

class tst_FrameTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheFrameOnScreen();
    void knowsWhenFramesEnd();
    void mayBeEmpty();
};

namespace {

MediaTime us(std::int64_t value)
{
    return MediaTime::fromMicroseconds(value);
}

} // namespace

void tst_FrameTable::findsTheFrameOnScreen()
{
    const media::FrameTable table({us(100), us(200), us(500)}, us(600));
    QCOMPARE(table.size(), 3);
    QCOMPARE(table.frameAt(us(-5)), FrameIndex(0));
    QCOMPARE(table.frameAt(us(99)), FrameIndex(0));
    QCOMPARE(table.frameAt(us(100)), FrameIndex(0));
    QCOMPARE(table.frameAt(us(199)), FrameIndex(0));
    QCOMPARE(table.frameAt(us(200)), FrameIndex(1));
    QCOMPARE(table.frameAt(us(499)), FrameIndex(1));
    QCOMPARE(table.frameAt(us(500)), FrameIndex(2));
    QCOMPARE(table.frameAt(us(100000)), FrameIndex(2));
}

void tst_FrameTable::knowsWhenFramesEnd()
{
    const media::FrameTable table({us(0), us(40), us(90)}, us(133));
    QCOMPARE(table.timeOf(FrameIndex(1)), us(40));
    QCOMPARE(table.endOf(FrameIndex(0)), us(40));
    QCOMPARE(table.endOf(FrameIndex(1)), us(90));
    QCOMPARE(table.endOf(FrameIndex(2)), us(133));
}

void tst_FrameTable::mayBeEmpty()
{
    const media::FrameTable table;
    QVERIFY(table.isEmpty());
    QCOMPARE(table.frameAt(us(7)), FrameIndex(0));
}

QTEST_GUILESS_MAIN(tst_FrameTable)
#include "tst_FrameTable.moc"
