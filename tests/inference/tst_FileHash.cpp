// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/FileHash.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using avs::inference::sha256OfFile;

class tst_FileHash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofFiles_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("abc") << QByteArray("abc");
        QTest::newRow("a chunk and more") << QByteArray((1 << 20) + 7, 'x');
    }

    void ofFiles()
    {
        QFETCH(QByteArray, content);
        QFile file(m_folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        QCOMPARE(sha256OfFile(file.fileName()).toLatin1(),
                 QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
    }

    void nothingWhenStoppedOrUnreadable()
    {
        QFile file(m_folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("abc") == 3);
        file.close();
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(sha256OfFile(file.fileName(), stop.get_token()).isEmpty());
        QVERIFY(sha256OfFile(m_folder.filePath(QStringLiteral("none"))).isEmpty());
        QVERIFY(sha256OfFile(m_folder.path()).isEmpty());
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(tst_FileHash)
#include "tst_FileHash.moc"
