// SPDX-License-Identifier: GPL-3.0-or-later
// Against the numeric core's own resizing, which is compared with Pillow's and PyTorch's.
#include "core/imaging/Resize.h"
#include "core/nn/image/PilResize.h"

#include <torch/nn/functional/upsampling.h>

#include <QtTest>

#include <random>

using namespace avs;

class tst_Resize : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nearest_data() { sizes(); }
    void nearest()
    {
        QFETCH(QSize, from);
        QFETCH(QSize, to);
        imaging::LabelMap labels(from.width(), from.height());
        std::mt19937 random(3);
        for (auto& pixel : labels.pixels)
            pixel = static_cast<std::uint8_t>(random());
        const auto tensor =
            torch::from_blob(labels.pixels.data(), {from.height(), from.width()}, torch::kByte);
        const auto expected = nn::resizeLabelsPil(tensor, to.height(), to.width()).contiguous();
        const auto resized = imaging::resizedNearest(labels, to.width(), to.height());
        QCOMPARE(QSize(resized.width, resized.height), to);
        QVERIFY(std::equal(resized.pixels.begin(), resized.pixels.end(), expected.data_ptr<std::uint8_t>()));
    }

    void bilinear_data() { sizes(); }
    void bilinear()
    {
        QFETCH(QSize, from);
        QFETCH(QSize, to);
        const auto values = torch::randn({1, 1, from.height(), from.width()});
        namespace F = torch::nn::functional;
        const auto expected =
            F::interpolate(values, F::InterpolateFuncOptions()
                                       .size(std::vector<std::int64_t>{to.height(), to.width()})
                                       .mode(torch::kBilinear)
                                       .align_corners(false))
                .flatten();
        const auto resized =
            imaging::resizedBilinear({values.data_ptr<float>(), static_cast<std::size_t>(values.numel())},
                                     from.width(), from.height(), to.width(), to.height());
        QCOMPARE(static_cast<std::int64_t>(resized.size()), expected.numel());
        for (std::size_t i = 0; i < resized.size(); ++i)
            QVERIFY(std::abs(resized[i] - expected[static_cast<std::int64_t>(i)].item<float>()) < 1e-5F);
    }

private:
    void sizes()
    {
        QTest::addColumn<QSize>("from");
        QTest::addColumn<QSize>("to");
        QTest::newRow("same") << QSize(7, 5) << QSize(7, 5);
        QTest::newRow("smaller") << QSize(101, 57) << QSize(22, 22);
        QTest::newRow("larger") << QSize(12, 9) << QSize(64, 31);
        QTest::newRow("one pixel") << QSize(1, 1) << QSize(3, 2);
        QTest::newRow("to one pixel") << QSize(9, 4) << QSize(1, 1);
    }
};

QTEST_GUILESS_MAIN(tst_Resize)
#include "tst_Resize.moc"
