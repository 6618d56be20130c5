// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/WeightFile.h"

#include <torch/types.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <functional>
#include <optional>

using namespace avs::nn;
using Kind = WeightError::Kind;

namespace {

std::string fixture(const char* name)
{
    return std::string(AVS_TEST_DATA "/torch/") + name + ".pt";
}

QByteArray contentOf(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct Entry
{
    QByteArray name;
    QByteArray data;
};

QByteArray le(quint64 value, int bytes)
{
    const quint64 ordered = qToLittleEndian(value);
    return QByteArray(reinterpret_cast<const char*>(&ordered), bytes);
}

/// An archive that stores; `method` and `name` lies can be told for the entry `data/0`.
QByteArray zip(const std::vector<Entry>& entries, int method = 0, quint64 sizeLie = 0)
{
    QByteArray out;
    QByteArray directory;
    for (const auto& entry : entries) {
        const bool isData = entry.name.endsWith("data/0");
        const auto size = isData && sizeLie > 0 ? sizeLie : quint64(entry.data.size());
        const auto common = le(0, 2) + le(isData ? method : 0, 2) + le(0, 8) + le(size, 4) + le(size, 4) +
                            le(entry.name.size(), 2) + le(0, 2);
        directory +=
            le(0x02014b50, 4) + le(0, 4) + common + le(0, 2) + le(0, 8) + le(out.size(), 4) + entry.name;
        out += le(0x04034b50, 4) + le(0, 2) + common + entry.name + entry.data;
    }
    const auto offset = out.size();
    return out + directory + le(0x06054b50, 4) + le(0, 4) + le(entries.size(), 2) + le(entries.size(), 2) +
           le(directory.size(), 4) + le(offset, 4) + le(0, 2);
}

QByteArray text(const char* value)
{
    const QByteArray bytes(value);
    return "X" + le(bytes.size(), 4) + bytes;
}

QByteArray integer(int value)
{
    return "J" + le(quint32(value), 4);
}

/// A dict with the one tensor "x": its storage "0" of `numel` floats.
QByteArray pickled(int numel, int offset, const std::vector<int>& sizes, const std::vector<int>& strides)
{
    QByteArray out("\x80\x02}", 3);
    out += text("x") + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" +
           text("0") + text("cpu") + integer(numel) + "tQ" + integer(offset) + "(";
    for (const auto size : sizes)
        out += integer(size);
    out += "t(";
    for (const auto stride : strides)
        out += integer(stride);
    return out + "t\x89}tRs.";
}

QByteArray archive(const QByteArray& pickle, int floats = 2)
{
    return zip({{"a/data.pkl", pickle}, {"a/data/0", QByteArray(4 * floats, '\0')}});
}

/// Two entries of the directory that are one in the file: how a zip bomb has its data more than once.
QByteArray overlapping(const QByteArray& pickle)
{
    auto bytes = zip({{"a/data.pkl", pickle}, {"a/data/0", QByteArray(8, '\0')}, {"a/data/1", {}}});
    constexpr qsizetype kHeaderOffset = 42;
    constexpr qsizetype kCentralSize = 46;
    const auto directory = bytes.indexOf("PK\x01\x02");
    const auto second = directory + kCentralSize + qsizetype(sizeof("a/data.pkl")) - 1;
    const auto third = second + kCentralSize + qsizetype(sizeof("a/data/0")) - 1;
    bytes.replace(third + kHeaderOffset, 4, bytes.mid(second + kHeaderOffset, 4));
    bytes.replace(third + 20, 8, bytes.mid(second + 20, 8));
    return bytes;
}

/// Ten lists, each ten times the one before: ten thousand million parts in a few hundred bytes.
QByteArray laughs()
{
    QByteArray out("\x80\x02]q\x00", 5);
    for (char level = 0; level < 10; ++level) {
        out += "](";
        for (int i = 0; i < 10; ++i)
            out += QByteArray("h") + level;
        out += QByteArray("eq") + char(level + 1);
    }
    return out + ".";
}

} // namespace

Q_DECLARE_METATYPE(avs::nn::WeightError::Kind)

class TestWeightFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryTypeAndLayout();
    void unwrapsCheckpoints();
    void joinsNestedKeys();
    void readsSafetensors();
    void neverWritesIntoTheFile();
    void refusesByName_data();
    void refusesByName();
    void problemsAreToldApart_data();
    void problemsAreToldApart();
    void malformedFiles_data();
    void malformedFiles();
    void everyTruncationIsAnError();
    void everyChangedByteIsSurvived();

private:
    [[nodiscard]] std::string write(const QByteArray& bytes) const
    {
        const auto path = m_folder.filePath(QStringLiteral("file.pt"));
        QFile::remove(path);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write the test's file");
        return path.toStdString();
    }
    static std::optional<std::pair<Kind, std::string>> failure(const std::string& path)
    {
        try {
            (void)WeightFile::open(path);
        } catch (const WeightError& error) {
            return std::pair(error.kind(), std::string(error.what()));
        }
        return std::nullopt;
    }

