// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/ColourMap.h"

#include <QTest>

#include <cmath>

using namespace avs::imaging;

class tst_ColourMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lightnessIsOkLabs()
    {
        QVERIFY(std::abs(lightnessOf({0, 0, 0})) < 1e-9);
        QVERIFY(std::abs(lightnessOf({255, 255, 255}) - 1) < 1e-3);
        QVERIFY(std::abs(lightnessOf({255, 0, 0}) - 0.62796) < 1e-3); // as published
    }

    void equalStepsLookEqual_data()
    {
        QTest::addColumn<Ground>("ground");
        QTest::newRow("dark") << Ground::Dark;
        QTest::newRow("light") << Ground::Light;
    }
    void equalStepsLookEqual()
    {
        QFETCH(Ground, ground);
        const auto& colours = heatColours(ground);
        const double sign = ground == Ground::Dark ? 1 : -1;
        const double whole = lightnessOf(colours[255]) - lightnessOf(colours[0]);
        QVERIFY(sign * whole > 0.7);
        for (std::size_t i = 16; i < 256; i += 16) { // single steps are rounded to whole bytes
            const double step = lightnessOf(colours[i]) - lightnessOf(colours[i - 16]);
            QVERIFY2(std::abs(step / whole * 255 / 16 - 1) < 0.15, qPrintable(QString::number(i)));
        }
    }

    void endsMeetTheGround()
    {
        QVERIFY(lightnessOf(heatColours(Ground::Dark)[0]) < 0.15);
        QVERIFY(lightnessOf(heatColours(Ground::Light)[0]) > 0.95);
    }
};

QTEST_GUILESS_MAIN(tst_ColourMap)
#include "tst_ColourMap.moc"
