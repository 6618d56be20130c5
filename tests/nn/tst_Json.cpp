// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/Json.h"

#include <QTest>

#include <limits>

using avs::nn::Json;
using avs::nn::JsonError;

class TestJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKind();
    void keepsWholeNumbersOf64Bits();
    void readsEscapes();
    void refusesWhatIsNoJson_data();
    void refusesWhatIsNoJson();
    void namesThePlace();
    void limitsTheDepth();
    void typedAccessIsChecked();
    void writesWhatItReads();
};

void TestJson::readsEveryKind()
{
    const auto json = Json::parse(R"( {"a": [1, -2.5e1, "x"], "b": {"c": true}, "d": null, "e": false} )");
    QCOMPARE(json.at("a").asArray().size(), std::size_t{3});
    QCOMPARE(json.at("a").asArray()[0].asInt(), 1);
    QCOMPARE(json.at("a").asArray()[0].asDouble(), 1.0);
    QCOMPARE(json.at("a").asArray()[1].asDouble(), -25.0);
    QCOMPARE(json.at("a").asArray()[2].asString(), std::string("x"));
    QVERIFY(json.at("b").at("c").asBool());
    QVERIFY(json.at("d").isNull());
    QVERIFY(!json.boolOr("e", true));
    QVERIFY(!json.contains("f"));
    QCOMPARE(json.intOr("f", 7), 7);
    QCOMPARE(json.stringOr("f", "y"), std::string("y"));
}

void TestJson::keepsWholeNumbersOf64Bits()
{
    const auto json = Json::parse("[9223372036854775807, -9223372036854775808, 18446744073709551616]");
    QCOMPARE(json.asArray()[0].asInt(), std::numeric_limits<std::int64_t>::max());
    QCOMPARE(json.asArray()[1].asInt(), std::numeric_limits<std::int64_t>::min());
    QCOMPARE(json.asArray()[2].asDouble(), 18446744073709551616.0);
    QVERIFY_THROWS_EXCEPTION(JsonError, (void)json.asInts());
    QCOMPARE(Json::parse("[3, 4]").asInts(), (std::vector<std::int64_t>{3, 4}));
}

void TestJson::readsEscapes()
{
    const auto simple = Json::parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"");
    QCOMPARE(simple.asString(), std::string("\"\\/\b\f\n\r\t"));
    const auto unicode = Json::parse("\"\\u00e9\\u20AC\\ud83d\\ude00\"");
    QCOMPARE(unicode.asString(), std::string("é€😀"));
}

void TestJson::refusesWhatIsNoJson_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"",
                             " ",
                             "{",
                             "[1,",
                             "[1,]",
                             "{\"a\" 1}",
                             "{a: 1}",
                             "{\"a\": 1,}",
                             "[1] 2",
                             "01",
                             "1.",
                             ".5",
                             "+1",
                             "-",
                             "1e",
                             "nul",
                             "True",
                             "\"",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\\ud800\"",
                             "\"\\ud800\\u0041\"",
                             "\"\\udc00\"",
                             "1e999",
                             "{\"a\": 1, \"a\": 2}",
                             "[1 2]",
                             "NaN",
                             "\"\\"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("control character") << QByteArray("\"a\nb\"");
    QTest::newRow("zero byte") << QByteArray("[1]\0", 4);
}

void TestJson::refusesWhatIsNoJson()
{
    QFETCH(QByteArray, text);
    QVERIFY_THROWS_EXCEPTION(JsonError,
                             (void)Json::parse({text.constData(), static_cast<std::size_t>(text.size())}));
}

void TestJson::namesThePlace()
{
    try {
        (void)Json::parse("{\n  \"a\": x\n}");
        QFAIL("read a text that is no JSON");
    } catch (const JsonError& error) {
        QVERIFY2(QByteArray(error.what()).startsWith("line 2, column 8"), error.what());
    }
    try {
        (void)Json::parse("{}").at("heads");
        QFAIL("found a key that is not there");
    } catch (const JsonError& error) {
        QVERIFY2(QByteArray(error.what()).contains("heads"), error.what());
    }
    QVERIFY_THROWS_EXCEPTION(JsonError, (void)Json::parseFile("/nowhere/config.json"));
}

void TestJson::limitsTheDepth()
{
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + std::string(levels, ']');
    };
    QVERIFY(Json::parse(nested(60)).isArray());
    QVERIFY_THROWS_EXCEPTION(JsonError, (void)Json::parse(nested(100000)));
}

void TestJson::typedAccessIsChecked()
{
    const auto json = Json::parse(R"({"heads": "two", "size": 2.5})");
    QVERIFY_THROWS_EXCEPTION(JsonError, (void)json.asArray());
    QVERIFY_THROWS_EXCEPTION(JsonError, (void)json.at("heads").asInt());
    QVERIFY_THROWS_EXCEPTION(JsonError, (void)json.at("size").asInt());
    QVERIFY_THROWS_EXCEPTION(JsonError, (void)Json(3).at("x"));
    try {
        (void)json.intOr("heads", 1);
        QFAIL("read a text as a number");
    } catch (const JsonError& error) {
        QVERIFY2(QByteArray(error.what()).contains("heads"), error.what());
    }
}

void TestJson::writesWhatItReads()
{
    const Json json(Json::Object{{"text", "tab\t, quote \", é"},
                                 {"whole", std::int64_t{1} << 60},
                                 {"third", 1.0 / 3.0},
                                 {"one", 1.0},
                                 {"list", Json::Array{true, Json(), Json::Object{}}}});
    const auto text = json.dump();
    QCOMPARE(Json::parse(text).dump(), text);
    QCOMPARE(Json::parse(text).at("third").asDouble(), 1.0 / 3.0);
    QCOMPARE(Json::parse(text).at("text").asString(), json.at("text").asString());
    QVERIFY_THROWS_EXCEPTION(JsonError, (void)Json::parse(text).at("one").asInt());
    QVERIFY_THROWS_EXCEPTION(JsonError, (void)Json(std::numeric_limits<double>::infinity()).dump());
}

QTEST_GUILESS_MAIN(TestJson)
#include "tst_Json.moc"
