// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/CarriedClip.h"
#include "core/inference/MaskCarrier.h"
#include "core/inference/ModelFile.h"
#include "core/media/VideoDecoder.h"
#include "core/nn/sam2/Sam2.h"
#include "core/nn/weights/StateDict.h"
#include "tests/support/TestMedia.h"

#include <torch/utils.h>

#include <QTemporaryDir>
#include <QtTest>

#include <set>

using namespace avs;
using inference::FramePrediction;
using inference::FramePredictionPtr;

namespace {

constexpr int kFrames = 40; // at 25 a second
constexpr int kWidth = 160;
constexpr int kHeight = 96;

base::MediaTime frames(int count)
{
    return base::MediaTime::fromMicroseconds(count * 40'000LL);
}

/// Speaks for frames [first, last]; classes 2 and 5 are squares.
inference::StepPrediction stepOf(int number, int first, int own, int last)
{
    inference::StepPrediction step;
    step.step = number;
    step.frame = base::FrameIndex(own);
    step.time = frames(own);
    step.begin = frames(first);
    step.end = frames(last + 1);
    imaging::LabelMap labels(kWidth, kHeight);
    for (int y = 20; y < 60; ++y) {
        for (int x = 20; x < 60; ++x) {
            labels.at(x, y) = 2;
            labels.at(x + 60, y) = 5;
        }
    }
    step.labels = labels;
    return step;
}

std::vector<std::int64_t> indices(const std::vector<FramePredictionPtr>& found)
{
    std::vector<std::int64_t> out;
    for (const auto& frame : found)
        out.push_back(frame->frame.value());
    return out;
}

} // namespace

/// With a SAM 2 of random weights: where the masks go is nonsense, which frames get one is not.
class tst_MaskCarrier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto* config = R"({
            "name": "SAM 2 of nothing", "image_size": 64, "mem_dim": 8, "num_maskmem": 3, "max_obj_ptrs_in_encoder": 4,
            "memory_attention_num_layers": 1, "memory_attention_ff": 16, "sam_mask_decoder_mlp_dim": 16,
            "sam_iou_head_hidden_dim": 16,
            "trunk": {"embed_dim": 8, "num_heads": 1, "stages": [1, 1, 1, 1], "global_att_blocks": [],
                      "window_spec": [8, 4, 4, 2]},
            "neck": {"d_model": 32}})";
        torch::manual_seed(3);
        const nn::Sam2 model(nn::Sam2Options::fromJson(nn::Json::parse(config)));
        m_sam2 = m_folder.filePath(QStringLiteral("sam2.safetensors"));
        nn::writeSafetensors(m_sam2.toStdString(), nn::stateDict(*model), {{inference::kConfigKey, config}});
        m_clip = m_folder.filePath(QStringLiteral("clip.mp4"));
        QVERIFY(testing::writeClip(m_clip, {.frames = kFrames, .bFrames = 2}));
    }

    void everyFrameOfTheStretchOnce()
    {
        auto carrier = open();
        const auto step = stepOf(3, 5, 9, 14);
        std::vector<FramePredictionPtr> found;
        const auto done = carrier->carry(step, [&](auto frame) { found.push_back(frame); });
        QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
        QCOMPARE(indices(found), (std::vector<std::int64_t>{9, 10, 11, 12, 13, 14, 8, 7, 6, 5}));
        for (const auto& frame : found) {
            const bool own = frame->frame == step.frame;
            QCOMPARE(frame->source,
                     own ? FramePrediction::Source::Inferred : FramePrediction::Source::Carried);
            QCOMPARE(frame->step, 3);
            QCOMPARE(frame->time, frames(static_cast<int>(frame->frame.value())));
            QCOMPARE(frame->labels.width, kWidth);
            QCOMPARE(frame->labels.height, kHeight);
            for (const auto label : frame->labels.pixels)
                QVERIFY(label == 0 || label == 2 || label == 5);
        }
        QVERIFY(found.front()->labels == step.labels.decode());
    }

    void stepsShareTheClip()
    {
        auto carrier = open();
        std::multiset<std::int64_t> seen;
        const auto note = [&](const FramePredictionPtr& frame) { seen.insert(frame->frame.value()); };
        QVERIFY(carrier->carry(stepOf(0, 0, 12, 24), note).has_value());
        QVERIFY(carrier->carry(stepOf(1, 25, 37, kFrames - 1), note).has_value());
        QCOMPARE(seen.size(), std::size_t(kFrames));
        for (std::int64_t i = 0; i < kFrames; ++i)
            QCOMPARE(seen.count(i), 1U);
    }

    /// At ten steps a frame, several steps look at one; those without a frame of their own have nothing to
    /// say.
    void aFrameBelongsToOneStep()
    {
        auto carrier = open();
        auto step = stepOf(1, 9, 9, 9);
        step.begin = step.begin + base::MediaTime::fromMicroseconds(10'000);
        step.end = step.begin + base::MediaTime::fromMicroseconds(10'000);
        int count = 0;
        QVERIFY(carrier->carry(step, [&](const auto&) { ++count; }).has_value());
        QCOMPARE(count, 0);
        step.end = frames(11); // frame 10, which is not the step's own
        std::vector<FramePredictionPtr> found;
        QVERIFY(carrier->carry(step, [&](auto frame) { found.push_back(frame); }).has_value());
        QCOMPARE(indices(found), std::vector<std::int64_t>{10});
        QCOMPARE(found.front()->source, FramePrediction::Source::Carried);
    }

    void silenceStaysSilent()
    {
        auto carrier = open();
        auto step = stepOf(0, 2, 4, 6);
        step.labels = imaging::LabelMap(kWidth, kHeight);
        std::vector<FramePredictionPtr> found;
        QVERIFY(carrier->carry(step, [&](auto frame) { found.push_back(frame); }).has_value());
        QCOMPARE(indices(found), (std::vector<std::int64_t>{4, 5, 6, 3, 2}));
        for (const auto& frame : found)
            QVERIFY(frame->labels == imaging::LabelMap(kWidth, kHeight));
    }

    void stopsWithinAFrame_data()
    {
        QTest::addColumn<int>("after");
        QTest::newRow("at once") << 0;
        QTest::newRow("forwards") << 3;
        QTest::newRow("backwards") << 8;
    }

    void stopsWithinAFrame()
    {
        QFETCH(int, after);
        auto carrier = open();
        std::stop_source stop;
        int count = 0;
        if (after == 0)
            stop.request_stop();
        const auto done = carrier->carry(
            stepOf(0, 5, 9, 14),
            [&](const auto&) {
                if (++count == after)
                    stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!done);
        QCOMPARE(done.error().code, base::ErrorCode::Cancelled);
        QCOMPARE(count, after);
        QVERIFY(carrier->carry(stepOf(0, 5, 9, 14), [](const auto&) {}).has_value()); // still usable
    }

    void framesThatAreGoneKeepTheirNeighboursPicture()
    {
        const auto cut = m_folder.filePath(QStringLiteral("cut.mkv"));
        QVERIFY(testing::writeClip(cut, {.frames = kFrames}));
        QVERIFY(testing::truncateFile(cut, QFileInfo(cut).size() * 2 / 3));
        auto carrier = inference::MaskCarrier::open(m_sam2, inference::DeviceChoice::Cpu);
        QVERIFY(carrier->setClip(cut).has_value());
        const auto last = (*media::VideoDecoder::open(cut))->frames()->size() - 1;
        std::vector<FramePredictionPtr> found;
        const auto done = carrier->carry(stepOf(0, 2, 4, static_cast<int>(last)),
                                         [&](auto frame) { found.push_back(frame); });
        QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
        QCOMPARE(found.size(), static_cast<std::size_t>(last - 1));
    }

    /// Backwards, too: not that of the last frame of the way there, which is far off.
    void damagedFramesBackwards()
    {
        const auto path = m_folder.filePath(QStringLiteral("damaged.mkv"));
        QVERIFY(testing::writeClip(path, {.frames = 8, .encoder = "png"}));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const auto bytes = file.readAll();
        for (qsizetype at = -1, k = 0; k <= 4; ++k) {
            at = bytes.indexOf("\x89PNG", at + 1);
            QVERIFY(at > 0);
            if (k == 1 || k == 2 || k == 4) // 3 can be decoded
                QVERIFY(file.seek(at + 60) && file.write(QByteArray(40, 'x')) == 40);
        }
        file.close();
        auto decoder = media::VideoDecoder::open(path);
        QVERIFY(decoder.has_value());
        inference::CarriedClip clip(std::move(*decoder),
                                    [](const torch::Tensor& picture) { return picture; });
        const auto good = clip.read(3, {});
        QVERIFY(good.has_value() && clip.read(7, {}).has_value());
        const auto last = clip.read(5, {});
        QVERIFY(clip.read(7, {}).has_value());
        QVERIFY(torch::equal(*clip.readBackwards(5, 1, {}), *last));
        QVERIFY(!torch::equal(*good, *last));
        for (const int k : {4, 3, 2, 1})
            QVERIFY(torch::equal(*clip.readBackwards(k, 1, {}), *good));
    }

    void wrongCarriers()
    {
        const auto missing =
            inference::MaskCarrier::open(QStringLiteral("/none.pt"), inference::DeviceChoice::Cpu);
        QCOMPARE(missing.error().code, base::ErrorCode::NotFound);
        const auto tavis =
            inference::MaskCarrier::open(QStringLiteral(AVS_TEST_DATA "/../../resources/models/"
                                                                      "tavis-tiny.safetensors"),
                                         inference::DeviceChoice::Cpu);
        QCOMPARE(tavis.error().code, base::ErrorCode::Unsupported);
        QVERIFY2(tavis.error().message.contains(QStringLiteral("SAM 2")), qPrintable(tavis.error().message));
        auto carrier = inference::MaskCarrier::open(m_sam2, inference::DeviceChoice::Cpu);
        QCOMPARE(carrier->setClip(QStringLiteral("/none.mp4")).error().code, base::ErrorCode::NotFound);
    }

private:
    base::Result<inference::MaskCarrier> open()
    {
        auto carrier = inference::MaskCarrier::open(m_sam2, inference::DeviceChoice::Cpu);
        if (carrier) {
            if (auto set = carrier->setClip(m_clip); !set)
                return set.error();
        }
        return carrier;
    }

    QTemporaryDir m_folder;
    QString m_sam2;
    QString m_clip;
};

QTEST_GUILESS_MAIN(tst_MaskCarrier)
#include "tst_MaskCarrier.moc"
