// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ClassNames.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using base::ErrorCode;

class tst_ClassNames : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const char* name, const QByteArray& bytes)
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                    : QString();
    }
    static QString joined(const base::Result<std::vector<QString>>& names)
    {
        return names ? QStringList(names->begin(), names->end()).join(u'|') : names.error().message;
    }

private Q_SLOTS:
    void typedLists_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("list");
        QTest::newRow("plain") << "dog,cat"
                               << "background|dog|cat";
        QTest::newRow("spaces") << "  barking   dog , cat "
                                << "background|barking dog|cat";
        QTest::newRow("background first") << "background,dog"
                                          << "background|dog";
        QTest::newRow("background inside") << "dog,Background,cat"
                                           << "background|dog|cat";
        QTest::newRow("one") << "dog"
                             << "background|dog";
        QTest::newRow("letters") << QStringLiteral("Kätzchen,猫") << QStringLiteral("background|Kätzchen|猫");
    }

    void typedLists()
    {
        QFETCH(QString, typed);
        QFETCH(QString, list);
        QCOMPARE(joined(inference::readClassList(typed)), list);
    }

    void wrongLists_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("said");
        QTest::newRow("twice") << "dog,cat,Dog"
                               << "\"Dog\" is named twice";
        QTest::newRow("background twice") << "background,dog,background"
                                          << "named twice";
        QTest::newRow("empty name") << "dog,,cat"
                                    << "empty name";
        QTest::newRow("ends with a comma") << "dog,"
                                           << "empty name";
        QTest::newRow("nothing") << ""
                                 << "empty name";
        QTest::newRow("only background") << "background"
                                         << "at least one";
        QStringList many;
        for (int i = 0; i < 256; ++i)
            many << QString::number(i);
        QTest::newRow("too many") << many.join(u',') << "256 names; at most 255";
    }

    void wrongLists()
    {
        QFETCH(QString, typed);
        QFETCH(QString, said);
        const auto list = inference::readClassList(typed);
        QVERIFY(!list);
        QCOMPARE(list.error().code, ErrorCode::Invalid);
        QVERIFY2(list.error().message.contains(said), qPrintable(list.error().message));
    }

    void mostThatAreAllowed()
    {
        QStringList many;
        for (int i = 0; i < 255; ++i)
            many << QString::number(i);
        const auto list = inference::classList(many);
        QVERIFY(list);
        QCOMPARE(list->size(), 256U);
    }

    void files()
    {
        const auto text = write("list.txt", "dog\r\n\n  barking cat\n");
        QCOMPARE(joined(inference::readClassList(text)), QStringLiteral("background|dog|barking cat"));
        const auto array = write("list.json", R"(["dog", "cat"])");
        QCOMPARE(joined(inference::readClassList(array)), QStringLiteral("background|dog|cat"));
        const auto places = write("label2idx.json", R"({"zebra": 1, "background": 0, "ape": 2})");
        QCOMPARE(joined(inference::readClassList(places)), QStringLiteral("background|zebra|ape"));
    }

    void wrongFiles()
    {
        const auto codeOf = [](const auto& list) { return list ? ErrorCode::Device : list.error().code; };
        QCOMPARE(codeOf(inference::readClassList(m_folder.filePath("none.txt"))), ErrorCode::NotFound);
        QCOMPARE(codeOf(inference::readClassList("classes.json")), ErrorCode::NotFound);
        QCOMPARE(codeOf(inference::readClassList(write("a.json", "[\"dog\""))), ErrorCode::Damaged);
        QCOMPARE(codeOf(inference::readClassList(write("b.json", "[1, 2]"))), ErrorCode::Damaged);
        QCOMPARE(codeOf(inference::readClassList(write("c.txt", QByteArray("dog\0cat", 7)))),
                 ErrorCode::Damaged);
        QCOMPARE(codeOf(inference::readClassList(write("d.txt", "dog\ndog\n"))), ErrorCode::Invalid);
        QCOMPARE(codeOf(inference::readClassList(write("e.txt", ""))), ErrorCode::Invalid);
    }

    void avsBench()
    {
        const auto names = inference::avsBenchClasses();
        QVERIFY2(names.has_value(), names ? "" : qPrintable(names.error().message));
        QCOMPARE(names->size(), 71U);
        QCOMPARE((*names)[0], QStringLiteral("background"));
        QCOMPARE((*names)[49], QStringLiteral("pipa"));
        QCOMPARE((*names)[70], QStringLiteral("woman"));
        QVERIFY(std::is_sorted(names->begin() + 1, names->end()));
    }
};

QTEST_GUILESS_MAIN(tst_ClassNames)
#include "tst_ClassNames.moc"
