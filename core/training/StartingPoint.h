// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QStringList>

namespace torch::nn {
class Module;
}

namespace avs::training {

/// The weights that training begins with; nothing: random ones.
struct StartingPoint
{
    QString tavis;     ///< a whole TAViS model: ours (.safetensors), or as released (.pth)
    QString sam2;      ///< SAM 2.0's weights (.pt), for everything that TAViS has from it
    QString imagebind; ///< ImageBind's weights (.pth)

    [[nodiscard]] bool isRandom() const { return tavis.isEmpty() && sam2.isEmpty() && imagebind.isEmpty(); }
};

/// Loads them into a TAViS model on the CPU. Strict: every tensor of a file has its place (but those of
/// ImageBind's towers for depth, heat and motion, which TAViS leaves idle, and SAM 2's memory parts when the
/// model has none), and every place that the file is for gets its tensor; the parts that TAViS adds keep
/// their random weights with `sam2` and `imagebind`, and so do memory parts that a whole model lacks. Nothing
/// is changed unless all fits. Returns the class names in a file of ours, else none: classes enter the model
/// only as texts, so others may be trained.
/// Errors: Invalid (`tavis` beside the others); those of the files; Unsupported (another kind or size; says
/// which, and where it belongs).
[[nodiscard]] base::Result<QStringList> loadStartingPoint(torch::nn::Module& model,
                                                          const StartingPoint& start);

} // namespace avs::training
