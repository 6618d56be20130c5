// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/ModelFile.h"
#include "core/inference/ModelSession.h"
#include "core/nn/tavis/Tavis.h"
#include "tests/support/TestMedia.h"

#include <torch/utils.h>

#include <QTemporaryDir>

#include <cmath>
#include <memory>
#include <vector>

namespace avs::testing {

/// A model of random weights with the classes bell and drum, and a clip with sound.
class SessionFixture
{
public:
    [[nodiscard]] bool make()
    {
        const auto config = nn::Json::parseFile(AVS_TEST_DATA "/overfit.json").at("model");
        torch::manual_seed(1);
        nn::Tavis made(nn::TavisOptions::fromJson(config));
        ClipSpec spec;
        spec.frames = 85; // 3.4 s: four moments would lie at 0.5, 1.5, 2.5, 3.5
        spec.sound = true;
        return inference::writeModelFile(
                   model(), *made, config.dump(),
                   {QStringLiteral("background"), QStringLiteral("bell"), QStringLiteral("drum")})
                   .has_value() &&
               writeClip(clip(), spec);
    }

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString model() const { return path(QStringLiteral("model.safetensors")); }
    [[nodiscard]] QString clip() const { return path(QStringLiteral("clip.mp4")); }
    [[nodiscard]] static QString vocabulary()
    {
        return QString::fromLocal8Bit(AVS_TEST_DATA "/../../.deps/data/bpe_simple_vocab_16e6.txt");
    }

    [[nodiscard]] static base::Result<std::unique_ptr<inference::ModelSession>>
    load(const QString& path, const inference::LoadOptions& options = {})
    {
        return inference::ModelSession::load(path, vocabulary(), inference::DeviceChoice::Cpu, {}, options);
    }

    [[nodiscard]] static inference::StepPredictionPtr
    firstStep(const std::unique_ptr<inference::ModelSession>& session, const QString& clip,
              const inference::SegmentOptions& options = {})
    {
        inference::StepPredictionPtr first;
        (void)session->segmentClip(
            clip, options,
            [&](const inference::StepPredictionPtr& step, int) { first = first ? first : step; }, {});
        return first;
    }

    /// Between two vectors of one length.
    [[nodiscard]] static double distance(const std::vector<float>& a, const std::vector<float>& b)
    {
        double sum = 0;
        for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return std::sqrt(sum);
    }

private:
    QTemporaryDir m_folder;
};

} // namespace avs::testing
