// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QStringList>

namespace avs::inference {

/// How a weight file and an architecture go together.
struct WeightCheck
{
    QString model; ///< the configuration's name, "SAM 2.1 large"
    int tensors = 0;
    QStringList missing;
    QStringList unexpected;
    QStringList wrongShape; ///< "name is [2, 3] instead of [3, 2]"
    int skipped = 0;        ///< of ImageBind's other towers (depth, thermal, IMU), which are not used

    [[nodiscard]] bool fits() const
    {
        return missing.isEmpty() && unexpected.isEmpty() && wrongShape.isEmpty();
    }
};

/// Compares the keys and shapes of a file with a model of `configPath` (a configuration of SAM 2, ImageBind
/// or TAViS). Empty: the configuration in the file, or the one that comes with the program for this published
/// size. Takes no memory for weights. Errors: as inspectWeights(); Unsupported when no configuration is known
/// for the file; Invalid (the configuration).
[[nodiscard]] base::Result<WeightCheck> checkWeights(const QString& path, const QString& configPath = {});

} // namespace avs::inference
