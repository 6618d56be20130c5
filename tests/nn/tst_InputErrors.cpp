// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/InputError.h"
#include "core/nn/image/ImageTransform.h"
#include "core/nn/imagebind/AudioTransform.h"
#include "core/nn/text/ClipTokenizer.h"

#include <torch/types.h>

#include <QTest>

#include <cmath>
#include <limits>

using namespace avs::nn;

namespace {

/// What `call` says of its input, or nothing.
template <typename Call>
std::string problemOf(Call&& call)
{
    try {
        call();
    } catch (const InputError& error) {
        return error.what();
    }
    return {};
}

} // namespace

/// Inputs that cannot be used: the error has its type and names the value. (Prompts: tst_Predictors.)
class tst_InputErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreNamedWithTheirPlace()
    {
        auto values = torch::zeros({2, 3});
        QVERIFY(!firstNotFinite(values));
        values[1][2] = std::nan("");
        QCOMPARE(firstNotFinite(values).value(), std::string("nan at [1, 2]"));
        values[0][1] = -std::numeric_limits<float>::infinity();
        QCOMPARE(firstNotFinite(values).value(), std::string("-inf at [0, 1]"));
        QVERIFY(!firstNotFinite(torch::empty({0, 4})));
        QVERIFY(!firstNotFinite(torch::ones({2}, torch::kBool)));
    }

    void picturesWithoutPixels()
    {
        const auto empty = torch::empty({3, 0, 5}, torch::kByte);
        const auto named = [](const std::string& problem) {
            return problem.find("5 × 0") != std::string::npos;
        };
        QVERIFY(named(problemOf([&] { (void)imagebindImage(empty); })));
        QVERIFY(named(problemOf([&] { (void)tavisImages(empty); })));
        QVERIFY(named(problemOf([&] { (void)sam2Image(empty, 64); })));
        QVERIFY(named(problemOf([&] { (void)sam2VideoFrame(empty, 64); })));
        // Floats, which could be no numbers, are not taken at all.
        QVERIFY_THROWS_EXCEPTION(c10::Error, (void)imagebindImage(torch::rand({3, 8, 8})));
    }

    void soundsThatAreNone()
    {
        const auto named = [](const torch::Tensor& sound, const char* value) {
            for (const auto& problem :
                 {problemOf([&] { (void)melClip(sound); }), problemOf([&] { (void)melClips(sound, 3); }),
                  problemOf([&] { (void)logMel(sound); })}) {
                if (problem.find(value) == std::string::npos)
                    return false;
            }
            return true;
        };
        QVERIFY(named(torch::zeros({1, 399}), "399"));
        QVERIFY(named(torch::zeros({0, 16000}), "0 channels"));
        auto sound = torch::zeros({2, 16000});
        sound[1][7] = std::nan("");
        QVERIFY(named(sound, "nan at [1, 7]"));
        QVERIFY(problemOf([] { (void)melClip(torch::zeros({1, 400})); }).empty());
    }

    void textsThatAreTooLong()
    {
        const auto tokenizer = ClipTokenizer::fromFile(AVS_VOCABULARY);
        std::string text;
        for (int i = 0; i < 76; ++i)
            text += "a ";
        const auto problem = problemOf([&] { (void)tokenizer.tokenize({"a dog", text}); });
        QVERIFY2(problem.find("76 tokens") != std::string::npos, problem.c_str());
        QVERIFY(problem.find(text) != std::string::npos);
        QCOMPARE(tokenizer.tokenize({text.substr(2)}).size(0), std::int64_t{1}); // 75 are not too many
    }
};

QTEST_GUILESS_MAIN(tst_InputErrors)
#include "tst_InputErrors.moc"
