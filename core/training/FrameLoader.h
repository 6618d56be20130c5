// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <torch/types.h>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace avs::training {

/// One annotated frame as it is kept in memory; CPU.
struct PreparedFrame
{
    torch::Tensor picture; ///< [3, S, S] uint8
    torch::Tensor mel;     ///< [1, 128, 204] float16
    torch::Tensor labels;  ///< [S, S] uint8 class ids

    [[nodiscard]] std::size_t bytes() const { return picture.nbytes() + mel.nbytes() + labels.nbytes(); }
};

/// Frames on demand: threads prepare them ahead, in the order in which they will be taken. Frames stay in
/// memory for the next time until `keptBytes` are full; none is thrown out again, since an epoch asks for
/// every frame once, so that anything else would keep no more. Which thread prepares a frame changes nothing.
class FrameLoader
{
public:
    /// `read(row)` is called on the loader's threads, several at a time; it does not throw.
    using Read = std::function<base::Result<PreparedFrame>(std::int64_t row)>;
    FrameLoader(Read read, std::size_t keptBytes, int threads);
    ~FrameLoader();
    FrameLoader(const FrameLoader&) = delete;
    FrameLoader& operator=(const FrameLoader&) = delete;

    /// What take() will give from now on; what was planned before is dropped.
    void plan(std::vector<std::int64_t> rows);
    /// The next frame of the plan, waited for; an error when it could not be read. Beyond the plan: a bug.
    [[nodiscard]] base::Result<PreparedFrame> take();

    [[nodiscard]] std::size_t keptBytes() const;

private:
    void work(const std::stop_token& stop);

    const Read m_read;
    const std::size_t m_limit;
    mutable std::mutex m_mutex; ///< guards all below but the threads
    std::condition_variable_any m_changed;
    std::vector<std::int64_t> m_rows; ///< the plan
    std::size_t m_taken = 0;          ///< places of the plan
    std::size_t m_begun = 0;
    std::uint64_t m_planNumber = 0;
    std::map<std::size_t, base::Result<PreparedFrame>> m_ready; ///< by place, ahead of m_taken
    std::map<std::int64_t, PreparedFrame> m_kept;               ///< by row
    std::size_t m_keptBytes = 0;
    std::vector<std::jthread> m_threads;
};

} // namespace avs::training
