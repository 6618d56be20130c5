// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/inference/Prediction.h"

#include <QObject>

#include <vector>

namespace avs::models {

/// What the model has found in the clip so far, step by step. GUI thread.
class SegmentationTrack : public QObject
{
    Q_OBJECT

public:
    struct Stretch
    {
        base::MediaTime begin;
        base::MediaTime end;
    };
    /// A class that at least one step found.
    struct FoundClass
    {
        int classIndex = 0;
        QString name;
        int steps = 0;
        double share = 0;               ///< of the time looked at so far, 0 … 1
        std::vector<Stretch> stretches; ///< sorted; touching ones are joined
    };

    using QObject::QObject;

    /// Forgets everything and names what is to come.
    void reset(const inference::ModelInfo& model);
    /// Steps come in the order of their times.
    void add(const inference::StepPredictionPtr& step);

    [[nodiscard]] bool isEmpty() const { return m_steps.empty(); }
    [[nodiscard]] const inference::ModelInfo& model() const { return m_model; }
    [[nodiscard]] const std::vector<inference::StepPredictionPtr>& steps() const { return m_steps; }
    /// In the order in which they were found first.
    [[nodiscard]] const std::vector<FoundClass>& classes() const { return m_classes; }
    /// The step that speaks for `time`, or null.
    [[nodiscard]] inference::StepPredictionPtr stepAt(base::MediaTime time) const;
    /// The model's name of a class, or "class 7" for one that it has no name for.
    [[nodiscard]] QString className(int classIndex) const;

    /// Classes with pixels in `step`, each once.
    [[nodiscard]] static std::vector<int> classesIn(const inference::StepPrediction& step);

Q_SIGNALS:
    void changed();

private:
    FoundClass& foundClass(int classIndex);

    inference::ModelInfo m_model;
    std::vector<inference::StepPredictionPtr> m_steps;
    std::vector<FoundClass> m_classes;
};

} // namespace avs::models