    QTemporaryDir m_folder;
};

void TestWeightFile::readsEveryTypeAndLayout()
{
    const auto file = WeightFile::open(fixture("all"));
    QCOMPARE(file.format, WeightFile::Format::Torch);
    const auto& t = file.tensors;
    QCOMPARE(t.size(), 17U);
    const std::map<std::string, torch::ScalarType> types{
        {"float64", torch::kDouble},    {"float32", torch::kFloat}, {"float16", torch::kHalf},
        {"bfloat16", torch::kBFloat16}, {"int64", torch::kLong},    {"int32", torch::kInt},
        {"int16", torch::kShort},       {"int8", torch::kChar},     {"uint8", torch::kByte},
        {"bool", torch::kBool}};
    for (const auto& [name, type] : types)
        QVERIFY2(torch::equal(t.at(name), torch::arange(7).remainder(2).to(type)), name.c_str());
    QCOMPARE(t.at("scalar").item<float>(), 2.5F);
    QCOMPARE(t.at("scalar").dim(), 0);
    QVERIFY(t.at("none").sizes() == torch::IntArrayRef({0, 3}));
    QVERIFY(torch::equal(t.at("transposed"), torch::arange(6, torch::kFloat).view({2, 3}).t()));
    QVERIFY(torch::equal(t.at("slice"), torch::arange(3, 7, torch::kFloat)));
    QVERIFY(torch::equal(t.at("parameter"), torch::ones({2})));
    QVERIFY(t.at("tied").is_alias_of(t.at("slice")));
}

void TestWeightFile::unwrapsCheckpoints()
{
    for (const auto* name : {"model", "state_dict"}) {
        const auto tensors = WeightFile::open(fixture(name)).tensors;
        QCOMPARE(tensors.size(), 7U);
        QVERIFY(torch::equal(tensors.at("0.weight"), torch::full({2, 3}, 0.5)));
        QCOMPARE(tensors.at("1.num_batches_tracked").item<std::int64_t>(), 0);
    }
    QVERIFY(torch::equal(WeightFile::open(fixture("protocol4")).tensors.at("x"), torch::ones({2})));
}

void TestWeightFile::joinsNestedKeys()
{
    const auto tensors = WeightFile::open(fixture("nested")).tensors;
    QCOMPARE(tensors.size(), 3U);
    QCOMPARE(tensors.at("a.0").item<float>(), 0.0F);
    QCOMPARE(tensors.at("a.1.b").item<float>(), 1.0F);
    QCOMPARE(tensors.at("7.0").item<float>(), 7.0F);
}

void TestWeightFile::readsSafetensors()
{
    const auto path = m_folder.filePath(QStringLiteral("other.pt")).toStdString(); // the name does not matter
    writeSafetensors(path, {{"x", torch::ones({2})}}, {{"note", "n"}});
    const auto file = WeightFile::open(path);
    QCOMPARE(file.format, WeightFile::Format::Safetensors);
    QCOMPARE(file.metadata.at("note"), std::string("n"));
    QCOMPARE(file.tensors.size(), 1U);
}

void TestWeightFile::neverWritesIntoTheFile()
{
    const auto before = contentOf(fixture("nested"));
    const auto path = write(before);
    WeightFile::open(path).tensors.at("a.0").fill_(9);
    QCOMPARE(contentOf(path), before);
}

