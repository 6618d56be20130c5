// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/SegmentationTrack.h"

#include "core/formats/SegmentationWriter.h"

#include <algorithm>

namespace avs::models {

void SegmentationTrack::reset(const inference::ModelInfo& model)
{
    m_model = model;
    m_steps.clear();
    m_classes.clear();
    Q_EMIT changed();
}

void SegmentationTrack::add(const inference::StepPredictionPtr& step)
{
    m_steps.push_back(step);
    for (const int classIndex : classesIn(*step)) {
        FoundClass& found = foundClass(classIndex);
        ++found.steps;
        if (!found.stretches.empty() && found.stretches.back().end >= step->begin)
            found.stretches.back().end = step->end;
        else
            found.stretches.push_back({step->begin, step->end});
    }

    base::MediaTime lookedAt;
    for (const auto& each : m_steps)
        lookedAt = lookedAt + (each->end - each->begin);
    for (FoundClass& found : m_classes) {
        base::MediaTime sounding;
        for (const Stretch& stretch : found.stretches)
            sounding = sounding + (stretch.end - stretch.begin);
        found.share = lookedAt > base::MediaTime() ? sounding.seconds() / lookedAt.seconds() : 0;
    }
    Q_EMIT changed();
}

inference::StepPredictionPtr SegmentationTrack::stepAt(base::MediaTime time) const
{
    return formats::stepAt(m_steps, time);
}

QString SegmentationTrack::className(int classIndex) const
{
    if (classIndex >= 0 && classIndex < static_cast<int>(m_model.classNames.size()))
        return m_model.classNames[classIndex];
    return tr("class %1").arg(classIndex);
}

std::vector<int> SegmentationTrack::classesIn(const inference::StepPrediction& step)
{
    std::vector<int> classes;
    for (const inference::ObjectPrediction& object : step.objects) {
        if (object.area > 0 && std::find(classes.begin(), classes.end(), object.classIndex) == classes.end())
            classes.push_back(object.classIndex);
    }
    return classes;
}

SegmentationTrack::FoundClass& SegmentationTrack::foundClass(int classIndex)
{
    const auto known = std::find_if(m_classes.begin(), m_classes.end(),
                                    [&](const FoundClass& each) { return each.classIndex == classIndex; });
    if (known != m_classes.end())
        return *known;
    m_classes.push_back({classIndex, className(classIndex), 0, 0, {}});
    return m_classes.back();
}

} // namespace avs::models
