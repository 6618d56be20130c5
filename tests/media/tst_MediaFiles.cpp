// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/MediaFiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace avs::media;

class tst_MediaFiles : public QObject
{
    Q_OBJECT

    static QStringList listed(const QStringList& present)
    {
        const QTemporaryDir folder;
        for (const QString& name : present) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::WriteOnly))
                return {"cannot write " + name};
        }
        QStringList names;
        for (const QString& path : mediaFilesIn(folder.path()))
            names.append(QFileInfo(path).fileName());
        return names;
    }

private Q_SLOTS:
    void kindsByName()
    {
        QCOMPARE(mediaKindOf("/some/where/Holiday.MP4"), MediaKind::Video);
        QCOMPARE(mediaKindOf("song.flac"), MediaKind::Sound);
        QCOMPARE(mediaKindOf("shot_001.PNG"), MediaKind::Picture);
        QCOMPARE(mediaKindOf("notes.txt"), MediaKind::None);
        QCOMPARE(mediaKindOf("mp4"), MediaKind::None);
        QCOMPARE(mediaKindOf(""), MediaKind::None);
    }

    void inCountingOrderAndMediaOnly()
    {
        QCOMPARE(listed({"clip 10.mp4", "clip 2.mkv", "a.txt", "b", "Clip 1.wav"}),
                 QStringList({"Clip 1.wav", "clip 2.mkv", "clip 10.mp4"}));
    }

    void aSequenceIsOneEntry()
    {
        QCOMPARE(
            listed({"b_0001.png", "b_0002.png", "b_0010.png", "a1.jpg", "a2.jpg", "a1.png", "alone.png"}),
            QStringList({"a1.jpg", "a1.png", "alone.png", "b_0001.png"}));
        // The last number counts, as in “take 2, picture 7”.
        QCOMPARE(listed({"t1_1.png", "t1_2.png", "t2_1.png"}), QStringList({"t1_1.png", "t2_1.png"}));
    }

    void missingFolderHoldsNothing() { QVERIFY(mediaFilesIn("/no/such/folder").isEmpty()); }
};

QTEST_GUILESS_MAIN(tst_MediaFiles)
#include "tst_MediaFiles.moc"
