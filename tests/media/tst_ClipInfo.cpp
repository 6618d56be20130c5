// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/AudioDecoder.h"
#include "core/media/ClipInfo.h"
#include "core/media/VideoDecoder.h"
#include "support/TestMedia.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using base::ErrorCode;
using testing::ClipSpec;

namespace {

/// A header without any sound after it.
QByteArray beginningOfWav()
{
    static constexpr char kHead[] =
        "RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data";
    return QByteArray(kHead, sizeof(kHead) - 1);
}

} // namespace

class tst_ClipInfo : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                    : QString();
    }

private Q_SLOTS:
    void tellsWhatAFileHolds();
    void countsCoverArtAsNoPictures();
    void takesColonsAndForeignLettersInNames();
    void wrongFilesGetTheirOwnSentence();
    void cutOffMp4IsDamaged();
    void sentencesSurvivePercentSigns();
};

void tst_ClipInfo::tellsWhatAFileHolds()
{
    ClipSpec spec;
    spec.frames = 50;
    spec.rotation = 90;
    spec.sound = true;
    const QString path = m_folder.filePath(QStringLiteral("all.mp4"));
    QVERIFY(testing::writeClip(path, spec));
    const auto probed = media::probe(path);
    QVERIFY(probed);
    QCOMPARE(probed->path, path);
    QVERIFY(probed->container.contains(QStringLiteral("mp4")));
    QVERIFY(probed->hasVideo);
    QCOMPARE(probed->videoCodec, QStringLiteral("h264"));
    QCOMPARE(probed->width, 96);
    QCOMPARE(probed->height, 160);
    QVERIFY(std::abs(probed->averageFps - 25) < 0.01);
    QVERIFY(probed->hasAudio);
    QCOMPARE(probed->audioCodec, QStringLiteral("aac"));
    QCOMPARE(probed->sampleRateHz, 44100);
    QCOMPARE(probed->channels, 2);
    QVERIFY(std::abs(probed->duration.seconds() - 2) < 0.1);
}

void tst_ClipInfo::countsCoverArtAsNoPictures()
{
    ClipSpec spec;
    spec.frames = 0;
    spec.sound = true;
    spec.seconds = 1;
    spec.soundEncoder = "libmp3lame";
    spec.cover = true;
    const QString path = m_folder.filePath(QStringLiteral("song.mp3"));
    QVERIFY(testing::writeClip(path, spec));
    const auto probed = media::probe(path);
    QVERIFY(probed);
    QVERIFY(probed->hasAudio);
    QVERIFY(!probed->hasVideo);
}

void tst_ClipInfo::takesColonsAndForeignLettersInNames()
{
    ClipSpec spec;
    spec.frames = 3;
    const QString plain = m_folder.filePath(QStringLiteral("plain.mp4"));
    QVERIFY(testing::writeClip(plain, spec));
    for (const QString& name : {QStringLiteral("http:a, b.mp4"), QStringLiteral("Gänse – 鳥.mp4")}) {
        const QString path = m_folder.filePath(name);
        QVERIFY(QFile::copy(plain, path));
        QVERIFY2(media::probe(path), qPrintable(name));
    }
}

void tst_ClipInfo::wrongFilesGetTheirOwnSentence()
{
    struct Case
    {
        QString path;
        ErrorCode code;
    };
    const QString noise = m_folder.filePath(QStringLiteral("noise.mp4"));
    QVERIFY(testing::writeNoise(noise, 200000));
    const QString noiseSong = m_folder.filePath(QStringLiteral("noise.mp3"));
    QVERIFY(testing::writeNoise(noiseSong, 200000));
    const std::vector<Case> cases = {
        {m_folder.filePath(QStringLiteral("missing.mp4")), ErrorCode::NotFound},
        {m_folder.path(), ErrorCode::Unsupported},
        {write(QStringLiteral("empty.mp4"), {}), ErrorCode::Damaged},
        {noise, ErrorCode::Unsupported},
        {noiseSong, ErrorCode::Unsupported},
        {write(QStringLiteral("note.txt"), QByteArray("Not a clip, just words.\n").repeated(50)),
         ErrorCode::Unsupported},
        {write(QStringLiteral("words.mp4"), QByteArray("Not a clip, just words.\n").repeated(50)),
         ErrorCode::Unsupported},
        {write(QStringLiteral("head.wav"), beginningOfWav()), ErrorCode::Damaged},
    };
    QSet<QString> sentences;
    for (const Case& wrong : cases) {
        QVERIFY(!wrong.path.isEmpty());
        const auto probed = media::probe(wrong.path);
        QVERIFY2(!probed, qPrintable(wrong.path));
        const base::Error& error = probed.error();
        QVERIFY2(error.code == wrong.code, qPrintable(error.message + QLatin1Char(' ') + error.detail));
        QCOMPARE(error.path, wrong.path);
        QVERIFY2(error.message.contains(QFileInfo(wrong.path).fileName()), qPrintable(error.message));
        QVERIFY2(error.message.endsWith(QLatin1Char('.')), qPrintable(error.message));
        sentences.insert(error.message);
        // The decoders say the same.
        QCOMPARE(media::VideoDecoder::open(wrong.path).error().message, error.message);
        QCOMPARE(media::readAudio(wrong.path, 16000, 1).error().message, error.message);
    }
    QCOMPARE(sentences.size(), qsizetype(cases.size()));
}

void tst_ClipInfo::cutOffMp4IsDamaged()
{
    ClipSpec spec;
    spec.sound = true;
    const QString path = m_folder.filePath(QStringLiteral("cut.mp4"));
    QVERIFY(testing::writeClip(path, spec));
    // The index is written last, so nothing of it is left.
    QVERIFY(testing::truncateFile(path, QFile(path).size() / 2));
    const auto probed = media::probe(path);
    QVERIFY(!probed);
    QCOMPARE(probed.error().code, ErrorCode::Damaged);
    QVERIFY(probed.error().message.contains(QStringLiteral("cut.mp4")));
}

void tst_ClipInfo::sentencesSurvivePercentSigns()
{
    const QString path = write(QStringLiteral("a%2b%1.mp4"), {});
    const auto probed = media::probe(path);
    QVERIFY(!probed);
    QVERIFY2(probed.error().message.contains(QStringLiteral("a%2b%1.mp4")),
             qPrintable(probed.error().message));
}

QTEST_GUILESS_MAIN(tst_ClipInfo)
#include "tst_ClipInfo.moc"
