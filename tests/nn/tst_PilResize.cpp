// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/image/ImageTransform.h"

#include <torch/types.h>

#include <QTest>

using namespace avs::nn;

namespace {

torch::Tensor row(const std::vector<std::int64_t>& pixels)
{
    return torch::tensor(pixels).to(torch::kByte).view({1, 1, -1});
}

std::vector<std::int64_t> pixels(const torch::Tensor& image)
{
    const auto flat = image.to(torch::kLong).flatten().contiguous();
    return {flat.const_data_ptr<std::int64_t>(), flat.const_data_ptr<std::int64_t>() + flat.numel()};
}

} // namespace

class TestPilResize : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSizeIsTheSame();
    void constantStaysConstant();
    void bilinearWeights();
    void bicubicOvershootIsCut();
    void directionsAgree();
    void nearestTakesTheMiddle();
    void refusesOtherImages();
    void imagebindImageCropsTheMiddle();
    void tavisImagesAreTwoViews();
    void pointsFollowTheResize();
};

void TestPilResize::sameSizeIsTheSame()
{
    torch::manual_seed(1);
    const auto image = torch::randint(256, {3, 7, 9}, torch::kByte);
    for (const auto filter : {PilFilter::Bilinear, PilFilter::Bicubic})
        QVERIFY(torch::equal(resizePil(image, 7, 9, filter), image));
}

void TestPilResize::constantStaysConstant()
{
    for (const int value : {0, 1, 127, 254, 255}) {
        const auto image = torch::full({3, 13, 17}, value, torch::kByte);
        for (const auto filter : {PilFilter::Bilinear, PilFilter::Bicubic}) {
            const auto out = resizePil(image, 31, 5, filter);
            QVERIFY((out == value).all().item<bool>());
        }
    }
}

void TestPilResize::bilinearWeights()
{
    // 4 -> 2: the triangle is twice as wide, cut at the border: (3, 3, 1)/7.
    QCOMPARE(pixels(resizePil(row({0, 0, 255, 255}), 1, 2, PilFilter::Bilinear)),
             (std::vector<std::int64_t>{36, 219}));
    // 2 -> 4: quarters.
    QCOMPARE(pixels(resizePil(row({0, 200}), 1, 4, PilFilter::Bilinear)),
             (std::vector<std::int64_t>{0, 50, 150, 200}));
}

void TestPilResize::bicubicOvershootIsCut()
{
    const auto out = pixels(resizePil(row({0, 0, 255, 255}), 1, 8, PilFilter::Bicubic));
    QCOMPARE(out.front(), std::int64_t{0});
    QCOMPARE(out.back(), std::int64_t{255});
    QVERIFY(out[3] < out[4]);
}

void TestPilResize::directionsAgree()
{
    torch::manual_seed(2);
    const auto image = torch::randint(256, {2, 1, 23}, torch::kByte);
    const auto along = resizePil(image, 1, 10, PilFilter::Bicubic);
    const auto down = resizePil(image.transpose(1, 2), 10, 1, PilFilter::Bicubic);
    QVERIFY(torch::equal(along, down.transpose(1, 2)));
}

void TestPilResize::nearestTakesTheMiddle()
{
    const auto labels = torch::arange(6).view({1, 6});
    QCOMPARE(pixels(resizeLabelsPil(labels, 1, 2)), (std::vector<std::int64_t>{1, 4}));
    QCOMPARE(pixels(resizeLabelsPil(labels, 2, 3)), (std::vector<std::int64_t>{1, 3, 5, 1, 3, 5}));
    QVERIFY(torch::equal(resizeLabelsPil(labels, 1, 6), labels));
}

void TestPilResize::refusesOtherImages()
{
    QVERIFY_THROWS_EXCEPTION(c10::Error, (void)resizePil(torch::zeros({3, 4, 4}), 2, 2, PilFilter::Bilinear));
    const auto image = torch::zeros({3, 4, 4}, torch::kByte);
    QVERIFY_THROWS_EXCEPTION(c10::Error, (void)resizePil(image, 0, 2, PilFilter::Bilinear));
    QVERIFY_THROWS_EXCEPTION(c10::Error, (void)resizePil(image.slice(1, 0, 0), 2, 2, PilFilter::Bilinear));
}

void TestPilResize::imagebindImageCropsTheMiddle()
{
    // A white stripe in the middle third of a wide picture fills a third of three times the crop: all of it.
    auto image = torch::zeros({3, 100, 300}, torch::kByte);
    image.slice(2, 100, 200).fill_(255);
    const auto out = imagebindImage(image);
    QCOMPARE(out.sizes().vec(), (std::vector<std::int64_t>{3, 224, 224}));
    const auto inner = out.slice(2, 8, 216)[0];
    QVERIFY(torch::allclose(inner, torch::full_like(inner, (1 - 0.48145466) / 0.26862954), 1e-4, 1e-4));
    QVERIFY(torch::allclose(imagebindImage(image.transpose(1, 2)), out.transpose(1, 2)));
}

void TestPilResize::tavisImagesAreTwoViews()
{
    torch::manual_seed(3);
    const auto image = torch::randint(256, {3, 90, 160}, torch::kByte);
    const auto out = tavisImages(image, 64, 128);
    QCOMPARE(out.initial.sizes().vec(), (std::vector<std::int64_t>{3, 64, 64}));
    QVERIFY(out.initial.min().item<float>() >= 0 && out.initial.max().item<float>() <= 1);
    QVERIFY(torch::allclose(out.normalised, normalisePixels(out.initial, kImageNetStatistics)));
    const auto twice =
        resizePil(resizePil(image, 128, 128, PilFilter::Bilinear), 64, 64, PilFilter::Bilinear);
    QVERIFY(torch::equal((out.initial * 255).round().to(torch::kByte), twice));
    QVERIFY(!torch::equal(out.initial, tavisImages(image, 64).initial));
}

void TestPilResize::pointsFollowTheResize()
{
    const auto points = toModelPoints(torch::tensor({{0.0, 0.0}, {200.0, 50.0}}), 100, 200, 1024);
    QVERIFY(torch::allclose(points, torch::tensor({{0.0F, 0.0F}, {1024.0F, 512.0F}})));
}

QTEST_GUILESS_MAIN(TestPilResize)
#include "tst_PilResize.moc"
