// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/AvsDataset.h"
#include "core/formats/ImageFile.h"
#include "core/inference/Tensors.h"
#include "core/training/TrainingSet.h"
#include "tests/support/TinyDatasets.h"
#include "tests/training/TrainingFixture.h"

#include <QtTest>

using namespace avs;
using training::TrainingSet;

class tst_TrainingSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.draw(2).has_value()); }

    void framesComeInOrder()
    {
        auto set = open();
        QCOMPARE(set.size(), 10);
        const auto all = take(set, torch::arange(10, torch::kLong), {10});
        QCOMPARE(all.labels.sizes(), torch::IntArrayRef({10, 64, 64}));
        QCOMPARE(all.input.image.sizes(), torch::IntArrayRef({10, 3, 64, 64}));
        QCOMPARE(all.input.mel.sizes(), torch::IntArrayRef({10, 1, 128, 204}));
        QVERIFY(torch::equal(all.input.initialImage.mul(255).round().to(torch::kByte), all.pictures));

        const auto order = torch::randperm(10, torch::kLong);
        const auto shuffled = take(set, order, {4, 4, 4});
        QVERIFY(torch::equal(shuffled.pictures, all.pictures.index_select(0, order)));
        QVERIFY(torch::equal(shuffled.labels, all.labels.index_select(0, order)));
        QVERIFY(torch::equal(shuffled.mels, all.mels.index_select(0, order)));

        set.begin(order, 7); // as a resumed epoch begins
        const auto rest = set.next(10, false, torch::kCPU);
        QVERIFY(torch::equal(rest->pictures, shuffled.pictures.slice(0, 7)));
    }

    /// Which ones are mirrored depends on the place in the order, not on how it is cut into batches.
    void mirrored()
    {
        auto set = open();
        const auto order = torch::arange(10, torch::kLong);
        const auto plain = take(set, order, {10});
        const auto flipped = take(set, order, {3, 3, 4}, /*flip=*/true);
        for (std::int64_t i = 0; i < 10; ++i) {
            const bool mirror = i % 2 == 0;
            QVERIFY(
                torch::equal(flipped.pictures[i], mirror ? plain.pictures[i].flip({2}) : plain.pictures[i]));
            QVERIFY(torch::equal(flipped.labels[i], mirror ? plain.labels[i].flip({1}) : plain.labels[i]));
        }
        QVERIFY(torch::equal(flipped.mels, plain.mels));
    }

    /// A model that is to hear clips as AVSBench does is trained on what it will hear: 5 s of sound, five
    /// frames, starts at 0, 0.75, … 3 s.
    void windowsOfAvsBench()
    {
        TrainingSet::Options options;
        options.imageSize = 64;
        options.audioWindow = nn::TavisOptions::AudioWindow::AvsBench;
        auto set = TrainingSet::open(m_fixture.dataset(), QStringLiteral("train"), options);
        QVERIFY(set.has_value());
        const auto heard = take(*set, torch::arange(5, torch::kLong), {5}).mels;
        const auto dataset = formats::openAvsDataset(m_fixture.dataset());
        const auto sound = formats::readSound(dataset->clips.front());
        for (int k = 0; k < 5; ++k) {
            const auto expected = inference::melAround((*sound)->samples, 1 + 0.75 * k);
            QVERIFY((heard[k].to(torch::kFloat) - expected).abs().max().item<float>() < 0.01F);
        }
    }

    /// Small ones are judged by the whole clip, not by the frame.
    void specksAreBackground()
    {
        auto plainSet = open();
        const auto order = torch::arange(5, torch::kLong); // the first clip
        const auto plain = take(plainSet, order, {5}).labels;
        const auto counts = plain.flatten().bincount({}, 256);
        std::int64_t speck = 0;
        for (std::int64_t c = 1; c < 256; ++c) {
            if (const auto n = counts[c].item<std::int64_t>();
                n > 0 && (speck == 0 || n < counts[speck].item<std::int64_t>()))
                speck = c;
        }
        QVERIFY(speck > 0);
        const auto pixels = counts[speck].item<std::int64_t>();
        auto keeping = open(pixels - 1);
        QVERIFY(torch::equal(take(keeping, order, {5}).labels, plain));
        auto dropping = open(pixels);
        const auto dropped = take(dropping, order, {5}).labels;
        QVERIFY(torch::equal(dropped, plain.masked_fill(plain == speck, 0)));
    }

    void fingerprintTellsSetsApart()
    {
        testing::TrainingFixture other;
        QVERIFY(other.draw(2, 22).has_value());
        const auto a = open();
        const auto again = open();
        const auto b = TrainingSet::open(other.dataset(), QStringLiteral("train"), {});
        QVERIFY(b.has_value());
        QCOMPARE(a.fingerprint(), again.fingerprint());
        QVERIFY(a.fingerprint() != b->fingerprint());
        const auto none = TrainingSet::open(m_fixture.dataset(), QStringLiteral("test"), {});
        QVERIFY(none.has_value());
        QCOMPARE(none->size(), 0);
    }

    /// AVS-Synthetic has classes whose sounds may be missing: an oddity, not the end of a run.
    void clipsWithoutSoundAreLeftOut()
    {
        const QDir root(m_fixture.path(QStringLiteral("synthetic")));
        const auto at = [&](const char* name) { return root.filePath(QString::fromLatin1(name)); };
        QVERIFY(testing::writeText(at("annotations.csv"), "a,b,c,d,e,f,g,split,h\n"
                                                          "i1,p,x,x,guitar,9,lvis,train,w\n"
                                                          "i2,p,x,x,harp,5,lvis,train,\n"));
        QVERIFY(root.mkpath(QStringLiteral("images")));
        QVERIFY(formats::writeJpeg(at("images/p.jpg"), imaging::RgbImage(8, 8), 95));
        QVERIFY(testing::writeGrey(at("masks/i1.png"), imaging::LabelMap(8, 8)));
        QVERIFY(testing::writeGrey(at("masks/i2.png"), imaging::LabelMap(8, 8)));
        QVERIFY(testing::writeTone(at("audios/w.wav")));
        auto set = training::TrainingSet::open(root.path(), QStringLiteral("train"), {});
        QVERIFY(set);
        QCOMPARE(set->size(), 1);
        QVERIFY(!set->remark().isEmpty());
        set->begin(torch::arange(1, torch::kLong));
        QVERIFY(set->next(1, false, torch::kCPU).has_value());
    }

    /// A frame that cannot be read is an error, not a hole.
    void unreadableFrame()
    {
        testing::TrainingFixture other;
        QVERIFY(other.draw(1).has_value());
        auto set = TrainingSet::open(other.dataset(), QStringLiteral("train"), {});
        QVERIFY(set.has_value());
        QDir(other.dataset() + QStringLiteral("/v1m")).removeRecursively();
        set->begin(torch::arange(5, torch::kLong));
        const auto batch = set->next(5, false, torch::kCPU);
        QVERIFY(!batch);
        QCOMPARE(batch.error().code, base::ErrorCode::NotFound);
    }

private:
    [[nodiscard]] TrainingSet open(std::int64_t minClassPixels = 0) const
    {
        TrainingSet::Options options;
        options.imageSize = 64;
        options.minClassPixels = minClassPixels;
        return std::move(*TrainingSet::open(m_fixture.dataset(), QStringLiteral("train"), options));
    }

    static TrainingSet::Batch take(TrainingSet& set, const torch::Tensor& order,
                                   const std::vector<std::int64_t>& sizes, bool flip = false)
    {
        set.begin(order);
        TrainingSet::Batch all;
        for (const auto size : sizes) {
            auto next = set.next(size, flip, torch::kCPU);
            if (!all.labels.defined()) {
                all = std::move(*next);
                continue;
            }
            all.labels = torch::cat({all.labels, next->labels});
            all.pictures = torch::cat({all.pictures, next->pictures});
            all.mels = torch::cat({all.mels, next->mels});
        }
        return all;
    }

    testing::TrainingFixture m_fixture;
};

QTEST_GUILESS_MAIN(tst_TrainingSet)
#include "tst_TrainingSet.moc"
