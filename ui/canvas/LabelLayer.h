// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/Prediction.h"
#include "ui/models/ViewState.h"

#include <QImage>

namespace avs::canvas {

/// The masks of one step as a picture to be laid over the frame, made anew only when something changed. It
/// looks as imaging::blendLabels draws into exported films: stronger along the edges. GUI thread.
class LabelLayer
{
public:
    /// Transparent where nothing is drawn; the size of the step's label map. Null without a step.
    [[nodiscard]] const QImage& image(const inference::StepPredictionPtr& step,
                                      const models::ViewState& view);

private:
    inference::StepPredictionPtr m_step;
    double m_opacity = -1;
    models::ViewState::Classes m_hidden;
    imaging::LabelMap m_labels; // of m_step
    imaging::LabelMap m_edges;  // likewise
    QImage m_image;
};

} // namespace avs::canvas
