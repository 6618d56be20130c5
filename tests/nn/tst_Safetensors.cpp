// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/Safetensors.h"

#include <torch/types.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <optional>

using namespace avs::nn;
using Kind = WeightError::Kind;

namespace {

QByteArray fileWith(const QByteArray& header, const QByteArray& data)
{
    const quint64 length = static_cast<quint64>(header.size());
    QByteArray bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + data;
}

QByteArray entry(const char* name, const char* type, const char* shape, const char* offsets)
{
    return QByteArray("\"") + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape +
           ",\"data_offsets\":" + offsets + "}";
}

std::optional<Kind> kindOf(const QString& path)
{
    try {
        (void)SafetensorsFile::open(path.toStdString());
    } catch (const WeightError& error) {
        return error.kind();
    }
    return std::nullopt;
}

} // namespace

Q_DECLARE_METATYPE(avs::nn::WeightError::Kind)

class TestSafetensors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItWrote();
    void readsUnalignedTensors();
    void viewsOutliveTheFile();
    void malformedFiles_data();
    void malformedFiles();
    void everyTruncationIsAnError();
    void missingFileAndFolder();
    void failedWritingLeavesTheOldFile();
    void refusesTypesItCannotStore();

private:
    [[nodiscard]] QString write(const QByteArray& bytes) const
    {
        const auto path = m_folder.filePath("file.safetensors");
        QFile::remove(path);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write the test's file");
        return path;
    }

    QTemporaryDir m_folder;
};

void TestSafetensors::readsWhatItWrote()
{
    TensorMap tensors;
    for (const auto type : {torch::kDouble, torch::kFloat, torch::kHalf, torch::kBFloat16, torch::kLong,
                            torch::kInt, torch::kShort, torch::kChar, torch::kByte, torch::kBool})
        tensors[torch::toString(type)] = torch::arange(7).remainder(2).to(type);
    tensors["scalar"] = torch::scalar_tensor(2.5);
    tensors["none"] = torch::empty({0, 3});
    tensors["not contiguous"] = torch::arange(6, torch::kFloat).view({2, 3}).t();
    tensors["infinite"] = torch::full({2}, -INFINITY);

    const auto path = m_folder.filePath("all.safetensors").toStdString();
    writeSafetensors(path, tensors, {{"format", "pt"}, {"note", "é \"q\""}});
    const auto file = SafetensorsFile::open(path);
    QCOMPARE(file.tensors.size(), tensors.size());
    QCOMPARE(file.metadata.at("note"), std::string("é \"q\""));
    for (const auto& [name, tensor] : tensors) {
        const auto& read = file.tensors.at(name);
        QVERIFY2(read.scalar_type() == tensor.scalar_type(), name.c_str());
        QVERIFY2(read.sizes() == tensor.sizes(), name.c_str());
        QVERIFY2(torch::equal(read, tensor), name.c_str());
    }
    QCOMPARE(QDir(m_folder.path()).entryList({"*.part"}, QDir::Files).size(), 0);
}

void TestSafetensors::readsUnalignedTensors()
{
    const float value = 1.5F;
    QByteArray data(1, '\x07');
    data.append(reinterpret_cast<const char*>(&value), 4);
    const auto header =
        "{" + entry("a", "U8", "[1]", "[0,1]") + "," + entry("b", "F32", "[1]", "[1,5]") + "}";
    const auto file = SafetensorsFile::open(write(fileWith(header, data)).toStdString());
    QCOMPARE(file.tensors.at("a").item<int>(), 7);
    QCOMPARE(file.tensors.at("b").item<float>(), value);
}

void TestSafetensors::viewsOutliveTheFile()
{
    const auto path = m_folder.filePath("view.safetensors");
    writeSafetensors(path.toStdString(), {{"x", torch::arange(1000, torch::kFloat)}});
    torch::Tensor x;
    {
        x = SafetensorsFile::open(path.toStdString()).tensors.at("x");
    }
    QFile::remove(path);
    QCOMPARE(x.sum().item<float>(), 499500.0F);
}

