// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/training/TrainingFixture.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

#include <csignal>

using namespace avs;
using testing::TrainingFixture;

namespace {

struct Ended
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Ended run(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(AVS_TAVIS), arguments);
    process.waitForFinished(120'000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

/// `tavis train` as a process: killed, interrupted, gone on with.
class tst_TrainCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_fixture.draw(2).has_value());
        m_config = m_fixture.config(QStringLiteral("c"), [](auto&, auto& training) {
            training["checkpoint_steps"] = 2;
            training["stages"] = TrainingFixture::oneStage(10'000, 5);
        });
        const auto whole =
            run({QStringLiteral("train"), m_fixture.dataset(), QStringLiteral("--config"), m_config,
                 QStringLiteral("--out"), m_fixture.path(QStringLiteral("whole")), QStringLiteral("--device"),
                 QStringLiteral("cpu"), QStringLiteral("--max-steps"), QString::number(kSteps),
                 QStringLiteral("--json")});
        QVERIFY2(whole.code == 0, whole.err.constData());
        const auto summary = QJsonDocument::fromJson(whole.out).object();
        QCOMPARE(summary[QStringLiteral("steps")].toInt(), kSteps);
        QVERIFY(QFile::exists(summary[QStringLiteral("last")].toString()));
    }

    /// What the data set lacks is said once, at the beginning.
    void saysWhatIsOdd()
    {
        TrainingFixture odd;
        QVERIFY(odd.draw(2).has_value());
        QDirIterator masks(odd.dataset(), {QStringLiteral("labels_rgb")}, QDir::Dirs,
                           QDirIterator::Subdirectories);
        QVERIFY(masks.hasNext() && QFile::remove(masks.next() + QStringLiteral("/3.png")));
        const auto ended =
            run({QStringLiteral("train"), odd.dataset(), QStringLiteral("--config"), m_config,
                 QStringLiteral("--out"), odd.path(QStringLiteral("run")), QStringLiteral("--device"),
                 QStringLiteral("cpu"), QStringLiteral("--max-steps"), QStringLiteral("1")});
        QVERIFY2(ended.code == 0, ended.err.constData());
        QCOMPARE(ended.err.count("tavis dataset check"), 1);
    }

    /// kill -9 in the middle; what follows is what would have followed.
    void killedAndResumed()
    {
        const auto folder = m_fixture.path(QStringLiteral("killed run"));
        endAfter({QStringLiteral("--config"), m_config, QStringLiteral("--out"), folder}, folder, 5, SIGKILL);
        QVERIFY(QFile::exists(folder + QStringLiteral("/checkpoint.safetensors")));
        const auto enough = std::max<std::size_t>(kSteps, losses(folder).size() + 4);
        const auto ended = endAfter({QStringLiteral("--resume"), folder}, folder, enough, SIGINT);
        QCOMPARE(ended.code, 130);
        QVERIFY2(ended.err.contains("--resume '" + folder.toLocal8Bit() + "'\n"), ended.err.constData());
        QVERIFY(losses(folder).size() < 5'000); // it was ended, not finished
        const auto wrong = TrainingFixture::difference(losses(m_fixture.path(QStringLiteral("whole"))),
                                                       losses(folder), kSteps, 1e-5);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    /// What was trained is told even if the second file cannot be written.
    void summaryBeforeTheExport()
    {
        const auto half = m_fixture.path(QStringLiteral("taken"));
        QVERIFY(QDir().mkpath(half + QStringLiteral("/by a folder")));
        const auto ended =
            run({QStringLiteral("train"), m_fixture.dataset(), QStringLiteral("--config"), m_config,
                 QStringLiteral("--out"), m_fixture.path(QStringLiteral("short")), QStringLiteral("--device"),
                 QStringLiteral("cpu"), QStringLiteral("--max-steps"), QStringLiteral("1"),
                 QStringLiteral("--half"), half, QStringLiteral("--json")});
        QCOMPARE(ended.code, 1);
        QCOMPARE(QJsonDocument::fromJson(ended.out).object()[QStringLiteral("steps")].toInt(), 1);
        QVERIFY2(ended.err.contains(half.toLocal8Bit()), ended.err.constData());
    }

    void wrongUse_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        QTest::newRow("neither out nor resume") << QStringList{} << 2 << "--out";
        QTest::newRow("both") << QStringList{"--out", "a", "--resume", "b"} << 2 << "--out";
        QTest::newRow("another configuration")
            << QStringList{"--resume", "a", "--config", "tiny"} << 2 << "--resume";
        QTest::newRow("steps below none")
            << QStringList{"--out", "a", "--max-steps", "-5"} << 2 << "--max-steps";
        QTest::newRow("no folder for half")
            << QStringList{"--out", "a", "--max-steps", "1", "--half", "nowhere/half.safetensors"} << 2
            << "nowhere";
        QTest::newRow("nothing to resume") << QStringList{"--resume", "nowhere"} << 1 << "nowhere";
        QTest::newRow("start") << QStringList{"--out", "a", "--start-from", "nowhere.safetensors"} << 1
                               << "nowhere.safetensors";
        QTest::newRow("kind") << QStringList{"--out", "a", "--sam2", "%model"} << 1 << "TAViS weights";
    }

    void wrongUse()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, said);
        arguments.replaceInStrings(QStringLiteral("%model"),
                                   m_fixture.path(QStringLiteral("whole/last.safetensors")));
        const auto ended = run(QStringList{QStringLiteral("train"), m_fixture.dataset(),
                                           QStringLiteral("--device"), QStringLiteral("cpu")} +
                               arguments);
        QVERIFY2(ended.err.contains(said.toUtf8()), ended.err.constData());
        QCOMPARE(ended.code, code);
    }

private:
    static constexpr int kSteps = 12;

    static std::vector<double> losses(const QString& folder)
    {
        return TrainingFixture::numbers(TrainingFixture::logIn(folder, "step"), "loss");
    }

    /// Trains until the log has `steps` steps, then sends the signal.
    Ended endAfter(QStringList arguments, const QString& folder, std::size_t steps, int signal)
    {
        QProcess process;
        arguments = QStringList{QStringLiteral("train"), m_fixture.dataset(), QStringLiteral("--device"),
                                QStringLiteral("cpu")} +
                    arguments;
        process.start(QStringLiteral(AVS_TAVIS), arguments);
        QElapsedTimer timer;
        timer.start();
        while (losses(folder).size() < steps && process.state() != QProcess::NotRunning &&
               timer.elapsed() < 100'000)
            process.waitForFinished(20);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        process.waitForFinished(60'000);
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    TrainingFixture m_fixture;
    QString m_config;
};

QTEST_GUILESS_MAIN(tst_TrainCommand)
#include "tst_TrainCommand.moc"
