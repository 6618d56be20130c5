// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/Overlay.h"

#include "core/imaging/Palette.h"

#include <QTest>

#include <algorithm>
#include <cstdlib>

using namespace avs::imaging;

namespace {

constexpr std::array<bool, 256> kNone{};

std::array<bool, 256> all()
{
    std::array<bool, 256> visible{};
    visible.fill(true);
    return visible;
}

RgbImage grey(int width, int height)
{
    RgbImage image(width, height);
    std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t(100));
    return image;
}

Rgb pixelAt(const RgbImage& image, int x, int y)
{
    const std::uint8_t* p = image.row(y) + 3 * x;
    return {p[0], p[1], p[2]};
}

/// A square of class 3 with its corners at 10 and 29.
LabelMap square(int size)
{
    LabelMap labels(size, size);
    for (int y = 10; y < 30; ++y) {
        for (int x = 10; x < 30; ++x)
            labels.at(x, y) = 3;
    }
    return labels;
}

int distance(Rgb a, Rgb b)
{
    return std::abs(a.r - b.r) + std::abs(a.g - b.g) + std::abs(a.b - b.b);
}

} // namespace

class tst_Overlay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coloursTheClassAndNothingElse();
    void drawsAStrongerEdge();
    void fullOpacityGivesThePlainColour();
    void hiddenClassesAreLeftAlone();
    void borderOfThePictureIsNoEdge();
    void scalesByNearestLabel();
    void scalingDownTakesCentres();
};

void tst_Overlay::coloursTheClassAndNothingElse()
{
    RgbImage image = grey(40, 40);
    const LabelMap labels = square(40);
    blendLabels(image, labels, 0.5, all());
    const Rgb colour = displayColour(3);
    const Rgb inside = pixelAt(image, 20, 20);
    QVERIFY(std::abs(inside.r - (100 + colour.r) / 2) <= 1);
    QVERIFY(std::abs(inside.g - (100 + colour.g) / 2) <= 1);
    QVERIFY(std::abs(inside.b - (100 + colour.b) / 2) <= 1);
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 40; ++x) {
            const bool changed = !(pixelAt(image, x, y) == Rgb{100, 100, 100});
            QCOMPARE(changed, labels.at(x, y) != 0);
        }
    }
}

void tst_Overlay::drawsAStrongerEdge()
{
    RgbImage image = grey(40, 40);
    blendLabels(image, square(40), 0.4, all());
    const Rgb colour = displayColour(3);
    const Rgb edge = pixelAt(image, 10, 20);
    const Rgb inside = pixelAt(image, 11, 20);
    QVERIFY(distance(edge, colour) < distance(inside, colour));
    QVERIFY(inside == pixelAt(image, 20, 20));

    RgbImage large = grey(500, 500);
    blendLabels(large, square(500), 0.4, all());
    QVERIFY(pixelAt(large, 11, 20) == edge);
    QVERIFY(pixelAt(large, 12, 20) == inside);
}

void tst_Overlay::fullOpacityGivesThePlainColour()
{
    RgbImage image = grey(40, 40);
    blendLabels(image, square(40), 1.0, all());
    QVERIFY(pixelAt(image, 20, 20) == displayColour(3));
    QVERIFY(pixelAt(image, 10, 10) == displayColour(3));
    RgbImage untouched = grey(40, 40);
    blendLabels(untouched, square(40), 0.0, all());
    QVERIFY(untouched == grey(40, 40));
}

void tst_Overlay::hiddenClassesAreLeftAlone()
{
    RgbImage image = grey(40, 40);
    blendLabels(image, square(40), 0.5, kNone);
    QVERIFY(image == grey(40, 40));
    std::array<bool, 256> others = all();
    others[3] = false;
    blendLabels(image, square(40), 0.5, others);
    QVERIFY(image == grey(40, 40));
}

void tst_Overlay::borderOfThePictureIsNoEdge()
{
    RgbImage image = grey(8, 8);
    LabelMap labels(8, 8);
    std::fill(labels.pixels.begin(), labels.pixels.end(), std::uint8_t(5));
    blendLabels(image, labels, 0.5, all());
    QVERIFY(pixelAt(image, 0, 0) == pixelAt(image, 4, 4));
}

void tst_Overlay::scalesByNearestLabel()
{
    LabelMap labels(2, 2);
    labels.pixels = {1, 2, 3, 4};
    const LabelMap large = scaleLabels(labels, 6, 4);
    QCOMPARE(large.width, 6);
    QCOMPARE(large.height, 4);
    for (int y = 0; y < 4; ++y) {
        for (int x = 0; x < 6; ++x)
            QCOMPARE(large.at(x, y), labels.at(x / 3, y / 2));
    }
    QVERIFY(scaleLabels(large, 2, 2) == labels);
    QVERIFY(scaleLabels(labels, 2, 2) == labels);
}

void tst_Overlay::scalingDownTakesCentres()
{
    LabelMap row(9, 1);
    row.pixels = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    QCOMPARE(scaleLabels(row, 3, 1).pixels, (std::vector<std::uint8_t>{1, 4, 7}));
    QCOMPARE(scaleLabels(row, 1, 2).pixels, (std::vector<std::uint8_t>{4, 4}));
}

QTEST_GUILESS_MAIN(tst_Overlay)
#include "tst_Overlay.moc"
