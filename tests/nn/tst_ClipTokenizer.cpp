// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/text/ClipTokenizer.h"
#include "core/nn/text/HtmlEntities.h"
#include "core/nn/text/Unicode.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace avs::nn;

using Ids = std::vector<std::int64_t>;
Q_DECLARE_METATYPE(Ids)

class TestClipTokenizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void encodes_data();
    void encodes();
    void decodes();
    void padsTo77();
    void cutsLongTexts();
    void damagedBytesAreNoCrash();
    void wrongVocabularies_data();
    void wrongVocabularies();
    void missingVocabulary();
    void knowsUnicode();
    void unescapesHtml();

private:
    std::optional<ClipTokenizer> m_tokenizer;
};

void TestClipTokenizer::initTestCase()
{
    const auto path = qEnvironmentVariable("TAVIS_VOCABULARY", AVS_VOCABULARY);
    m_tokenizer = ClipTokenizer::fromFile(path.toStdString());
}

// Ids as the original tokenizer gives them.
void TestClipTokenizer::encodes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Ids>("ids");
    const auto row = [](const char* text, Ids ids) {
        QTest::newRow(text) << QByteArray(text) << std::move(ids);
    };
    row("", {});
    row("A dog.", {320, 1929, 269});
    row("A electric-guitar", {320, 5031, 268, 5084});
    row("DON'T", {847, 713});
    row("  multiple   spaces\tand\nnewlines  ", {6470, 9006, 537, 1218, 3418});
    row("numbers 3.14", {6121, 274, 269, 272, 275});
    row("emoji 😀 🐶", {16327, 7334, 10631});
    row("naïve café über straße", {1097, 35689, 563, 15304, 6522, 1516, 1894, 127, 253, 324});
    row("日本語 русский עברית", {39121, 44353, 34002, 508, 16370, 39729, 23669, 23669, 27152, 29503, 373,
                                 147,   95,    147,   239, 147,   101,   147,   247,   147,   359});
    row("&lt;html&gt; &amp;amp; entity", {283, 18231, 285, 261, 28455});
    row("<|startoftext|> x <|endoftext|>", {49406, 343, 49407});
}

void TestClipTokenizer::encodes()
{
    QFETCH(QByteArray, text);
    QFETCH(Ids, ids);
    QVERIFY(m_tokenizer->encode(text.toStdString()) == ids);
}

void TestClipTokenizer::decodes()
{
    const std::string text = "naïve café , 😀 a dog ' s 日本語 ";
    QCOMPARE(m_tokenizer->decode(m_tokenizer->encode(text)), text);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, (void)m_tokenizer->decode({49408}));
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, (void)m_tokenizer->decode({-1}));
}

void TestClipTokenizer::padsTo77()
{
    const auto tokens = m_tokenizer->tokenize({"A dog.", ""});
    QCOMPARE(tokens.sizes().vec(), (std::vector<std::int64_t>{2, 77}));
    QCOMPARE(tokens[0][0].item<std::int64_t>(), ClipTokenizer::kStartId);
    QCOMPARE(tokens[0].argmax().item<std::int64_t>(), std::int64_t{4});
    QCOMPARE(tokens[1].argmax().item<std::int64_t>(), std::int64_t{1});
    QCOMPARE(tokens[0].slice(0, 5).sum().item<std::int64_t>(), std::int64_t{0});
}

void TestClipTokenizer::cutsLongTexts()
{
    const auto words = [](int count) { return QByteArray("a ").repeated(count).toStdString(); };
    using LongText = ClipTokenizer::LongText;
    for (const auto longText : {LongText::KeepEnd, LongText::LoseEnd}) {
        QCOMPARE(m_tokenizer->tokenize({words(75)}, longText)[0][76].item<std::int64_t>(),
                 ClipTokenizer::kEndId);
        QCOMPARE(m_tokenizer->tokenize({words(500)}, longText).size(1), std::int64_t{77});
    }
    const auto a = m_tokenizer->encode("a")[0];
    QCOMPARE(m_tokenizer->tokenize({words(76)}, LongText::KeepEnd)[0][76].item<std::int64_t>(),
             ClipTokenizer::kEndId);
    QCOMPARE(m_tokenizer->tokenize({words(76)}, LongText::LoseEnd)[0][76].item<std::int64_t>(), a);
}

