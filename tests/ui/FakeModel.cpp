// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FakeModel.h"

#include <chrono>
#include <thread>

namespace avs::testing {

namespace {

void addObject(inference::StepPrediction& step, imaging::LabelMap& labels, int classIndex, int third)
{
    inference::ObjectPrediction object;
    object.query = static_cast<int>(step.objects.size());
    object.classIndex = classIndex;
    object.probability = 0.75F;
    object.audioProbability = 0.7F;
    object.imageProbability = 0.8F;
    object.predictedIou = 0.9F;
    object.objectScore = 3;
    for (int y = labels.height / 4; y < labels.height * 3 / 4; ++y) {
        for (int x = third * labels.width / 3; x < (third + 1) * labels.width / 3; ++x) {
            labels.at(x, y) = static_cast<std::uint8_t>(classIndex);
            ++object.area;
        }
    }
    step.objects.push_back(object);
}

} // namespace

FakeModel::FakeModel(std::shared_ptr<FakeModelControl> control)
    : m_control(std::move(control))
{
    m_info.name = "Fake model";
    m_info.path = "/nowhere/fake.safetensors";
    m_info.sha256 = QString(64, QLatin1Char('0'));
    m_info.device = "CPU (1 thread)";
    m_info.classNames = m_control->classNames;
}

inference::StepPredictionPtr FakeModel::makeStep(const FakeModelControl& control, int number)
{
    auto step = std::make_shared<inference::StepPrediction>();
    const double length = control.clipSeconds / control.totalSteps;
    step->step = number;
    step->begin = base::MediaTime::fromSeconds(number * length);
    step->end = base::MediaTime::fromSeconds((number + 1) * length);
    step->time = base::MediaTime::fromSeconds((number + 0.5) * length);
    step->frame = base::FrameIndex(static_cast<std::int64_t>((number + 0.5) * length * 25));
    imaging::LabelMap labels(control.width, control.height);
    addObject(*step, labels, 1, 0);
    if (number % 2 == 1)
        addObject(*step, labels, 2, 2);
    if (number == control.totalSteps - 1)
        addObject(*step, labels, 3, 1);
    step->labels = labels;
    return step;
}

base::Result<int> FakeModel::segmentClip(const QString&, const inference::SegmentOptions&,
                                         const std::function<void(inference::StepPredictionPtr, int)>& onStep,
                                         std::stop_token stop)
{
    m_control->running = true;
    for (int step = 0; step < m_control->totalSteps; ++step) {
        while (step >= m_control->allowed && !stop.stop_requested())
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (stop.stop_requested()) {
            m_control->running = false;
            return base::Error{base::ErrorCode::Cancelled, {}, {}, {}};
        }
        onStep(makeStep(*m_control, step), m_control->totalSteps);
    }
    m_control->running = false;
    return m_control->totalSteps;
}

jobs::ModelFactory fakeModelFactory(std::shared_ptr<FakeModelControl> control)
{
    return [control](const std::stop_token&) -> base::Result<std::unique_ptr<jobs::SegmentationModel>> {
        if (control->failsToLoad)
            return base::Error{base::ErrorCode::Unsupported, "“x.safetensors” is not a TAViS model.", {}, {}};
        return std::unique_ptr<jobs::SegmentationModel>(std::make_unique<FakeModel>(control));
    };
}

} // namespace avs::testing