void TestWeightFile::refusesByName_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* named) {
        QTest::newRow(name) << contentOf(fixture(name)) << QString::fromLatin1(named);
    };
    row("evil", "posix.system");
    row("complex", "ComplexFloatStorage");
    row("old", "1.6");
    row("script", "TorchScript");
    QTest::newRow("opcode") << archive("\x80\x02i") << QStringLiteral("0x69");
    QTest::newRow("instance by opcode") << archive(QByteArray("\x80\x02\x81", 3)) << QStringLiteral("0x81");
    QTest::newRow("eval") << archive("cbuiltins\neval\n.") << QStringLiteral("builtins.eval");
    QTest::newRow("stack global") << archive(text("os") + text("system") + "\x93.")
                                  << QStringLiteral("os.system");
    QTest::newRow("compressed") << zip({{"a/data.pkl", pickled(2, 0, {2}, {1})},
                                        {"a/data/0", QByteArray(8, 0)}},
                                       8)
                                << QStringLiteral("compressed");
}

void TestWeightFile::refusesByName()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, named);
    QVERIFY(!bytes.isEmpty());
    const auto found = failure(write(bytes));
    QVERIFY(found);
    QCOMPARE(int(found->first), int(Kind::Refused));
    QVERIFY2(found->second.find(named.toStdString()) != std::string::npos, found->second.c_str());
    QVERIFY(!QFile::exists(QStringLiteral("/tmp/tavis-was-here")));
}

/// What the user reads, one for each way in which a file can be wrong or meant ill.
void TestWeightFile::problemsAreToldApart_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QByteArray& bytes, Kind kind, const char* says) {
        QTest::newRow(name) << bytes << kind << QString::fromLatin1(says);
    };
    const auto one = pickled(2, 0, {2}, {1});
    const auto whole = archive(one);
    row("truncated", whole.left(whole.size() / 2), Kind::Damaged, "cut off");
    row("wrong magic", "PQ" + whole.mid(2), Kind::NotWeights, "does not begin like");
    row("huge declared entry",
        zip({{"a/data.pkl", one}, {"a/data/0", QByteArray(8, '\0')}}, 0, 4'000'000'000), Kind::Damaged,
        "reaches into the archive's directory");
    row("huge declared tensor", archive(pickled(0x7fffffff, 0, {0x7fffffff}, {1})), Kind::Damaged,
        "not as long as it should be");
    row("huge declared text", archive("X\xff\xff\xff\x7f" + QByteArray("a.")), Kind::Damaged, "cut off");
    const auto tensor = one.mid(3, one.size() - 5); // key and value, without "s."
    row("duplicate key", archive(QByteArray("\x80\x02}(", 4) + tensor + tensor + "u."), Kind::Damaged,
        "x is there twice");
    row("duplicate entry",
        zip({{"a/data.pkl", one}, {"a/data/0", QByteArray(8, '\0')}, {"a/data/0", QByteArray(8, '\0')}}),
        Kind::Damaged, "data/0 is there twice");
    row("overlapping entries", overlapping(one), Kind::Damaged, "overlap");
    row("os.system", contentOf(fixture("evil")), Kind::Refused, "posix.system");
    row("compressed bomb", zip({{"a/data.pkl", one}, {"a/data/0", QByteArray(8, '\0')}}, 8), Kind::Refused,
        "compressed");
    row("long key", archive(QByteArray("\x80\x02}(", 4) + text(QByteArray(5000, 'k')) + tensor.mid(6) + "u."),
        Kind::Refused, "longer than 4096");
    row("shape of many axes", archive(pickled(2, 0, std::vector<int>(65, 1), std::vector<int>(65, 1))),
        Kind::Damaged, "64 axes");
    row("lists of lists", archive(laughs()), Kind::Refused, "too many parts");
    row("a pickle of nothing", archive(QByteArray("\x80\x02", 2) + QByteArray(5'000'000, 'N') + "."),
        Kind::Refused, "four million values");
}

void TestWeightFile::problemsAreToldApart()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Kind, kind);
    QFETCH(QString, says);
    const auto found = failure(write(bytes));
    QVERIFY2(found, "the file was read");
    QVERIFY2(found->first == kind, found->second.c_str());
    QVERIFY2(found->second.find(says.toStdString()) != std::string::npos, found->second.c_str());
}

