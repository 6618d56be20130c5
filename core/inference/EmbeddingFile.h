// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/Prediction.h"

#include <QString>

#include <vector>

namespace avs::inference {

/// One vector and what it stands for.
struct Embedding
{
    QString kind;    ///< "audio_query", "masked_image", "pseudo_text", "class_text", "text", "image", "sound"
    QString source;  ///< the file, or empty
    double time = 0; ///< seconds into the file
    int query = -1;  ///< of the model's object queries; their number for the whole sound; -1 for none
    QString name;    ///< class or text; the likeliest class of an object query
    std::vector<float> vector;
};

/// What a step that has its evidence is made of (SegmentOptions): of each query the audio query, the masked
/// image and the pseudo-text, and the pseudo-text of the whole sound.
[[nodiscard]] std::vector<Embedding> embeddingsOf(const StepPrediction& step, const QString& source,
                                                  const std::vector<QString>& classNames);

/// By the ending of `path`, whole or not at all:
///   .safetensors  a tensor [rows, width] of each kind; its rows are described in the metadata "tavis.rows",
///   a
///                 JSON object of arrays
///   .csv          kind, source, time, query, name, v0 … in a row each
///   .json         an array of objects
/// Errors: Invalid (another ending), Unwritable.
[[nodiscard]] base::Result<void> writeEmbeddings(const QString& path, const std::vector<Embedding>& rows);

/// Whether writeEmbeddings() knows the ending and the folder takes a file, for before the work begins.
/// Errors: Invalid (another ending), Unwritable.
[[nodiscard]] base::Result<void> checkEmbeddingPath(const QString& path);

} // namespace avs::inference
