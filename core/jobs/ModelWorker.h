// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"
#include "core/inference/Prediction.h"
#include "core/jobs/LatestRequest.h"
#include "core/jobs/SegmentationModel.h"

#include <QObject>

#include <memory>

namespace avs::jobs {

/// Loads one model and runs it on clips, on the thread it was moved to: the only thread that touches the
/// model.
class ModelWorker : public QObject
{
    Q_OBJECT

public:
    explicit ModelWorker(ModelFactory factory, QObject* parent = nullptr);
    ~ModelWorker() override;

    /// \name Any thread; these return at once.
    /// \{
    /// Ends in `modelLoaded` or `modelFailed`.
    void load();
    /// Loads another model, after the run under way; the one before stays until that is there, or where
    /// memory is too small for both, is loaded again if that cannot be. Ends in `modelLoaded`, or in
    /// `modelKept`, or where there is none in the end in `modelFailed`.
    void replace(const ModelFactory& factory);
    /// Stops the run under way, then runs the model over a clip. Ends, with the returned id, in `finished`,
    /// `cancelled` or `failed`. Before the model is loaded it waits for it.
    quint64 segment(const QString& clipPath, const inference::SegmentOptions& options);
    void cancel();
    void requestStop();
    /// \}

Q_SIGNALS:
    void modelLoaded(const avs::inference::ModelInfo& info);
    void modelFailed(const avs::base::Error& error);
    /// Another model could not be loaded, so the one before goes on.
    void modelKept(const avs::base::Error& error);
    /// `done` of `total` steps are there, this one the latest.
    void stepReady(quint64 run, avs::inference::StepPredictionPtr step, int done, int total);
    void finished(quint64 run, int steps);
    void cancelled(quint64 run);
    void failed(quint64 run, const avs::base::Error& error);

private:
    void loadNow(const ModelFactory& factory);
    [[nodiscard]] base::Result<std::unique_ptr<SegmentationModel>> loadInPlace(const ModelFactory& factory);
    void segmentNow(const LatestRequest::Ticket& ticket, const QString& clipPath,
                    const inference::SegmentOptions& options);

    const ModelFactory m_factory;
    LatestRequest m_request;
    std::stop_source m_closing;

    // On the worker's thread only.
    std::unique_ptr<SegmentationModel> m_model;
    ModelFactory m_made; ///< what loaded `m_model`
    base::Error m_loadError;
};

} // namespace avs::jobs
