// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/image/ImageTransform.h"
#include "core/nn/tavis/SemanticMap.h"

#include <QtTest>

using namespace avs;

class tst_SemanticMap : public QObject
{
    Q_OBJECT

private:
    // Query 0 covers columns 0–3 as class 2, query 1 columns 2–5 as class 1, query 2 nothing.
    torch::Tensor masks()
    {
        auto m = torch::full({3, 2, 8}, -8.0F);
        m[0].slice(1, 0, 4).fill_(8);
        m[1].slice(1, 2, 6).fill_(4);
        return m;
    }
    torch::Tensor probabilities()
    {
        return torch::tensor({{0.1F, 0.0F, 0.9F}, {0.2F, 0.8F, 0.0F}, {0.0F, 0.5F, 0.5F}});
    }

private Q_SLOTS:
    void classesPerPixel()
    {
        const auto map =
            nn::semanticMap(probabilities(), probabilities(), masks(), torch::full({2, 8}, 8.0F), 2, 8, {});
        QCOMPARE(map.objects.size(), 2U);
        const auto row = map.labels[1];
        const std::vector<int> expected{2, 2, 2, 2, 1, 1, 0, 0};
        for (int x = 0; x < 8; ++x)
            QCOMPARE(row[x].item<int>(), expected[x]);
        QCOMPARE(map.labels.scalar_type(), torch::kByte);
    }

    void backgroundQueriesAreDropped()
    {
        const auto background = torch::tensor({{0.9F, 0.0F, 0.1F}, {0.2F, 0.8F, 0.0F}, {1.0F, 0.0F, 0.0F}});
        const auto map =
            nn::semanticMap(background, background, masks(), torch::full({2, 8}, 8.0F), 2, 8, {});
        QCOMPARE(map.objects.size(), 1U);
        QCOMPARE(map.objects[0].classIndex, 1);
        QCOMPARE(map.labels[0][0].item<int>(), 0);
    }

    void audioAndImageAreWeighed()
    {
        const auto bySound = torch::tensor({{0.0F, 1.0F, 0.0F}, {0.0F, 1.0F, 0.0F}, {1.0F, 0.0F, 0.0F}});
        const auto bySight = torch::tensor({{0.0F, 0.0F, 1.0F}, {0.0F, 0.0F, 1.0F}, {1.0F, 0.0F, 0.0F}});
        const auto binary = torch::full({2, 8}, 8.0F);
        nn::SemanticOptions options;
        options.audioWeight = 0.8;
        QCOMPARE(nn::semanticMap(bySound, bySight, masks(), binary, 2, 8, options).objects[0].classIndex, 1);
        options.audioWeight = 0.2;
        QCOMPARE(nn::semanticMap(bySound, bySight, masks(), binary, 2, 8, options).objects[0].classIndex, 2);
    }

    void binaryGate()
    {
        auto binary = torch::full({2, 8}, -8.0F);
        binary.slice(1, 5, 8).fill_(8);
        nn::SemanticOptions options;
        options.gate = nn::SemanticOptions::Gate::Binary;
        const auto map = nn::semanticMap(probabilities(), probabilities(), masks(), binary, 2, 8, options);
        QCOMPARE(map.labels[0][0].item<int>(), 0); // no query counts outside the binary mask
        QCOMPARE(map.labels[0][5].item<int>(), 1);
        QVERIFY(map.labels[0][7].item<int>() != 0); // inside it, the nearest query answers
    }

    /// Inside the binary mask and outside every query's, the probability of the mask alone decides.
    void binaryGateOutsideAllQueries()
    {
        auto m = torch::full({3, 2, 8}, -8.0F);
        m[0].slice(1, 0, 2).fill_(8);
        m[1].slice(1, 6, 8).fill_(8);
        m[0].slice(1, 4, 5).fill_(-1.0F); // 0.9 · σ(-1.0) > 0.8 · σ(-0.9), but σ(-0.9) is the larger
        m[1].slice(1, 4, 5).fill_(-0.9F);
        nn::SemanticOptions options;
        options.gate = nn::SemanticOptions::Gate::Binary;
        const auto map =
            nn::semanticMap(probabilities(), probabilities(), m, torch::full({2, 8}, 8.0F), 2, 8, options);
        QCOMPARE(map.labels[0][0].item<int>(), 2);
        QCOMPARE(map.labels[0][4].item<int>(), 1);
        QCOMPARE(map.labels[0][7].item<int>(), 1);
    }

    void unlikelyQueriesAreDropped()
    {
        nn::SemanticOptions options;
        options.minProbability = 0.85;
        QCOMPARE(
            nn::semanticMap(probabilities(), probabilities(), masks(), torch::zeros({2, 8}), 2, 8, options)
                .objects.size(),
            1U);
        options.minProbability = 0.95;
        const auto none =
            nn::semanticMap(probabilities(), probabilities(), masks(), torch::zeros({2, 8}), 2, 8, options);
        QVERIFY(none.objects.empty());
        QCOMPARE(none.labels.sum().item<int>(), 0);
    }

