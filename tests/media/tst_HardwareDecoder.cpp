// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/FrameConverter.h"
#include "core/media/FrameReader.h"
#include "core/media/HardwareDecoder.h"
#include "core/media/PacketIndexer.h"
#include "core/media/VideoDecoder.h"
#include "support/TestMedia.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstring>

using namespace avs;
using base::FrameIndex;
using media::FrameReader;
using media::VideoDecoder;

namespace {

/// In place of a graphics card: gives so many pictures, then fails.
struct FailingCard
{
    int pictures = 0;

    static int getBuffer(AVCodecContext* codec, AVFrame* frame, int flags)
    {
        auto* card = static_cast<FailingCard*>(codec->opaque);
        return card->pictures-- > 0 ? avcodec_default_get_buffer2(codec, frame, flags) : AVERROR(ENOSYS);
    }

    media::CodecPtr open(const AVStream* stream)
    {
        const AVCodec* decoder = avcodec_find_decoder(stream->codecpar->codec_id);
        media::CodecPtr codec(avcodec_alloc_context3(decoder));
        avcodec_parameters_to_context(codec.get(), stream->codecpar);
        codec->pkt_timebase = stream->time_base;
        codec->thread_count = 1;
        codec->opaque = this;
        codec->get_buffer2 = getBuffer;
        avcodec_open2(codec.get(), decoder, nullptr);
        return codec;
    }
};

} // namespace

class tst_HardwareDecoder : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_clip;

private Q_SLOTS:
    void initTestCase()
    {
        m_clip = m_folder.filePath(QStringLiteral("clip.mp4"));
        testing::ClipSpec spec;
        spec.frames = 60;
        spec.bFrames = 2;
        QVERIFY(testing::writeClip(m_clip, spec));
    }

    /// On machines with a card and on those without.
    void picturesEqualThoseOfSoftware()
    {
        auto hardware = VideoDecoder::openAtOnce(m_clip, VideoDecoder::Hardware::WhenItWorks);
        auto software = VideoDecoder::open(m_clip);
        QVERIFY(hardware && software);
        (*hardware)->startIndexing();
        for (const int n : {0, 1, 2, 40, 17, 59, 58}) {
            const auto one = (*hardware)->read(FrameIndex(n));
            const auto other = (*software)->read(FrameIndex(n));
            QVERIFY(one && other);
            QVERIFY2((*one)->image == (*other)->image, qPrintable(QString::number(n)));
        }
    }

    void softwareTakesOver_data()
    {
        QTest::addColumn<int>("pictures");
        for (const int pictures : {0, 1, 25})
            QTest::addRow("after %d", pictures) << pictures;
    }

    void softwareTakesOver()
    {
        QFETCH(int, pictures);
        auto source = media::MediaSource::open(m_clip, {});
        auto forIndex = media::MediaSource::open(m_clip, {});
        QVERIFY(source && forIndex);
        const auto index = media::PacketIndexer(**forIndex, m_clip, {}).run();
        QVERIFY(index);
        FailingCard card{pictures};
        auto codec = card.open((*source)->video());
        FrameReader reader(std::move(*source), std::move(codec));
        QVERIFY(reader.isOnGraphicsCard());
        QVERIFY(reader.readFirst({}) == FrameReader::Outcome::Found);
        media::FrameConverter converter({160, 96});
        for (int n = 0; n < 60; ++n) {
            QVERIFY2(reader.read(*index->index, n, {}, {}) == FrameReader::Outcome::Found,
                     qPrintable(QString::number(n)));
            imaging::RgbImage image;
            QVERIFY(converter.convert(reader.picture(), image));
            QCOMPARE(testing::readFrameNumber(image), n);
        }
        QVERIFY(!reader.isOnGraphicsCard());
    }

    void pairsOfChromaBecomePlanes()
    {
        media::FramePtr frame(av_frame_alloc());
        frame->format = AV_PIX_FMT_NV12;
        frame->width = 64;
        frame->height = 32;
        QVERIFY(av_frame_get_buffer(frame.get(), 0) >= 0);
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 64; ++x) {
                frame->data[0][y * frame->linesize[0] + x] = std::uint8_t(x * 3 + y);
                if (y < 16)
                    frame->data[1][y * frame->linesize[1] + x] =
                        std::uint8_t(x % 2 == 0 ? x + y : 255 - x - y);
            }
        }
        QVERIFY(media::makePlanar(frame));
        QCOMPARE(frame->format, int(AV_PIX_FMT_YUV420P));
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 64; ++x)
                QCOMPARE(frame->data[0][y * frame->linesize[0] + x], std::uint8_t(x * 3 + y));
        }
        for (int y = 0; y < 16; ++y) {
            for (int x = 0; x < 32; ++x) {
                QCOMPARE(frame->data[1][y * frame->linesize[1] + x], std::uint8_t(2 * x + y));
                QCOMPARE(frame->data[2][y * frame->linesize[2] + x], std::uint8_t(255 - (2 * x + 1) - y));
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_HardwareDecoder)
#include "tst_HardwareDecoder.moc"
