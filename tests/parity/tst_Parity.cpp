// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/parity/Parity.h"

#include <QDir>
#include <QtTest>

#include <algorithm>

using namespace avs;

/// Every case of the folder ($TAVIS_FIXTURES, else the project's own copies) against the original
/// implementations.
class tst_Parity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = QString::fromStdString(parity::fixtureFolder(AVS_TEST_DATA "/fixtures"));
        m_cases = parity::imagebindCases();
        for (const auto& more : {parity::sam2Cases(), parity::tavisCases(), parity::tavisClipCases()})
            m_cases.insert(m_cases.end(), more.begin(), more.end());
        QVERIFY2(QDir(m_folder).exists(), qPrintable(m_folder));
    }

    void original_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < m_cases.size(); ++i) {
            // Some large cases are not copied into the project; the folder of all cases has them.
            if (QDir(m_folder).exists(QString::fromStdString(m_cases[i].name)))
                QTest::newRow(m_cases[i].name.c_str()) << static_cast<int>(i);
        }
    }

    void original()
    {
        QFETCH(int, index);
        torch::NoGradGuard noGrad;
        const auto& test = m_cases[index];
        const auto fixture = parity::Fixture::load(m_folder.toStdString() + "/" + test.name, torch::kCPU);
        parity::Report report(fixture);
        test.run(fixture, report);
        QVERIFY(!report.deviations().empty());
        for (const auto& d : report.deviations())
            QVERIFY2(d.passed(),
                     qPrintable(QStringLiteral("%1: %2 largest deviation %3, %4 over the tolerance")
                                    .arg(d.name.c_str(), d.problem.c_str())
                                    .arg(d.largest)
                                    .arg(d.excess)));
        const auto unchecked = report.unchecked();
        QVERIFY2(unchecked.empty(), unchecked.empty() ? "" : unchecked.front().c_str());
    }

    void allCasesAreThere()
    {
        int found = 0;
        for (const auto& test : m_cases)
            found += QDir(m_folder).exists(QString::fromStdString(test.name));
        QVERIFY2(found >= 20, qPrintable(QString::number(found)));
    }

    /// Nothing of the foundation models lies there without being looked at.
    void everyFolderHasItsCase()
    {
        const auto folders = QDir(m_folder).entryList(
            {QStringLiteral("imagebind_*"), QStringLiteral("clip_*"), QStringLiteral("sam2_*")}, QDir::Dirs);
        QVERIFY(!folders.isEmpty());
        for (const auto& folder : folders) {
            const auto isIt = [&](const parity::Case& test) { return test.name == folder.toStdString(); };
            QVERIFY2(std::any_of(m_cases.begin(), m_cases.end(), isIt), qPrintable(folder));
        }
    }

private:
    QString m_folder;
    std::vector<parity::Case> m_cases;
};

QTEST_GUILESS_MAIN(tst_Parity)
#include "tst_Parity.moc"
