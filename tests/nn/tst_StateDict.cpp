// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/weights/StateDict.h"
#include "core/nn/weights/UninitialisedScope.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>

#include <QTest>

using namespace avs::nn;

namespace {

torch::nn::Sequential makeModule()
{
    return torch::nn::Sequential(torch::nn::Linear(3, 2), torch::nn::BatchNorm1d(2));
}

std::string problemOf(torch::nn::Module& module, const TensorMap& tensors)
{
    try {
        loadStrict(module, tensors);
    } catch (const WeightError& error) {
        return error.kind() == WeightError::Kind::Mismatch ? error.what() : "another kind";
    }
    return {};
}

} // namespace

class TestStateDict : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesOverEverything();
    void convertsTypesAndScalars();
    void listsAllProblemsAndChangesNothing();
    void passesOverIgnoredPrefixes();
    void adoptsWithoutCopying();
    void uninitialisedScopeLeavesMemoryAlone();
};

void TestStateDict::takesOverEverything()
{
    auto from = makeModule();
    auto to = makeModule();
    const auto state = stateDict(*from);
    QVERIFY(state.contains("0.weight"));
    QVERIFY(state.contains("1.running_mean"));
    loadStrict(*to, state);
    for (const auto& [name, tensor] : stateDict(*to))
        QVERIFY2(torch::equal(tensor, state.at(name)), name.c_str());
    QVERIFY(to->parameters()[0].requires_grad());
}

void TestStateDict::convertsTypesAndScalars()
{
    torch::nn::Module module;
    const auto scale = module.register_parameter("scale", torch::scalar_tensor(0.0));
    loadStrict(module, {{"scale", torch::full({1}, 2.5, torch::kHalf)}});
    QCOMPARE(scale.item<float>(), 2.5F);
    QCOMPARE(scale.dim(), std::int64_t{0});
    QVERIFY(scale.scalar_type() == torch::kFloat);
}

void TestStateDict::listsAllProblemsAndChangesNothing()
{
    auto module = makeModule();
    const auto before = module->parameters()[0].detach().clone();
    auto state = stateDict(*module);
    for (auto& [name, tensor] : state)
        tensor = tensor.clone().zero_();
    state.erase("0.bias");
    state["1.weight"] = torch::ones({5});
    state["2.weight"] = torch::ones({1});
    const auto problem = QByteArray::fromStdString(problemOf(*module, state));
    QVERIFY2(problem.contains("missing (1): 0.bias"), problem.constData());
    QVERIFY2(problem.contains("unexpected (1): 2.weight"), problem.constData());
    QVERIFY2(problem.contains("1.weight is [5] instead of [2]"), problem.constData());
    QVERIFY(torch::equal(module->parameters()[0], before));
}

void TestStateDict::passesOverIgnoredPrefixes()
{
    auto module = makeModule();
    auto state = stateDict(*module);
    state["depth.weight"] = torch::ones({1});
    QVERIFY(!problemOf(*module, state).empty());
    loadStrict(*module, state, {"depth."});
}

void TestStateDict::adoptsWithoutCopying()
{
    const auto state = stateDict(*makeModule());
    torch::nn::Sequential module(nullptr);
    {
        const UninitialisedScope scope;
        module = makeModule();
    }
    adoptStrict(*module, state);
    for (const auto& [name, tensor] : stateDict(*module))
        QVERIFY2(tensor.is_alias_of(state.at(name)), name.c_str());
    module->eval();
    QVERIFY(module->forward(torch::ones({1, 3})).isfinite().all().item<bool>());
    auto incomplete = state;
    incomplete.erase("0.bias");
    QVERIFY_THROWS_EXCEPTION(WeightError, adoptStrict(*module, incomplete));
}

void TestStateDict::uninitialisedScopeLeavesMemoryAlone()
{
    auto values = torch::full({4}, 7.0);
    {
        const UninitialisedScope scope;
        values.normal_();
        values.uniform_();
    }
    QVERIFY(torch::equal(values, torch::full({4}, 7.0)));
    values.normal_();
    QVERIFY(!torch::equal(values, torch::full({4}, 7.0)));
}

QTEST_GUILESS_MAIN(TestStateDict)
#include "tst_StateDict.moc"
