// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/EmbeddingFile.h"
#include "core/nn/weights/Safetensors.h"

#include <torch/types.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace avs;
using inference::Embedding;

class tst_EmbeddingFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    const std::vector<Embedding> m_rows{
        {QStringLiteral("audio_query"), QStringLiteral("a.mp4"), 0.5, 0, QStringLiteral("dog"), {1, 2, 3}},
        {QStringLiteral("pseudo_text"), QStringLiteral("a.mp4"), 0.5, 0, {}, {0.25F, -4}},
        {QStringLiteral("audio_query"),
         QStringLiteral("a.mp4"),
         1.5,
         1,
         QStringLiteral("a \"cat\", old"),
         {4, 5, 6}}};

private Q_SLOTS:
    void safetensors()
    {
        const auto path = m_folder.filePath(QStringLiteral("e.safetensors"));
        QVERIFY(inference::writeEmbeddings(path, m_rows));
        const auto file = nn::SafetensorsFile::open(path.toStdString());
        QCOMPARE(file.tensors.size(), 2U);
        QCOMPARE(file.tensors.at("audio_query").sizes(), torch::IntArrayRef({2, 3}));
        QCOMPARE(file.tensors.at("audio_query")[1][2].item<float>(), 6.0F);
        QCOMPARE(file.tensors.at("pseudo_text").sizes(), torch::IntArrayRef({1, 2}));
        const auto rows = QJsonDocument::fromJson(QByteArray::fromStdString(file.metadata.at("tavis.rows")));
        QCOMPARE(rows[u"audio_query"][1][u"time"].toDouble(), 1.5);
        QCOMPARE(rows[u"audio_query"][1][u"query"].toInt(), 1);
        QCOMPARE(rows[u"audio_query"][0][u"name"].toString(), QStringLiteral("dog"));
    }

    void csv()
    {
        const auto path = m_folder.filePath(QStringLiteral("e.csv"));
        QVERIFY(inference::writeEmbeddings(path, m_rows));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("kind,source,time,query,name,v0,v1,v2\n"
                                            "audio_query,\"a.mp4\",0.5,0,\"dog\",1,2,3\n"
                                            "pseudo_text,\"a.mp4\",0.5,0,\"\",0.25,-4,\n"
                                            "audio_query,\"a.mp4\",1.5,1,\"a \"\"cat\"\", old\",4,5,6\n"));
    }

    void json()
    {
        const auto path = m_folder.filePath(QStringLiteral("e.JSON"));
        QVERIFY(inference::writeEmbeddings(path, m_rows));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto rows = QJsonDocument::fromJson(file.readAll()).array();
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[1][u"kind"].toString(), QStringLiteral("pseudo_text"));
        QCOMPARE(rows[1][u"vector"][1].toDouble(), -4.0);
        QVERIFY(inference::writeEmbeddings(path, {}));
        file.close();
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(QJsonDocument::fromJson(file.readAll()).isArray());
    }

    void wrongPaths()
    {
        const auto ending = inference::writeEmbeddings(m_folder.filePath(QStringLiteral("e.xls")), m_rows);
        QVERIFY(!ending);
        QCOMPARE(ending.error().code, base::ErrorCode::Invalid);
        QVERIFY(ending.error().message.contains(QStringLiteral("e.xls")));
        for (const char* name : {"none/e.csv", "none/e.safetensors"}) {
            const auto folder = inference::writeEmbeddings(m_folder.filePath(QLatin1String(name)), m_rows);
            QVERIFY(!folder);
            QCOMPARE(folder.error().code, base::ErrorCode::Unwritable);
            const auto before = inference::checkEmbeddingPath(m_folder.filePath(QLatin1String(name)));
            QVERIFY(!before);
            QCOMPARE(before.error().code, base::ErrorCode::Unwritable);
        }
    }

    void stepsGiveAllTheirVectors()
    {
        inference::StepPrediction step;
        step.time = base::MediaTime::fromSeconds(2.5);
        inference::QueryPrediction query;
        query.audioProbabilities = {0.2F, 0.8F};
        query.imageProbabilities = {0.9F, 0.1F};
        query.audioEmbedding = {1};
        query.imageEmbedding = {2};
        query.pseudoText = {3};
        step.queries = {query, query};
        step.wholeSoundText = {4};
        const auto rows = inference::embeddingsOf(step, QStringLiteral("c.mp4"),
                                                  {QStringLiteral("background"), QStringLiteral("dog")});
        QCOMPARE(rows.size(), 7U);
        QCOMPARE(rows[0].name, QStringLiteral("dog"));
        QCOMPARE(rows[1].name, QStringLiteral("background"));
        QCOMPARE(rows[3].query, 1);
        QCOMPARE(rows[6].query, 2);
        QCOMPARE(rows[6].vector, std::vector<float>{4});
        QCOMPARE(rows[6].time, 2.5);
    }
};

QTEST_GUILESS_MAIN(tst_EmbeddingFile)
#include "tst_EmbeddingFile.moc"
