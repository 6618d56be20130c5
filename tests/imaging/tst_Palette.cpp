// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/Palette.h"

#include <QTest>

#include <algorithm>
#include <cstdlib>

using namespace avs::imaging;

class tst_Palette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsThePublishedTable_data();
    void equalsThePublishedTable();
    void entriesDiffer();
    void displayColoursAreVivid();
    void firstDisplayColoursAreFarApart();
};

void tst_Palette::equalsThePublishedTable_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<Rgb>("colour");
    const auto row = [](const char* name, int index, int r, int g, int b) {
        QTest::newRow(name) << index << Rgb{std::uint8_t(r), std::uint8_t(g), std::uint8_t(b)};
    };
    row("background", 0, 0, 0, 0);
    row("accordion", 1, 128, 0, 0);
    row("airplane", 2, 0, 128, 0);
    row("axe", 3, 128, 128, 0);
    row("baby", 4, 0, 0, 128);
    row("bird", 7, 128, 128, 128);
    row("boat", 8, 64, 0, 0);
    row("clock", 16, 0, 64, 0);
    row("drum", 19, 128, 192, 0);
    row("girl", 26, 64, 192, 0);
    row("guitar", 28, 64, 64, 128);
    row("handpan", 32, 0, 0, 64);
    row("lion", 40, 64, 0, 64);
    row("piano", 47, 192, 128, 192);
    row("tabla", 56, 64, 64, 64);
    row("trumpet", 63, 192, 192, 192);
    row("tuba", 64, 32, 0, 0);
    row("ukulele", 65, 160, 0, 0);
    row("violin", 68, 32, 0, 128);
    row("wolf", 69, 160, 0, 128);
    row("woman", 70, 32, 128, 128);
}

void tst_Palette::equalsThePublishedTable()
{
    QFETCH(int, index);
    QFETCH(Rgb, colour);
    QVERIFY(vocPalette()[std::size_t(index)] == colour);
}

void tst_Palette::entriesDiffer()
{
    for (std::size_t a = 0; a < 256; ++a) {
        for (std::size_t b = a + 1; b < 256; ++b)
            QVERIFY(!(vocPalette()[a] == vocPalette()[b]));
    }
}

void tst_Palette::displayColoursAreVivid()
{
    QVERIFY(displayColour(0) == Rgb{});
    for (int i = 1; i < 256; ++i) {
        const Rgb c = displayColour(i);
        const int brightest = std::max({c.r, c.g, c.b});
        const int darkest = std::min({c.r, c.g, c.b});
        QVERIFY2(brightest >= 190 && brightest - darkest >= 80, qPrintable(QString::number(i)));
    }
}

void tst_Palette::firstDisplayColoursAreFarApart()
{
    for (int a = 1; a <= 12; ++a) {
        for (int b = a + 1; b <= 12; ++b) {
            const Rgb p = displayColour(a);
            const Rgb q = displayColour(b);
            const int distance = std::abs(p.r - q.r) + std::abs(p.g - q.g) + std::abs(p.b - q.b);
            QVERIFY2(distance >= 80, qPrintable(QStringLiteral("%1 and %2: %3").arg(a).arg(b).arg(distance)));
        }
    }
}

QTEST_GUILESS_MAIN(tst_Palette)
#include "tst_Palette.moc"
