// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/LabelRuns.h"

#include <QTest>

using namespace avs::imaging;

class tst_LabelRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesToTheSameMap_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("cell"); // side of squares of one label
        QTest::newRow("empty") << 0 << 0 << 1;
        QTest::newRow("one pixel") << 1 << 1 << 1;
        QTest::newRow("one row") << 37 << 1 << 3;
        QTest::newRow("one column") << 1 << 37 << 3;
        QTest::newRow("every pixel another") << 19 << 23 << 1;
        QTest::newRow("one label") << 19 << 23 << 100;
        QTest::newRow("squares") << 50 << 40 << 7;
    }

    void decodesToTheSameMap()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, cell);
        LabelMap map(width, height);
        std::array<std::int64_t, 256> areas{};
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                map.at(x, y) = static_cast<std::uint8_t>((x / cell + 3 * (y / cell)) % 256);
                ++areas[map.at(x, y)];
            }
        }
        const LabelRuns runs = map;
        QCOMPARE(runs.width(), width);
        QCOMPARE(runs.isEmpty(), map.isEmpty());
        QVERIFY(runs.decode() == map);
        QCOMPARE(runs.areas(), areas);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                QCOMPARE(runs.at(x, y), map.at(x, y));
    }

    void differentMapsDiffer()
    {
        LabelMap map(6, 4);
        const LabelRuns before = map;
        QVERIFY(before == LabelRuns(map));
        map.at(3, 2) = 1;
        QVERIFY(before != LabelRuns(map));
        QVERIFY(LabelRuns(LabelMap(6, 4)) != LabelRuns(LabelMap(4, 6)));
    }

    void smoothMapsAreSmall()
    {
        LabelMap map(1280, 720);
        for (int y = 100; y < 600; ++y)
            for (int x = 200 + y / 3; x < 900; ++x)
                map.at(x, y) = 7;
        QVERIFY(LabelRuns(map).sizeBytes() < 10'000);
    }
};

QTEST_GUILESS_MAIN(tst_LabelRuns)
#include "tst_LabelRuns.moc"