void TestSafetensors::malformedFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Kind>("kind");
    const QByteArray eight(8, '\x01');
    const auto one = [&](const char* name, const QByteArray& tensor, Kind kind) {
        QTest::newRow(name) << fileWith("{" + tensor + "}", eight) << kind;
    };
    QTest::newRow("empty file") << QByteArray() << Kind::NotWeights;
    QTest::newRow("seven bytes") << QByteArray(7, '\0') << Kind::NotWeights;
    QTest::newRow("zip archive") << QByteArray("PK\x03\x04").leftJustified(4000, 'x') << Kind::NotWeights;
    QTest::newRow("text") << QByteArray("hello, this is a text file and no model") << Kind::NotWeights;
    QTest::newRow("zeros") << QByteArray(4000, '\0') << Kind::NotWeights;
    QTest::newRow("huge header") << QByteArray(8, '\xff') + "{}" << Kind::NotWeights;
    QTest::newRow("header longer than the file")
        << fileWith("{" + entry("a", "F32", "[2]", "[0,8]") + "}", "").left(30) << Kind::Damaged;
    QTest::newRow("no JSON") << fileWith("{\"a\":,}", eight) << Kind::Damaged;
    QTest::newRow("duplicate key") << fileWith("{" + entry("a", "F32", "[1]", "[0,4]") + "," +
                                                   entry("a", "F32", "[1]", "[4,8]") + "}",
                                               eight)
                                   << Kind::Damaged;
    QTest::newRow("overlapping") << fileWith("{" + entry("a", "F32", "[1]", "[0,4]") + "," +
                                                 entry("b", "F32", "[1]", "[2,6]") + "," +
                                                 entry("c", "U8", "[2]", "[6,8]") + "}",
                                             eight)
                                 << Kind::Damaged;
    QTest::newRow("the same bytes twice")
        << fileWith("{" + entry("a", "F32", "[2]", "[0,8]") + "," + entry("b", "F32", "[2]", "[0,8]") + "}",
                    eight)
        << Kind::Damaged;
    QTest::newRow("gap") << fileWith("{" + entry("a", "U8", "[2]", "[0,2]") + "," +
                                         entry("b", "U8", "[4]", "[4,8]") + "}",
                                     eight)
                         << Kind::Damaged;
    one("beyond the file", entry("a", "F32", "[4]", "[0,16]"), Kind::Damaged);
    one("data that nobody names", entry("a", "F32", "[1]", "[0,4]"), Kind::Damaged);
    one("negative offset", entry("a", "F32", "[2]", "[-8,0]"), Kind::Damaged);
    one("reversed offsets", entry("a", "F32", "[2]", "[8,0]"), Kind::Damaged);
    one("three offsets", entry("a", "F32", "[2]", "[0,4,8]"), Kind::Damaged);
    one("huge offsets", entry("a", "U8", "[8]", "[9223372036854775800,9223372036854775807]"), Kind::Damaged);
    one("shape of another size", entry("a", "F32", "[3]", "[0,8]"), Kind::Damaged);
    one("negative shape", entry("a", "F32", "[-2]", "[0,8]"), Kind::Damaged);
    one("shape that overflows", entry("a", "F32", "[4611686018427387904,4611686018427387904,2]", "[0,8]"),
        Kind::Damaged);
    one("empty shape that overflows",
        entry("a", "F32", "[0,4611686018427387904,4611686018427387904]", "[0,0]") + "," +
            entry("b", "F32", "[2]", "[0,8]"),
        Kind::Damaged);
    one("shape of words", entry("a", "F32", "[\"two\"]", "[0,8]"), Kind::Damaged);
    one("no shape", "\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}", Kind::Damaged);
    one("tensor that is a number", "\"a\":3", Kind::Damaged);
    one("metadata that is no text", "\"__metadata__\":{\"a\":1}," + entry("a", "F32", "[2]", "[0,8]"),
        Kind::Damaged);
    one("unsupported type", entry("a", "F8_E4M3", "[8]", "[0,8]"), Kind::Mismatch);
}

void TestSafetensors::malformedFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Kind, kind);
    const auto found = kindOf(write(bytes));
    QVERIFY2(found, "the file was read");
    QCOMPARE(static_cast<int>(*found), static_cast<int>(kind));
}

void TestSafetensors::everyTruncationIsAnError()
{
    const auto whole = fileWith("{" + entry("a", "F32", "[2]", "[0,8]") + "}", QByteArray(8, '\0'));
    QVERIFY(!kindOf(write(whole)));
    for (qsizetype length = 0; length < whole.size(); ++length) {
        const auto kind = kindOf(write(whole.left(length)));
        QVERIFY2(kind, qPrintable(QString("%1 bytes were read").arg(length)));
        QVERIFY(*kind == Kind::Damaged || (*kind == Kind::NotWeights && length < 10));
    }
}

void TestSafetensors::missingFileAndFolder()
{
    QCOMPARE(static_cast<int>(*kindOf(m_folder.filePath("nothing.safetensors"))),
             static_cast<int>(Kind::NotFound));
    QCOMPARE(static_cast<int>(*kindOf(m_folder.path())), static_cast<int>(Kind::Unreadable));
}

void TestSafetensors::failedWritingLeavesTheOldFile()
{
    const auto kindOfWriting = [](const QString& path, const TensorMap& tensors) -> std::optional<Kind> {
        try {
            writeSafetensors(path.toStdString(), tensors);
        } catch (const WeightError& error) {
            return error.kind();
        }
        return std::nullopt;
    };
    const auto path = m_folder.filePath("kept.safetensors");
    QVERIFY(!kindOfWriting(path, {{"x", torch::ones({3})}}));
    QVERIFY(kindOfWriting(path, {{"x", torch::ones({3}, torch::kComplexFloat)}}) == Kind::Unwritable);
    QCOMPARE(SafetensorsFile::open(path.toStdString()).tensors.at("x").sum().item<float>(), 3.0F);
    QVERIFY(kindOfWriting(m_folder.filePath("no such folder/x.safetensors"), {}) == Kind::Unwritable);
    // A folder in the way of the rename: nothing temporary may stay behind.
    QVERIFY(QDir(m_folder.path()).mkpath("taken/inside"));
    QVERIFY(kindOfWriting(m_folder.filePath("taken"), {}) == Kind::Unwritable);
    QCOMPARE(QDir(m_folder.path()).entryList({"*.part"}, QDir::Files).size(), 0);
}

void TestSafetensors::refusesTypesItCannotStore()
{
    const auto path = m_folder.filePath("complex.safetensors");
    QVERIFY_THROWS_EXCEPTION(
        WeightError, writeSafetensors(path.toStdString(), {{"x", torch::ones({3}, torch::kComplexFloat)}}));
    QVERIFY(!QFile::exists(path));
}

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_Safetensors.moc"
