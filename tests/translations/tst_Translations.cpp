// SPDX-License-Identifier: GPL-3.0-or-later
// Every text of the program is there in every language, whole and with the same places for values.
#include "translations/Translations.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace avs;

namespace {

struct Message
{
    QString source;
    bool plural = false;
    bool unfinished = false;
    QStringList translations;
};

std::vector<Message> readMessages(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<Message> messages;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement())
            continue;
        if (xml.name() == QLatin1String("message")) {
            messages.push_back({});
            messages.back().plural = xml.attributes().value("numerus") == QLatin1String("yes");
        } else if (xml.name() == QLatin1String("source")) {
            messages.back().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            messages.back().unfinished = xml.attributes().hasAttribute("type");
            if (!messages.back().plural)
                messages.back().translations.append(xml.readElementText());
        } else if (xml.name() == QLatin1String("numerusform")) {
            messages.back().translations.append(xml.readElementText());
        }
    }
    return messages;
}

QStringList placesIn(const QString& text)
{
    static const QRegularExpression place("%(?:\\d|n)");
    QStringList places;
    for (auto match = place.globalMatch(text); match.hasNext();)
        places.append(match.next().captured());
    places.sort();
    return places;
}

} // namespace

class tst_Translations : public QObject
{
    Q_OBJECT

    QTemporaryDir m_fresh; // the .ts files, brought up to date with the sources

    bool update(const QString& file, bool pluralsOnly) const
    {
        const QString copy = m_fresh.filePath(file);
        if (!QFile::copy(QString(AVS_SOURCE_DIR "/translations/") + file, copy))
            return false;
        QStringList arguments = {"-silent", "-I",   ".",  "-no-obsolete", "-locations", "none",
                                 "app",     "core", "ui", "-ts",          copy};
        if (pluralsOnly)
            arguments.prepend("-pluralonly");
        QProcess lupdate;
        lupdate.setWorkingDirectory(AVS_SOURCE_DIR);
        lupdate.start(AVS_LUPDATE, arguments);
        return lupdate.waitForFinished(100'000) && lupdate.exitCode() == 0;
    }

private Q_SLOTS:
    void everythingIsTranslated_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("forms");
        QTest::newRow("English, plurals") << "en" << 2;
        QTest::newRow("German") << "de" << 2;
        QTest::newRow("Chinese") << "zh_CN" << 1;
    }

    void everythingIsTranslated()
    {
        QFETCH(QString, code);
        QFETCH(int, forms);
        const QString file = "tavis_" + code + ".ts";
        QVERIFY(update(file, code == "en"));
        const auto messages = readMessages(m_fresh.filePath(file));
        QVERIFY(messages.size() > (code == "en" ? 5U : 250U));
        for (const Message& message : messages) {
            QVERIFY2(!message.unfinished, qPrintable(message.source));
            QCOMPARE(message.translations.size(), message.plural ? forms : 1);
            for (const QString& translation : message.translations) {
                QVERIFY2(!translation.isEmpty(), qPrintable(message.source));
                QVERIFY2(placesIn(translation) == placesIn(message.source), qPrintable(message.source));
            }
        }
    }

    void languagesAreSpoken_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("mute");
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("many");
        QTest::newRow("English") << "en"
                                 << "Mute"
                                 << "CPU (1 thread)"
                                 << "CPU (4 threads)";
        QTest::newRow("German") << "de"
                                << "Stummschalten"
                                << "CPU (1 Thread)"
                                << "CPU (4 Threads)";
        QTest::newRow("Chinese") << "zh_CN"
                                 << "静音"
                                 << "CPU（1 个线程）"
                                 << "CPU（4 个线程）";
    }

    void languagesAreSpoken()
    {
        QFETCH(QString, code);
        QFETCH(QString, mute);
        translations::Translator translator;
        translator.setLanguage(code);
        QCOMPARE(translator.language(), code);
        QCOMPARE(QCoreApplication::translate("avs::main::Actions", "Mute"), mute);
        const auto threads = [](int n) {
            return QCoreApplication::translate("inference", "CPU (%n thread(s))", nullptr, n);
        };
        QTEST(threads(1), "one");
        QTEST(threads(4), "many");
    }

    void everyLanguageOfTheListIsThere()
    {
        translations::Translator translator;
        QStringList seen;
        for (const auto& language : translations::languages()) {
            translator.setLanguage(language.code);
            QCOMPARE(translator.language(), language.code);
            QVERIFY(!language.name.isEmpty());
            seen.append(QCoreApplication::translate("avs::main::ActionRegistry", "Help"));
        }
        QCOMPARE(seen.removeDuplicates(), 0);
        translator.setLanguage("no language");
        QVERIFY(!translator.language().isEmpty());
    }

    void endingGivesBackTheSource()
    {
        {
            translations::Translator translator;
            translator.setLanguage("de");
        }
        QCOMPARE(QCoreApplication::translate("avs::main::Actions", "Mute"), QString("Mute"));
    }
};

QTEST_GUILESS_MAIN(tst_Translations)
#include "tst_Translations.moc"