void TestClipTokenizer::damagedBytesAreNoCrash()
{
    for (const char* text :
         {"\xff\xfe", "caf\xc3", "\xe2\x82", "\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80"}) {
        const auto ids = m_tokenizer->encode(text);
        QVERIFY(!ids.empty());
        QVERIFY(QByteArray::fromStdString(m_tokenizer->decode(ids)).contains("\xEF\xBF\xBD"));
    }
    QCOMPARE(m_tokenizer->encode(std::string("a\0b", 3)).size(), std::size_t{3});
}

void TestClipTokenizer::wrongVocabularies_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray header = "\"bpe_simple_vocab_16e6.txt#version: 0.2\n";
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("another file") << QByteArray("i n\n").repeated(49000);
    QTest::newRow("still compressed") << QByteArray("\x1f\x8b\x08").leftJustified(5000, 'x');
    QTest::newRow("cut off") << header + QByteArray("i n\n").repeated(100);
    QTest::newRow("no pairs") << header + QByteArray("in\n").repeated(49000);
    QFile real(AVS_VOCABULARY);
    QVERIFY(real.open(QIODevice::ReadOnly));
    auto changed = real.readAll();
    std::swap(changed[changed.size() / 20], changed[changed.size() / 20 + 1]); // in the part that is read
    QTest::newRow("two characters changed places") << changed;
    QTest::newRow("unknown pairs") << header + QByteArray("quite wrong\n").repeated(49000);
}

void TestClipTokenizer::wrongVocabularies()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    const auto path = folder.filePath("vocabulary.txt");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    QVERIFY_THROWS_EXCEPTION(VocabularyError, (void)ClipTokenizer::fromFile(path.toStdString()));
}

void TestClipTokenizer::missingVocabulary()
{
    try {
        (void)ClipTokenizer::fromFile("/nowhere/vocabulary.txt");
        QFAIL("read a file that does not exist");
    } catch (const VocabularyError& error) {
        const QByteArray what = error.what();
        QVERIFY2(what.contains("/nowhere/vocabulary.txt") && what.contains("./run.sh"), error.what());
    }
}

void TestClipTokenizer::knowsUnicode()
{
    for (const char32_t c : std::u32string(U"aZéßяヶ語עش"))
        QVERIFY(isLetter(c) && !isNumber(c) && !isSpace(c));
    for (const char32_t c : std::u32string(U"09²½Ⅷ٣"))
        QVERIFY(isNumber(c) && !isLetter(c));
    for (const char32_t c : std::u32string(U"_-!😀\u0301"))
        QVERIFY(!isNumber(c) && !isLetter(c) && !isSpace(c));
    QVERIFY(isSpace(U'\u3000') && isSpace(U'\t') && !isSpace(U'\u200b'));
    const std::u32string upper = U"AZÀÖŁŸΣЖԱẞ1";
    const std::u32string lower = U"azàöłÿσжաß1";
    for (std::size_t i = 0; i < upper.size(); ++i) {
        QCOMPARE(toLower(upper[i]), lower[i]);
        QCOMPARE(toLower(lower[i]), lower[i]);
    }
}

void TestClipTokenizer::unescapesHtml()
{
    QVERIFY(unescapeHtml(U"a &lt; b &#65;&#x42;&#X43; &eacute;") == U"a < b ABC é");
    QVERIFY(unescapeHtml(U"&amp;lt;") == U"&lt;");
    const std::u32string kept = U"& &; &unknown; &#; &#x; &#12a; at&t &lt";
    QVERIFY(unescapeHtml(kept) == kept);
    QVERIFY(unescapeHtml(U"&#0;&#xD800;&#9999999;") == U"\uFFFD\uFFFD\uFFFD");
}

QTEST_GUILESS_MAIN(TestClipTokenizer)
#include "tst_ClipTokenizer.moc"
