// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TavisProgram.h"
#include "support/TestMedia.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace avs;

namespace {

testing::Ended peaks(const QStringList& arguments)
{
    return testing::runTavis(QStringList{"peaks"} + arguments);
}

} // namespace

/// `tavis peaks` as a shell sees it. The left channel climbs by 0.1 a second, the right one is its negative.
class tst_PeaksCommand : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;

private Q_SLOTS:
    void initTestCase()
    {
        m_file = m_folder.filePath("steps.wav");
        testing::ClipSpec spec;
        spec.frames = 0;
        spec.sound = true;
        spec.soundEncoder = "pcm_s16le";
        spec.rateHz = 22050;
        spec.seconds = 3.5;
        spec.wave = [](double t, int channel) {
            return float(channel ? -0.1 : 0.1) * float(int(t + 1e-9) + 1);
        };
        QVERIFY(testing::writeClip(m_file, spec));
    }

    void jsonTellsTheCourse()
    {
        const auto ended = peaks({m_file, "--json", "--per-second", "10", "--channel", "all"});
        QCOMPARE(ended.code, 0);
        const QJsonObject json = QJsonDocument::fromJson(ended.out.toUtf8()).object();
        QCOMPARE(json["rate_hz"].toInt(), 22050);
        QCOMPARE(json["channels"].toInt(), 2);
        QCOMPARE(json["duration_s"].toDouble(), 3.5);
        const QJsonArray lanes = json["lanes"].toArray();
        QCOMPARE(lanes.size(), 2);
        for (int lane = 0; lane < 2; ++lane) {
            QCOMPARE(lanes[lane]["channel"].toString(), QString::number(lane));
            QCOMPARE(lanes[lane]["max"].toArray().size(), 35);
            for (int i = 0; i < 35; ++i) {
                const double expected = (lane ? -0.1 : 0.1) * (i / 10 + 1);
                QVERIFY(std::abs(lanes[lane]["min"][i].toDouble() - expected) < 1e-3);
                QVERIFY(std::abs(lanes[lane]["max"][i].toDouble() - expected) < 1e-3);
                QVERIFY(std::abs(lanes[lane]["rms"][i].toDouble() - std::abs(expected)) < 1e-3);
            }
        }
    }

    void csvIsATable()
    {
        const auto ended = peaks({m_file, "--csv", "--per-second", "1", "--channel", "1"});
        QCOMPARE(ended.code, 0);
        const QStringList lines = ended.out.trimmed().split('\n');
        QCOMPARE(lines.size(), 5); // the last stretch is half a second
        QCOMPARE(lines[0], QString("time_s,channel,min,max,rms"));
        const QStringList third = lines[3].split(',');
        QCOMPARE(third[0].toDouble(), 2.0);
        QCOMPARE(third[1], QString("1"));
        QVERIFY(std::abs(third[2].toDouble() + 0.3) < 1e-3);
    }

    void theSummaryIsOfTheMix()
    {
        const auto ended = peaks({m_file});
        QCOMPARE(ended.code, 0);
        QVERIFY(ended.out.contains("3.500 s, 22050 Hz, 2 channels"));
        QVERIFY2(ended.out.contains("-120.0 dB"), qPrintable(ended.out)); // the channels cancel out
        const auto left = peaks({m_file, "--channel", "0"});
        QVERIFY2(left.out.contains("-8.0 dB"), qPrintable(left.out)); // 0.4
    }

    void wrongInput()
    {
        auto ended = peaks({m_folder.filePath("none.wav")});
        QCOMPARE(ended.code, 1);
        QVERIFY(ended.err.contains("none.wav"));
        QVERIFY(testing::writeNoise(m_folder.filePath("noise.wav"), 5000));
        QCOMPARE(peaks({m_folder.filePath("noise.wav")}).code, 1);
        QVERIFY(testing::writeClip(m_folder.filePath("silent.mp4"), {}));
        ended = peaks({m_folder.filePath("silent.mp4")});
        QCOMPARE(ended.code, 1);
        QVERIFY(ended.err.contains("silent.mp4"));
        for (const QStringList& wrong : {QStringList{"--channel", "2"}, QStringList{"--channel", "left"},
                                         QStringList{"--per-second", "0"}, QStringList{"--json", "--csv"}})
            QCOMPARE(peaks(QStringList{m_file} + wrong).code, 2);
        QCOMPARE(peaks({}).code, 2);
    }
};

QTEST_GUILESS_MAIN(tst_PeaksCommand)
#include "tst_PeaksCommand.moc"
