// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/FeatureCache.h"

#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>
#include <QtTest>

using avs::training::FeatureCache;

namespace {

constexpr qint64 kMuch = 1 << 20;

QByteArray key(const char* content)
{
    return FeatureCache::keyOf(content);
}

/// The files with content in it, without those that tell when a scope was used.
QStringList entries(const QString& folder)
{
    QStringList files;
    QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        it.next();
        if (it.fileName() != u"used")
            files.append(it.filePath());
    }
    return files;
}

/// A cache and one scope of it.
class Scope
{
public:
    Scope(const QString& folder, const QByteArray& origin, qint64 limitBytes)
        : m_cache(folder, limitBytes)
        , m_name(m_cache.use(origin))
    {}
    [[nodiscard]] std::optional<QByteArray> find(const QByteArray& key, qsizetype size) const
    {
        return m_cache.find(m_name, key, size);
    }
    void store(const QByteArray& key, const QByteArray& bytes) { m_cache.store(m_name, key, bytes); }

private:
    FeatureCache m_cache;
    QString m_name;
};

} // namespace

class tst_FeatureCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void remembers()
    {
        QTemporaryDir folder;
        const QByteArray bytes(1000, 'x');
        {
            Scope cache(folder.path(), "weights", kMuch);
            QVERIFY(!cache.find(key("a"), bytes.size()));
            cache.store(key("a"), bytes);
            QCOMPARE(cache.find(key("a"), bytes.size()).value_or("none"), bytes);
        }
        const Scope later(folder.path(), "weights", kMuch);
        QCOMPARE(later.find(key("a"), bytes.size()).value_or("none"), bytes);
        QVERIFY(!later.find(key("a"), bytes.size() + 1)); // of another model's width
        QVERIFY(!later.find(key("b"), bytes.size()));
        const Scope other(folder.path(), "other weights", kMuch);
        QVERIFY(!other.find(key("a"), bytes.size()));
    }

    void badFilesAreMadeAnew_data()
    {
        QTest::addColumn<int>("damage");
        QTest::newRow("cut off") << 0;
        QTest::newRow("empty") << 1;
        QTest::newRow("a byte changed") << 2;
        QTest::newRow("another entry's") << 3;
        QTest::newRow("foreign") << 4;
    }

    void badFilesAreMadeAnew()
    {
        QFETCH(int, damage);
        QTemporaryDir folder;
        const QByteArray bytes(1000, 'x');
        Scope cache(folder.path(), "weights", kMuch);
        cache.store(key("a"), bytes);
        const auto path = entries(folder.path()).front();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const auto content = file.readAll();
        switch (damage) {
        case 0:
            QVERIFY(file.resize(content.size() - 1));
            break;
        case 1:
            QVERIFY(file.resize(0));
            break;
        case 2:
            QVERIFY(file.seek(content.size() - 10) && file.write("y") == 1);
            break;
        case 3: {
            cache.store(key("b"), QByteArray(1000, 'b'));
            auto others = entries(folder.path());
            others.removeOne(path);
            QFile other(others.front());
            QVERIFY(other.open(QIODevice::ReadOnly));
            QVERIFY(file.seek(0) && file.write(other.readAll()) == content.size());
            break;
        }
        default:
            QVERIFY(file.seek(0) && file.write(QByteArray(content.size(), 'z')) == content.size());
        }
        file.close();
        QVERIFY(!cache.find(key("a"), bytes.size()));
        cache.store(key("a"), bytes);
        QCOMPARE(cache.find(key("a"), bytes.size()).value_or("none"), bytes);
    }

    void staysWithinItsLimit()
    {
        QTemporaryDir folder;
        const QByteArray bytes(1000, 'x');
        QFile precious(folder.filePath(QStringLiteral("notes.txt")));
        QVERIFY(precious.open(QIODevice::WriteOnly) && precious.write("mine") == 4);
        precious.close();
        {
            Scope old(folder.path(), "old", 5'000);
            for (const auto* name : {"a", "b", "c", "d"})
                old.store(key(name), bytes);
            QCOMPARE(entries(folder.path()).size(), 1 + 4);
        }
        Scope cache(folder.path(), "new", 5'000);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("limit")));
        for (const auto* name : {"a", "b", "c", "d", "e", "f"})
            cache.store(key(name), bytes);
        // The old ones went, and then there was no more room.
        QVERIFY(cache.find(key("a"), bytes.size()).has_value());
        QVERIFY(!cache.find(key("f"), bytes.size()).has_value());
        QVERIFY(!Scope(folder.path(), "old", 5'000).find(key("a"), bytes.size()));
        qint64 sum = 0;
        for (const auto& path : entries(folder.path()))
            sum += QFileInfo(path).size();
        QVERIFY2(sum <= 5'000 + 4, qPrintable(QString::number(sum)));
        QVERIFY(QFile::exists(precious.fileName()));
    }

    /// What makes room is never what is being used.
    void usedScopesStay()
    {
        QTemporaryDir folder;
        const QByteArray bytes(1000, 'x');
        FeatureCache cache(folder.path(), 3'000);
        const auto sounds = cache.use("sounds");
        const auto pictures = cache.use("pictures");
        cache.store(sounds, key("a"), bytes);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("limit")));
        for (const auto* name : {"a", "b", "c"})
            cache.store(pictures, key(name), bytes);
        QVERIFY(cache.find(sounds, key("a"), bytes.size()));
        QVERIFY(cache.find(pictures, key("a"), bytes.size()));
        QVERIFY(!cache.find(pictures, key("c"), bytes.size()));
    }

    /// Deleted under its feet, or nowhere to write: never more than slow.
    void neverFails()
    {
        QTemporaryDir folder;
        Scope cache(folder.filePath(QStringLiteral("c")), "weights", kMuch);
        cache.store(key("a"), "bytes");
        QVERIFY(QDir(folder.filePath(QStringLiteral("c"))).removeRecursively());
        QVERIFY(!cache.find(key("a"), 5));
        cache.store(key("a"), "bytes");
        QCOMPARE(cache.find(key("a"), 5).value_or("none"), QByteArray("bytes"));

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("keeps nothing more")));
        Scope nowhere(QStringLiteral("/dev/null/cache"), "weights", kMuch);
        nowhere.store(key("a"), "bytes");
        QVERIFY(!nowhere.find(key("a"), 5));
    }
};

QTEST_GUILESS_MAIN(tst_FeatureCache)
#include "tst_FeatureCache.moc"
