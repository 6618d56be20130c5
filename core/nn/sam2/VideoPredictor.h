// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/sam2/ClickPrompt.h"
#include "core/nn/sam2/Sam2.h"

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace avs::nn {

struct VideoPredictorOptions
{
    std::int64_t frames = 0; ///< of the video
    std::int64_t height = 0; ///< of its pictures, and of the masks that come out
    std::int64_t width = 0;
    /// A corrected frame is remembered like a first prompted one; false: as in the original, where the next
    /// propagation predicts it anew and the correction is lost.
    bool correctionsCondition = true;
    /// Forget what was tracked around a frame when it is corrected, up to numMaskmem frames to each side.
    bool forgetAroundCorrections = false;
    std::int64_t fillHoleArea = 8; ///< closes holes of up to so many low-resolution pixels; 0: none
    bool separate = false;         ///< at each pixel only the object with the highest logit may be positive
    /// Of each object, what was tracked is kept for so many frames (prompted ones for ever), so that memory
    /// does not grow with the video. At least what attention looks back to.
    std::int64_t keptFrames = 64;
    /// What the image encoder's prompt generator is given for every frame [1, audioDim]; undefined for an
    /// encoder without one.
    torch::Tensor sound{};
};

/// Follows objects through a video (sam2_video_predictor.py of December 2024: every object has its own state
/// and may be added at any time). Frames come from a callback, one at a time; only the last one's features
/// are kept. One thread at a time. Sets no gradient mode. All calls throw PromptError for a frame, object or
/// coordinate that is not there and for pixels and masks that are not numbers, and then change nothing.
class VideoPredictor
{
public:
    /// A frame as the model sees it: [3, S, S] normalised; see sam2Image(). What it throws goes to the
    /// caller.
    using FrameSource = std::function<torch::Tensor(std::int64_t frame)>;

    VideoPredictor(Sam2 model, const VideoPredictorOptions& options, FrameSource frames);

    /// Masks of all objects on one frame.
    struct Masks
    {
        std::int64_t frame = 0;
        std::vector<std::int64_t> objects; ///< their ids, in the order in which they came
        torch::Tensor logits;              ///< [objects, height, width]; -1024 where nothing is known yet
    };

    /// Clicks or a box for one object, new or known. `keepOld`: after those already on that frame (no box
    /// then).
    Masks addClicks(std::int64_t frame, std::int64_t object, const ClickPrompt& prompt, bool keepOld = false);
    /// A mask [height, width], of 0 and 1 or bool.
    Masks addMask(std::int64_t frame, std::int64_t object, const torch::Tensor& mask);
    /// Takes clicks and mask of a frame away.
    void clearPrompts(std::int64_t frame, std::int64_t object);
    void removeObject(std::int64_t object);
    void reset();

    struct Range
    {
        std::optional<std::int64_t> start; ///< without: the first prompted frame
        std::int64_t most = -1;            ///< how many frames after the first; -1: to the end
        bool reverse = false;
    };
    /// Follows all objects from `start` on; `onFrame` gets each frame and returns whether to go on. Throws
    /// PromptError when an object has no prompt.
    void propagate(const Range& range, const std::function<bool(const Masks&)>& onFrame);

    [[nodiscard]] std::vector<std::int64_t> objects() const;
    /// Frames of one object of which something is remembered; for watching memory.
    [[nodiscard]] std::size_t rememberedFrames(std::int64_t object) const;

private:
    /// What is remembered of an object on a frame.
    struct Record
    {
        Sam2Impl::Object object;
        torch::Tensor memory; ///< bfloat16 [1, memoryDim, g, g]; undefined until it is needed
    };
    using Records = std::map<std::int64_t, Record>;
    struct Track
    {
        std::int64_t id = 0;
        std::map<std::int64_t, ClickPrompt> clicks;
        Records conditioning;
        Records tracked;
        Records newConditioning; ///< prompted since the last propagation
        Records newTracked;
        std::map<std::int64_t, bool> directions; ///< frames that were tracked; true: in reverse
    };

    void checkFrame(std::int64_t frame) const;
    Track* find(std::int64_t object);
    Track& findOrAdd(std::int64_t object);
    const Sam2Impl::Image& imageOf(std::int64_t frame);
    [[nodiscard]] bool isConditioning(const Track& track, std::int64_t frame) const;
    static const Record* known(const Track& track, std::int64_t frame, bool conditioning);
    torch::Tensor pixelsOf(const Track& track, std::int64_t frame, bool reverse);
    [[nodiscard]] std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>>
    splitConditioning(const Track& track, std::int64_t frame) const;
    void remember(Record& record, std::int64_t frame, bool prompted);
    void store(Track& track, std::int64_t frame, bool conditioning, Sam2Impl::Object object);
    void settle(Track& track);
    void forgetAround(Track& track, std::int64_t frame) const;
    void forgetFar(Track& track, std::int64_t frame) const;
    Masks masksOn(std::int64_t frame, bool conditioning);
    [[nodiscard]] torch::Tensor atVideoSize(const torch::Tensor& lowRes) const;

    Sam2 m_model;
    VideoPredictorOptions m_options;
    FrameSource m_frames;
    std::vector<Track> m_tracks;
    std::int64_t m_imageFrame = -1;
    Sam2Impl::Image m_image; ///< of m_imageFrame
};

} // namespace avs::nn
