// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/inference/SessionFixture.h"

#include <QtTest>

#include <cmath>

using namespace avs;

/// Classes in any words, and vectors of the joint space.
class tst_OpenVocabulary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.make()); }

    /// The masks stay, the classes change, and no encoder runs: the same as segmenting anew.
    void otherClasses()
    {
        auto session = m_fixture.load(m_fixture.model());
        const auto before = m_fixture.firstStep(*session, m_fixture.clip(), {});
        const std::vector<QString> names{QStringLiteral("background"), QStringLiteral("barking dog"),
                                         QStringLiteral("violin"), QStringLiteral("rain"),
                                         QStringLiteral("car")};
        QVERIFY((*session)->setClasses(names));
        QCOMPARE((*session)->info().classNames, names);
        const auto anew = m_fixture.firstStep(*session, m_fixture.clip(), {});
        const auto reclassified = (*session)->reclassify(*before);
        QVERIFY2(reclassified.has_value(), reclassified ? "" : qPrintable(reclassified.error().message));
        QVERIFY(reclassified->labels == anew->labels);
        QCOMPARE(reclassified->objects.size(), anew->objects.size());
        QCOMPARE(reclassified->time, before->time);
        QCOMPARE(reclassified->queries[2].logits.values, before->queries[2].logits.values);
        for (std::size_t q = 0; q < 5; ++q) {
            QCOMPARE(reclassified->queries[q].audioProbabilities.size(), 5U);
            for (std::size_t c = 0; c < 5; ++c)
                QVERIFY(std::abs(reclassified->queries[q].imageProbabilities[c] -
                                 anew->queries[q].imageProbabilities[c]) < 1e-3F);
        }
        QCOMPARE((*session)->classEmbeddings().size(), 5U);

        auto withoutEvidence = *before;
        withoutEvidence.queries[0].logits = {};
        QCOMPARE((*session)->reclassify(withoutEvidence).error().code, base::ErrorCode::Invalid);

        const auto tooLong = (*session)->setClasses(
            {QStringLiteral("background"), QStringLiteral("a very long name that this model cannot read")});
        QVERIFY(!tooLong);
        QVERIFY2(tooLong.error().message.contains(QStringLiteral("a very long name")),
                 qPrintable(tooLong.error().message));
        QCOMPARE((*session)->info().classNames, names); // nothing lost
    }

    /// The direction between the texts of both, at the length of each.
    void templatesAreAveraged()
    {
        const QString first = QStringLiteral("A {}");
        const QString second = QStringLiteral("the {} now");
        auto session = m_fixture.load(m_fixture.model(), {{}, {}, {first, second}});
        QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().message));
        const auto name = (*session)->info().classNames[1];
        const auto texts =
            (*session)->embedTexts({QStringLiteral("A ") + name, QStringLiteral("the %1 now").arg(name)});
        QVERIFY(texts);
        std::vector<double> mean;
        double norm = 0;
        for (std::size_t i = 0; i < (*texts)[0].size(); ++i) {
            mean.push_back(double((*texts)[0][i]) + double((*texts)[1][i]));
            norm += mean.back() * mean.back();
        }
        const auto found = (*session)->classEmbeddings()[1];
        double fromFirst = 0;
        for (std::size_t i = 0; i < mean.size(); ++i) {
            QVERIFY(std::abs(mean[i] / std::sqrt(norm) - double(found[i])) < 1e-5);
            fromFirst += std::abs(double((*texts)[0][i]) - double(found[i]));
        }
        QVERIFY(fromFirst > 1e-3);
        QVERIFY(m_fixture.firstStep(*session, m_fixture.clip(), {}));

        const auto noPlace = m_fixture.load(m_fixture.model(), {{}, {}, {QStringLiteral("a sound")}});
        QVERIFY(!noPlace);
        QCOMPARE(noPlace.error().code, base::ErrorCode::Invalid);
        QVERIFY(noPlace.error().message.contains(QStringLiteral("a sound")));
    }

    void textsPicturesAndSounds()
    {
        auto session = m_fixture.load(m_fixture.model());
        const auto unit = [](const std::vector<float>& v) {
            return std::abs(std::inner_product(v.begin(), v.end(), v.begin(), 0.0) - 1) < 1e-3;
        };
        const auto texts = (*session)->embedTexts({QStringLiteral("dog"), QStringLiteral("A bell")});
        QVERIFY(texts && texts->size() == 2 && unit((*texts)[0]));
        const auto bell = (*session)->classEmbeddings()[1]; // is asked for as "A bell"
        QVERIFY(m_fixture.distance((*texts)[1], bell) < 1e-3);
        QVERIFY(m_fixture.distance((*texts)[0], bell) > 1e-3);
        const imaging::RgbImage image(20, 10);
        const auto picture = (*session)->embedImage(image);
        QVERIFY(picture && unit(*picture));
        const auto sound = (*session)->embedSound(std::vector<float>(16000, 0.1F), 0.5);
        QVERIFY(sound && sound->size() == 32 && unit(*sound));
        QVERIFY(!(*session)->embedImage({}));
    }

private:
    testing::SessionFixture m_fixture;
};

QTEST_GUILESS_MAIN(tst_OpenVocabulary)
#include "tst_OpenVocabulary.moc"