    /// Two queries that are each likeliest class 1 or 2, but both nearly class 3.
    void softRuleSumsOverQueries()
    {
        auto m = torch::full({3, 2, 8}, -8.0F);
        m[0].slice(1, 0, 6).fill_(8);
        m[1].slice(1, 2, 8).fill_(8);
        m[2].slice(1, 2, 3).fill_(8); // most likely background, so not kept; its second class counts
        const auto p =
            torch::tensor({{0.0F, 0.55F, 0.0F, 0.45F}, {0.0F, 0.0F, 0.55F, 0.45F}, {0.6F, 0.4F, 0.0F, 0.0F}});
        const auto binary = torch::full({2, 8}, 8.0F);
        nn::SemanticOptions options;
        options.rule = nn::SemanticOptions::Rule::Soft;
        const auto map = nn::semanticMap(p, p, m, binary, 2, 8, options);
        // The third stands for class 3, which neither of the others is likeliest to be.
        QCOMPARE(map.objects.size(), 3U);
        QCOMPARE(map.objects[2].classIndex, 3);
        QCOMPARE(map.objects[2].probability, double(0.45F));
        // Column 2: class 1 0.55 + 0.4 against class 3 0.9; columns 3 to 5: 0.55, 0.55, 0.9.
        const std::vector<int> expected{1, 1, 1, 3, 3, 3, 2, 2};
        for (int x = 0; x < 8; ++x)
            QCOMPARE(map.labels[1][x].item<int>(), expected[x]);
        QCOMPARE(map.labels.scalar_type(), torch::kByte);
        options.rule = nn::SemanticOptions::Rule::Hard;
        QVERIFY(nn::semanticMap(p, p, m, binary, 2, 8, options).labels[1][4].item<int>() != 3);
        options.rule = nn::SemanticOptions::Rule::Soft;
        options.gate = nn::SemanticOptions::Gate::Binary;
        const auto outside = nn::semanticMap(p, p, m, torch::full({2, 8}, -8.0F), 2, 8, options);
        QCOMPARE(outside.labels.sum().item<int>(), 0);
    }

    /// More pixels than are summed at once.
    void softRuleOfALargePicture()
    {
        torch::manual_seed(1);
        const auto m = torch::randn({4, 30, 40}) * 4;
        const auto p = torch::randn({4, 9}).softmax(1);
        nn::SemanticOptions options;
        options.rule = nn::SemanticOptions::Rule::Soft;
        const auto binary = torch::full({30, 40}, 8.0F);
        const auto map = nn::semanticMap(p, p, m, binary, 300, 400, options);
        const auto large = nn::enlargeMasks(m.unsqueeze(0), 300, 400)[0].sigmoid();
        const auto sums = torch::einsum("qc,qhw->chw", {p.slice(1, 1), large});
        const auto labels = sums.argmax(0) + 1;
        std::vector<torch::Tensor> kept;
        for (std::int64_t q = 0; q < p.size(0); ++q) {
            if (p[q].argmax().item<int>() != 0)
                kept.push_back(large[q]);
        }
        const auto expected =
            torch::where(torch::stack(kept).amax(0) > 0.5, labels, torch::zeros_like(labels));
        QVERIFY((map.labels != expected).sum().item<int>() <= 2); // ties of rounding
    }

    void optionsAreRead()
    {
        const auto options = nn::SemanticOptions::fromJson(nn::Json::parse(
            R"({"rule": "soft", "gate": "binary", "audio_logit_factor": 0.05, "image_logit_factor": 2})"));
        QCOMPARE(options.rule, nn::SemanticOptions::Rule::Soft);
        QCOMPARE(options.gate, nn::SemanticOptions::Gate::Binary);
        QCOMPARE(options.audioLogitFactor, 0.05);
        QCOMPARE(options.imageLogitFactor, 2.0);
    }

    void wrongOptionsAreNamed()
    {
        QVERIFY_THROWS_EXCEPTION(nn::JsonError,
                                 (void)nn::SemanticOptions::fromJson(nn::Json::parse(R"({"rule":"both"})")));
        QVERIFY_THROWS_EXCEPTION(nn::JsonError, (void)nn::SemanticOptions::fromJson(
                                                    nn::Json::parse(R"({"audio_logit_factor": -1})")));
        QVERIFY_THROWS_EXCEPTION(nn::JsonError,
                                 (void)nn::SemanticOptions::fromJson(nn::Json::parse(R"({"gate":"both"})")));
    }
};

QTEST_GUILESS_MAIN(tst_SemanticMap)
#include "tst_SemanticMap.moc"
