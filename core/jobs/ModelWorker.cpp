// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/ModelWorker.h"

#include "core/jobs/Guarded.h"

#include <utility>

namespace avs::jobs {

ModelWorker::ModelWorker(ModelFactory factory, QObject* parent)
    : QObject(parent)
    , m_factory(std::move(factory))
{
    m_loadError = {base::ErrorCode::Invalid, tr("No model is loaded."), {}, {}};
}

ModelWorker::~ModelWorker() = default;

void ModelWorker::load()
{
    replace(m_factory);
}

void ModelWorker::replace(const ModelFactory& factory)
{
    QMetaObject::invokeMethod(
        this, [this, factory] { loadNow(factory); }, Qt::QueuedConnection);
}

quint64 ModelWorker::segment(const QString& clipPath, const inference::SegmentOptions& options)
{
    const auto ticket = m_request.begin();
    QMetaObject::invokeMethod(
        this, [this, ticket, clipPath, options] { segmentNow(ticket, clipPath, options); },
        Qt::QueuedConnection);
    return ticket.id;
}

void ModelWorker::cancel()
{
    m_request.cancel();
}

void ModelWorker::requestStop()
{
    m_closing.request_stop();
    m_request.close();
}

void ModelWorker::loadNow(const ModelFactory& factory)
{
    const std::stop_token stop = m_closing.get_token();
    if (stop.stop_requested())
        return;
    auto model = guarded([&] { return factory(stop); });
    if (!model && m_model && model.error().code == base::ErrorCode::OutOfMemory)
        model = loadInPlace(factory);
    if (stop.stop_requested())
        return;
    if (!model && m_model) {
        Q_EMIT modelKept(model.error());
        return;
    }
    if (!model) {
        m_loadError = model.error();
        Q_EMIT modelFailed(m_loadError);
        return;
    }
    m_model = std::move(*model);
    m_made = factory;
    Q_EMIT modelLoaded(m_model->info());
}

/// With the memory of the present model, which comes back where the other one cannot be loaded even so.
base::Result<std::unique_ptr<SegmentationModel>> ModelWorker::loadInPlace(const ModelFactory& factory)
{
    const std::stop_token stop = m_closing.get_token();
    m_model.reset();
    auto model = guarded([&] { return factory(stop); });
    if (!model && !stop.stop_requested()) {
        if (auto former = guarded([&] { return m_made(stop); }))
            m_model = std::move(*former);
    }
    return model;
}

void ModelWorker::segmentNow(const LatestRequest::Ticket& ticket, const QString& clipPath,
                             const inference::SegmentOptions& options)
{
    if (ticket.stop.stop_requested()) {
        Q_EMIT cancelled(ticket.id);
        return;
    }
    if (!m_model) {
        Q_EMIT failed(ticket.id, m_loadError);
        return;
    }
    int done = 0;
    const auto onStep = [&](inference::StepPredictionPtr step, int total) {
        if (!ticket.stop.stop_requested())
            Q_EMIT stepReady(ticket.id, std::move(step), ++done, total);
    };
    // The window keeps every step of a clip, and reads no logits or embeddings of any.
    inference::SegmentOptions compact = options;
    compact.evidence = false;
    auto steps = guarded([&] { return m_model->segmentClip(clipPath, compact, onStep, ticket.stop); });
    if (steps)
        Q_EMIT finished(ticket.id, *steps);
    else if (steps.error().code == base::ErrorCode::Cancelled)
        Q_EMIT cancelled(ticket.id);
    else
        Q_EMIT failed(ticket.id, steps.error());
}

} // namespace avs::jobs
