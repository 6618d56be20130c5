// SPDX-License-Identifier: GPL-3.0-or-later
// A model whose every answer is known, and which waits for the test.
#pragma once

#include "core/jobs/SegmentationModel.h"

#include <atomic>
#include <memory>

namespace avs::testing {

/// How the fake behaves; shared between the test and the model's thread.
struct FakeModelControl
{
    int totalSteps = 4; ///< equal stretches of `clipSeconds`
    double clipSeconds = 2;
    int width = 160; ///< of the label maps
    int height = 96;
    std::vector<QString> classNames = {"background", "drum", "guitar",
                                       "a very long name for a class that will not fit"};
    bool failsToLoad = false;

    std::atomic<int> allowed = 1000; ///< steps that may be handed out so far
    std::atomic<bool> running = false;
};

/// Every step has class 1 in the left third; odd steps have class 2 in the right third too; the last has
/// class 3 in the middle third.
class FakeModel : public jobs::SegmentationModel
{
public:
    explicit FakeModel(std::shared_ptr<FakeModelControl> control);

    const inference::ModelInfo& info() const override { return m_info; }
    base::Result<int> segmentClip(const QString& clipPath, const inference::SegmentOptions& options,
                                  const std::function<void(inference::StepPredictionPtr, int)>& onStep,
                                  std::stop_token stop) override;

    [[nodiscard]] static inference::StepPredictionPtr makeStep(const FakeModelControl& control, int step);

private:
    std::shared_ptr<FakeModelControl> m_control;
    inference::ModelInfo m_info;
};

[[nodiscard]] jobs::ModelFactory fakeModelFactory(std::shared_ptr<FakeModelControl> control);

} // namespace avs::testing
