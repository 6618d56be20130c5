// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tavis/Tavis.h"

#include <torch/utils.h>

#include <QTest>

using namespace avs;

namespace {

constexpr std::int64_t kFrames = 3;

nn::TavisOptions optionsWithMemory()
{
    const auto file = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json");
    auto model = file.at("model").asObject();
    const auto width = file.at("model").at("bridge").at("embed_dim").asInt();
    model["memory"] = nn::Json::Object{
        {"num_maskmem", 3},
        {"max_obj_ptrs_in_encoder", 4},
        {"attention",
         nn::Json::Object{{"d_model", width}, {"kv_in_dim", 8}, {"num_layers", 1}, {"dim_feedforward", 16}}},
        {"encoder", nn::Json::Object{
                        {"in_dim", width}, {"out_dim", 8}, {"fuser", nn::Json::Object{{"num_layers", 1}}}}}};
    return nn::TavisOptions::fromJson(nn::Json(model));
}

nn::TavisImpl::Input part(const nn::TavisImpl::Input& input, std::int64_t from, std::int64_t to)
{
    return {input.image.slice(0, from, to), input.initialImage.slice(0, from, to),
            input.mel.slice(0, from, to)};
}

} // namespace

/// TAViS with SAM 2's memory, of random weights; tavis_train_* of the parity tests compare its values.
class tst_ClipMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::manual_seed(5);
        m_model = nn::Tavis(optionsWithMemory());
        m_model->eval();
        const auto& o = m_model->options();
        const auto image = torch::rand({kFrames, 3, o.imageSize, o.imageSize});
        m_input = {image * 2 - 1, image,
                   torch::randn({kFrames, 1, o.imagebind.audio->melBins, o.imagebind.audio->frames})};
    }

    void firstFrameRemembersNothing()
    {
        torch::NoGradGuard noGrad;
        auto memory = m_model->newClipMemory();
        const auto clip = m_model->forwardClip(m_input, memory);
        const auto alone = m_model->forward(m_input);
        QVERIFY(torch::allclose(clip.lowResMasks[0], alone.lowResMasks[0], 1e-4, 1e-5));
        QVERIFY(!torch::allclose(clip.lowResMasks[1], alone.lowResMasks[1], 1e-2, 1e-3));
    }

    void aClipMayComeInParts()
    {
        torch::NoGradGuard noGrad;
        auto whole = m_model->newClipMemory();
        auto parts = m_model->newClipMemory();
        const auto all = m_model->forwardClip(m_input, whole);
        (void)m_model->forwardClip(part(m_input, 0, 2), parts);
        const auto last = m_model->forwardClip(part(m_input, 2, kFrames), parts);
        QVERIFY(torch::allclose(last.queryMasks[0], all.queryMasks[2], 1e-3, 1e-4));
        parts.clear();
        QVERIFY(parts.isEmpty());
        const auto again = m_model->forwardClip(part(m_input, 2, kFrames), parts);
        QVERIFY(!torch::allclose(again.queryMasks[0], all.queryMasks[2], 1e-2, 1e-3));
    }

    void memoryDoesNotGrowWithTheClip()
    {
        torch::NoGradGuard noGrad;
        auto memory = m_model->newClipMemory();
        std::size_t most = 0;
        for (int i = 0; i < 10; ++i) {
            (void)m_model->forwardClip(part(m_input, 0, 1), memory);
            most = std::max(most, memory.rememberedFrames());
        }
        QCOMPARE(most, 4U); // the first and what three object pointers look back to
    }

    void gradientsPassThroughMemory()
    {
        auto memory = m_model->newClipMemory();
        m_model->train();
        auto input = m_input;
        input.image = input.image.clone().requires_grad_();
        m_model->forwardClip(input, memory).lowResMasks[2].sum().backward();
        m_model->eval();
        QVERIFY(input.image.grad()[0].abs().max().item<double>() > 0);
        for (const char* name : {"maskmem_tpos_enc", "memory_encoder.out_proj.weight", "no_mem_embed"})
            QVERIFY2(m_model->named_parameters()[name].grad().defined(), name);
    }

    void theSam2WithinIsNoCopy()
    {
        torch::NoGradGuard noGrad;
        m_model->named_parameters()["maskmem_tpos_enc"].set_requires_grad(false);
        auto sam2 = m_model->asSam2();
        const auto own = m_model->named_parameters();
        for (const auto& item : sam2->named_parameters())
            QVERIFY2(own[item.key()].is_same(item.value()), item.key().c_str());
        QVERIFY(!own["maskmem_tpos_enc"].requires_grad());
        const auto out = m_model->forward(part(m_input, 0, 1));
        const auto image = sam2->encode(m_input.image.slice(0, 0, 1), out.prompts.hiera);
        QVERIFY(torch::allclose(image.features, out.imageFeatures));
    }

    void wrongMemoryIsNamed()
    {
        auto options = optionsWithMemory();
        options.memory.reset();
        const nn::Tavis model(options);
        QVERIFY_THROWS_EXCEPTION(c10::Error, (void)model->newClipMemory());
    }

private:
    nn::Tavis m_model = nullptr;
    nn::TavisImpl::Input m_input;
};

QTEST_GUILESS_MAIN(tst_ClipMemory)
#include "tst_ClipMemory.moc"
