// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/SegmentationReader.h"

#include "core/formats/Files.h"
#include "core/formats/ImageFile.h"
#include "core/formats/SegmentationJson.h"

#include <QCoreApplication>
#include <QDir>

namespace avs::formats {

using base::Result;
using inference::StepPrediction;
using inference::StepPredictionPtr;

Result<std::vector<StepPredictionPtr>> readSegmentation(const QString& folder)
{
    const QDir root(folder);
    const QString jsonPath = root.filePath(QStringLiteral("segmentation.json"));
    const Result<QByteArray> json = readFile(jsonPath);
    if (!json)
        return json.error();
    Result<std::vector<StoredStep>> stored = fromSegmentationJson(*json, jsonPath);
    if (!stored)
        return stored.error();

    std::vector<StepPredictionPtr> steps;
    for (StoredStep& entry : *stored) {
        const QString maskPath = root.filePath(entry.masks.labels);
        Result<imaging::LabelMap> labels = readIndices(maskPath);
        if (!labels)
            return labels.error();
        if (!steps.empty() && (labels->width != steps.front()->labels.width() ||
                               labels->height != steps.front()->labels.height()))
            return base::Error{
                base::ErrorCode::Damaged,
                QCoreApplication::translate("avs::formats",
                                            "%1 has another size than the other masks; export them again.")
                    .arg(QDir::toNativeSeparators(maskPath)),
                {},
                maskPath};
        entry.step.labels = *labels;
        steps.push_back(std::make_shared<const StepPrediction>(std::move(entry.step)));
    }
    return steps;
}

Result<std::vector<StoredFrame>> readFrames(const QString& folder)
{
    const QString jsonPath = QDir(folder).filePath(QStringLiteral("segmentation.json"));
    const Result<QByteArray> json = readFile(jsonPath);
    if (!json)
        return json.error();
    return framesFromSegmentationJson(*json, jsonPath);
}

} // namespace avs::formats