void TestWeightFile::malformedFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Kind>("kind");
    const auto good = pickled(2, 0, {2}, {1});
    QTest::newRow("good") << archive(good) << Kind(-1);
    QTest::newRow("no tensors") << contentOf(fixture("no_tensors")) << Kind::NotWeights;
    QTest::newRow("other zip") << zip({{"readme.txt", "hello"}}) << Kind::NotWeights;
    QTest::newRow("only a signature") << QByteArray("PK\x03\x04") << Kind::Damaged;
    QTest::newRow("missing data") << zip({{"a/data.pkl", good}}) << Kind::Damaged;
    QTest::newRow("data too short") << archive(good, 1) << Kind::Damaged;
    QTest::newRow("data too long") << archive(good, 3) << Kind::Damaged;
    QTest::newRow("twice") << zip({{"a/data.pkl", good},
                                   {"a/data/0", QByteArray(8, '\0')},
                                   {"a/data/0", QByteArray(8, '\0')}})
                           << Kind::Damaged;
    QTest::newRow("larger than the file")
        << zip({{"a/data.pkl", good}, {"a/data/0", QByteArray(8, '\0')}}, 0, 4'000'000'000) << Kind::Damaged;
    QTest::newRow("big-endian") << zip({{"a/data.pkl", good},
                                        {"a/data/0", QByteArray(8, '\0')},
                                        {"a/byteorder", "big"}})
                                << Kind::Refused;
    const auto tensor = [](const char* name, const QByteArray& pickle) {
        QTest::newRow(name) << archive(pickle) << Kind::Damaged;
    };
    tensor("beyond its data", pickled(2, 0, {3}, {1}));
    tensor("beyond by stride", pickled(2, 0, {2}, {2}));
    tensor("beyond by offset", pickled(2, 1, {2}, {1}));
    tensor("stretched", pickled(2, 0, {1000000, 1000000}, {0, 0}));
    tensor("overflow",
           pickled(2, 0, {0x7fffffff, 0x7fffffff, 0x7fffffff}, {0x7fffffff, 0x7fffffff, 0x7fffffff}));
    tensor("negative size", pickled(2, 0, {-2}, {1}));
    tensor("negative stride", pickled(2, 1, {2}, {-1}));
    tensor("negative offset", pickled(2, -1, {1}, {1}));
    tensor("negative storage", pickled(-2, 0, {1}, {1}));
    tensor("one stride too few", pickled(2, 0, {1, 1}, {1}));
    tensor("empty pickle", "");
    tensor("only the end", ".");
    tensor("value used before it is there", "h\x01.");
    tensor("tuple without a mark", "Nt.");
    tensor("text longer than the pickle", "X\xff\xff\xff\x7f"
                                          "a.");
    tensor("circle", QByteArray("\x80\x02}q\x00", 5) + text("x") + QByteArray("h\x00s.", 4));
}

void TestWeightFile::malformedFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Kind, kind);
    const auto found = failure(write(bytes));
    if (int(kind) == -1) {
        QVERIFY2(!found, found ? found->second.c_str() : "");
        return;
    }
    QVERIFY2(found, "the file was read");
    if (QLatin1String(QTest::currentDataTag()) == QLatin1String("circle"))
        kind = Kind::Refused;
    QVERIFY2(found->first == kind, found->second.c_str());
}

void TestWeightFile::everyTruncationIsAnError()
{
    const auto whole = archive(pickled(2, 0, {2}, {1}));
    QVERIFY(!failure(write(whole)));
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY2(failure(write(whole.left(length))), qPrintable(QString::number(length)));
}

/// Whatever a byte becomes, the file is read or refused; sanitizers watch that nothing else happens.
void TestWeightFile::everyChangedByteIsSurvived()
{
    const auto whole = archive(pickled(2, 0, {2}, {1}));
    int read = 0;
    for (qsizetype i = 0; i < whole.size(); ++i) {
        for (const int change : {0x01, 0x80, 0xff}) {
            auto bytes = whole;
            bytes[i] = char(bytes[i] ^ change);
            read += !failure(write(bytes));
        }
    }
    QVERIFY(read > 0 && read < 3 * whole.size());
}

QTEST_GUILESS_MAIN(TestWeightFile)
#include "tst_WeightFile.moc"
