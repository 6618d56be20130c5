// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/Regions.h"

#include <QtTest>

using namespace avs;

class tst_Regions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sidesAndCornersHangTogether()
    {
        imaging::LabelMap labels(6, 4);
        labels.pixels = {1, 0, 0, 2, 2, 0, //
                         0, 1, 0, 2, 1, 0, //
                         0, 0, 1, 0, 0, 0, //
                         0, 0, 0, 0, 0, 3};
        const auto regions = imaging::regionsOf(labels);
        QCOMPARE(regions.size(), std::size_t{4});
        QCOMPARE(regions[0].area, 3); // down the diagonal
        QCOMPARE(int(regions[1].label), 2);
        QCOMPARE(regions[1].area, 3);
        QCOMPARE(regions[1].x, 3);
        QCOMPARE(regions[1].y, 0);
        QCOMPARE(regions[2].area, 1); // another region of class 1
        QCOMPARE(regions[2].x, 4);
        QCOMPARE(regions[2].y, 1);
        QCOMPARE(int(regions[3].label), 3);
    }

    void nothingAndEverything()
    {
        imaging::LabelMap labels(300, 200);
        QVERIFY(imaging::regionsOf(labels).empty());
        std::fill(labels.pixels.begin(), labels.pixels.end(), std::uint8_t{9});
        const auto regions = imaging::regionsOf(labels);
        QCOMPARE(regions.size(), std::size_t{1});
        QCOMPARE(regions.front().area, 60'000);
    }
};

QTEST_GUILESS_MAIN(tst_Regions)
#include "tst_Regions.moc"
