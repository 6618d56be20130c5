// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/SessionModel.h"

#include <utility>

namespace avs::jobs {

namespace {

class SessionModel : public SegmentationModel
{
public:
    explicit SessionModel(std::unique_ptr<inference::ModelSession> session)
        : m_session(std::move(session))
    {}

    const inference::ModelInfo& info() const override { return m_session->info(); }

    base::Result<int> segmentClip(const QString& clipPath, const inference::SegmentOptions& options,
                                  const std::function<void(inference::StepPredictionPtr, int)>& onStep,
                                  std::stop_token stop) override
    {
        return m_session->segmentClip(clipPath, options, onStep, std::move(stop));
    }

private:
    std::unique_ptr<inference::ModelSession> m_session;
};

} // namespace

ModelFactory sessionModelFactory(const QString& modelPath, const QString& vocabularyPath,
                                 inference::DeviceChoice device)
{
    return [modelPath, vocabularyPath,
            device](const std::stop_token& stop) -> base::Result<std::unique_ptr<SegmentationModel>> {
        auto session = inference::ModelSession::load(modelPath, vocabularyPath, device, stop);
        if (!session)
            return session.error();
        return std::unique_ptr<SegmentationModel>(std::make_unique<SessionModel>(std::move(*session)));
    };
}

} // namespace avs::jobs
