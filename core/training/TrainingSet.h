// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/nn/tavis/Tavis.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace avs::training {

class FrameLoader;

/// The annotated frames of one split, ready for the model: read from disk when they are needed, prepared
/// ahead by threads of its own, kept in memory as far as that may grow (3·S² + 2·128·204 + S² bytes a frame:
/// 0.12 MB at S = 128, 0.25 MB at 224). Use from one thread.
class TrainingSet
{
public:
    struct Options
    {
        std::int64_t imageSize = 224; ///< S
        nn::TavisOptions::AudioWindow audioWindow = nn::TavisOptions::AudioWindow::Centred;
        /// Classes with at most that many pixels in all annotated frames of a clip, at S × S, become
        /// background (tavis.md §5.1; the release: 20).
        std::int64_t minClassPixels = 0;
        std::size_t memoryBytes = std::size_t{2} << 30;
    };
    /// Finds the frames of `split` below `root`; an absent split gives an empty set. Errors: those of the
    /// reader.
    [[nodiscard]] static base::Result<TrainingSet> open(const QString& root, const QString& split,
                                                        const Options& options);
    TrainingSet(TrainingSet&&) noexcept;
    ~TrainingSet();

    [[nodiscard]] std::int64_t size() const { return m_size; }
    [[nodiscard]] const std::vector<QString>& classNames() const { return m_classNames; }
    /// The first row of each clip, ascending.
    [[nodiscard]] const std::vector<std::int64_t>& clipRows() const { return m_clipRows; }
    /// Changes when the list of frames or of classes does: what a run can be continued with.
    [[nodiscard]] const QByteArray& fingerprint() const { return m_fingerprint; }
    /// That something is odd in the data set, such as missing masks, whose frames are left out; or empty.
    [[nodiscard]] const QString& remark() const { return m_remark; }

    struct Batch
    {
        nn::TavisImpl::Input input;
        torch::Tensor labels;        ///< [N, S, S] int64
        torch::Tensor pictures = {}; ///< [N, 3, S, S] uint8 on the CPU, what `input` was made from
        torch::Tensor mels = {};     ///< [N, 1, 128, 204] float16 on the CPU
    };
    /// The frames that next() will give: those of `order` (int64 rows) from place `first` on.
    void begin(const torch::Tensor& order, std::int64_t first = 0);
    /// The next `count` frames, or as many as there are left. `flip` mirrors those at even places of the
    /// order left to right. Errors: those of the reader.
    [[nodiscard]] base::Result<Batch> next(std::int64_t count, bool flip, torch::Device device);

private:
    TrainingSet();

    std::int64_t m_size = 0;
    std::vector<QString> m_classNames;
    std::vector<std::int64_t> m_clipRows;
    QByteArray m_fingerprint;
    QString m_remark;
    std::unique_ptr<FrameLoader> m_loader;
    std::int64_t m_place = 0; ///< of next()'s first frame in the order
    std::int64_t m_end = 0;
};

} // namespace avs::training
