// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/InputError.h"
#include "core/nn/image/ImageTransform.h"
#include "core/nn/imagebind/ImageBind.h"
#include "core/nn/imagebind/VideoTransform.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace avs::nn;

namespace {

using Pairs = std::vector<std::array<std::int64_t, 2>>;

/// One pixel of a picture [H, W] resized to height × width, from its definition: bilinear, pixel centres.
double bilinearAt(const torch::Tensor& picture, std::int64_t height, std::int64_t width, std::int64_t y,
                  std::int64_t x)
{
    const auto side = [](std::int64_t at, std::int64_t from, std::int64_t to) {
        const double place = std::max(
            (static_cast<double>(at) + 0.5) * static_cast<double>(from) / static_cast<double>(to) - 0.5, 0.0);
        const auto low = static_cast<std::int64_t>(place);
        return std::tuple(low, std::min(low + 1, from - 1), place - static_cast<double>(low));
    };
    const auto [y0, y1, fy] = side(y, picture.size(0), height);
    const auto [x0, x1, fx] = side(x, picture.size(1), width);
    const auto pixel = [&](std::int64_t row, std::int64_t column) {
        return static_cast<double>(picture[row][column].item<std::uint8_t>());
    };
    return (pixel(y0, x0) * (1 - fx) + pixel(y0, x1) * fx) * (1 - fy) +
           (pixel(y1, x0) * (1 - fx) + pixel(y1, x1) * fx) * fy;
}

} // namespace

class tst_VideoTransform : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// 10 s at 30 frames a second: clips begin at 0, 2, 4, 6 and 8 s.
    void clipsAreSpread()
    {
        QVERIFY(videoClipFrames(300, 30) == (Pairs{{0, 59}, {60, 119}, {120, 179}, {180, 239}, {240, 299}}));
        // 3 s: starts 0, 0.25 … 1 s; the first frame at or after each.
        QVERIFY(videoClipFrames(75, 25) == (Pairs{{0, 49}, {7, 56}, {13, 62}, {19, 68}, {25, 74}}));
        QVERIFY(videoClipFrames(75, 25, 1) == (Pairs{{0, 49}}));
    }

    void shortVideosRepeat()
    {
        QVERIFY(videoClipFrames(10, 25, 3) == (Pairs{{0, 9}, {0, 9}, {0, 9}}));
        QVERIFY(videoClipFrames(1, 30, 2) == (Pairs{{0, 0}, {0, 0}}));
        for (const auto& [first, last] : videoClipFrames(7, 0.3))
            QVERIFY(first >= 0 && first <= last && last < 7);
    }

    void impossibleVideosAreNamed()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, (void)videoClipFrames(0, 25));
        QVERIFY_THROWS_EXCEPTION(InputError, (void)videoClipFrames(10, 0));
        QVERIFY_THROWS_EXCEPTION(InputError, (void)videoClipFrames(10, std::nan("")));
        QVERIFY_THROWS_EXCEPTION(InputError, (void)videoViews(torch::empty({2, 3, 0, 5}, torch::kByte)));
        QVERIFY_THROWS_EXCEPTION(c10::Error, (void)videoViews(torch::rand({2, 3, 5, 5})));
    }

    void viewsAreThreeSquares_data()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("landscape") << 20 << 37;
        QTest::newRow("portrait") << 37 << 20;
        QTest::newRow("square") << 15 << 15;
    }

    void viewsAreThreeSquares()
    {
        QFETCH(int, height);
        QFETCH(int, width);
        constexpr std::int64_t kSize = 12;
        torch::manual_seed(2);
        const auto pictures = torch::randint(0, 256, {2, 3, height, width}, torch::kByte);
        const auto views = videoViews(pictures, kSize);
        QVERIFY(views.sizes() == torch::IntArrayRef({3, 3, 2, kSize, kSize}));
        const auto longer = std::int64_t{12} * std::max(height, width) / std::min(height, width);
        const auto scaledHeight = height > width ? longer : kSize;
        const auto scaledWidth = height > width ? kSize : longer;
        const std::array<std::int64_t, 3> offsets{0, (longer - kSize + 1) / 2, longer - kSize};
        for (std::int64_t crop = 0; crop < 3; ++crop) {
            const auto offset = offsets[static_cast<std::size_t>(crop)];
            for (std::int64_t y = 0; y < kSize; y += 3) {
                for (std::int64_t x = 0; x < kSize; x += 2) {
                    const auto row = height > width ? y + offset : y;
                    const auto column = height > width ? x : x + offset;
                    const double seen =
                        bilinearAt(pictures[1][2], scaledHeight, scaledWidth, row, column) / 255;
                    const double wanted = (seen - kClipStatistics.mean[2]) / kClipStatistics.std[2];
                    QVERIFY(std::abs(views[crop][2][1][y][x].item<double>() - wanted) < 1e-4);
                }
            }
        }
    }

    void embedsTheMeanOfAllViews()
    {
        ImageBindOptions options;
        options.vision = {.dim = 32, .blocks = 2, .heads = 2, .imageSize = 28, .patch = 14, .frames = 2};
        options.outDim = 12;
        torch::manual_seed(1);
        ImageBind model(options);
        model->eval();
        const torch::NoGradGuard noGrad;
        const auto still = torch::rand({2, 3, 28, 28});
        const auto asClip = still.unsqueeze(2).expand({-1, -1, 2, -1, -1});
        const auto fromStill = model->encodeVision(still).embedding;
        QVERIFY(torch::allclose(model->encodeVision(asClip).embedding, fromStill, 1e-4, 1e-5));

        auto moving = asClip.clone();
        moving.select(2, 1).mul_(0.2);
        QVERIFY(!torch::allclose(model->encodeVision(moving).embedding, fromStill, 1e-3, 1e-3));
        QVERIFY(torch::allclose(model->embedVideoViews(moving.unsqueeze(0)),
                                model->encodeVision(moving).embedding.mean(0, true), 1e-4, 1e-5));
        QVERIFY_THROWS_EXCEPTION(c10::Error, (void)model->encodeVision(torch::rand({1, 3, 3, 28, 28})));
    }
};

QTEST_GUILESS_MAIN(tst_VideoTransform)
#include "tst_VideoTransform.moc"
