// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/sam2/VideoPredictor.h"

#include "core/nn/image/ImageTransform.h"
#include "core/nn/sam2/FillHoles.h"
#include "core/nn/sam2/PromptError.h"

#include <torch/nn/functional/upsampling.h>

#include <algorithm>
#include <cstdlib>

namespace avs::nn {

namespace F = torch::nn::functional;

namespace {

constexpr double kUnknownLogit = -1024;
constexpr double kOverlapLogit = -10;
constexpr double kPreviousLimit = 32;

/// [objects, height, width]: all but the highest object of each pixel are held below zero.
torch::Tensor withoutOverlap(const torch::Tensor& logits)
{
    if (logits.size(0) < 2)
        return logits;
    const auto highest = logits.argmax(0, /*keepdim=*/true);
    const auto own = torch::arange(logits.size(0), highest.options()).view({-1, 1, 1});
    return torch::where(own == highest, logits, logits.clamp_max(kOverlapLogit));
}

} // namespace

VideoPredictor::VideoPredictor(Sam2 model, const VideoPredictorOptions& options, FrameSource frames)
    : m_model(std::move(model))
    , m_options(options)
    , m_frames(std::move(frames))
{
    if (options.frames < 1 || options.height < 1 || options.width < 1)
        throw PromptError(c10::str("a video of ", options.frames, " frames of ", options.width, " × ",
                                   options.height, " pixels has nothing to follow"));
    const auto& memory = m_model->options().memory;
    m_options.keptFrames = std::max({options.keptFrames, memory.numMaskmem, memory.maxObjectPointers});
}

void VideoPredictor::checkFrame(std::int64_t frame) const
{
    if (frame < 0 || frame >= m_options.frames)
        throw PromptError(c10::str("there is no frame ", frame, ": the video has ", m_options.frames));
}

VideoPredictor::Track* VideoPredictor::find(std::int64_t object)
{
    const auto it = std::find_if(m_tracks.begin(), m_tracks.end(),
                                 [&](const Track& track) { return track.id == object; });
    return it == m_tracks.end() ? nullptr : &*it;
}

VideoPredictor::Track& VideoPredictor::findOrAdd(std::int64_t object)
{
    if (auto* track = find(object))
        return *track;
    m_tracks.emplace_back().id = object;
    return m_tracks.back();
}

const Sam2Impl::Image& VideoPredictor::imageOf(std::int64_t frame)
{
    if (m_imageFrame != frame) {
        const auto side = m_model->options().imageSize;
        const auto image = m_frames(frame);
        if (image.sizes() != torch::IntArrayRef({3, side, side}))
            throw PromptError(c10::str("frame ", frame, " came as ", image.sizes(), " instead of [3, ", side,
                                       ", ", side, "]"));
        if (const auto bad = firstNotFinite(image))
            throw PromptError(c10::str("frame ", frame, " has the pixel ", *bad));
        const auto device = m_model->parameters().front().device();
        m_image = m_model->encode(image.unsqueeze(0).to(device), m_options.sound);
        m_imageFrame = frame;
    }
    return m_image;
}

bool VideoPredictor::isConditioning(const Track& track, std::int64_t frame) const
{
    return m_options.correctionsCondition || !track.directions.contains(frame);
}

const VideoPredictor::Record* VideoPredictor::known(const Track& track, std::int64_t frame, bool conditioning)
{
    const auto& fresh = conditioning ? track.newConditioning : track.newTracked;
    for (const auto* records : {&fresh, &track.conditioning, &track.tracked}) {
        if (const auto it = records->find(frame); it != records->end())
            return &it->second;
    }
    return nullptr;
}

VideoPredictor::Masks VideoPredictor::addClicks(std::int64_t frame, std::int64_t object,
                                                const ClickPrompt& prompt, bool keepOld)
{
    checkFrame(frame);
    prompt.check(m_options.width, m_options.height);
    if (keepOld && prompt.box)
        throw PromptError("a box comes before all clicks: give it without keeping the old ones");
    const auto& image = imageOf(frame); // before anything changes: the frame source may throw

    auto& track = findOrAdd(object);
    auto clicks = prompt;
    if (const auto old = track.clicks.find(frame); keepOld && old != track.clicks.end()) {
        clicks = old->second;
        clicks.points.insert(clicks.points.end(), prompt.points.begin(), prompt.points.end());
    }
    const auto direction = track.directions.find(frame);
    const bool isFirst = direction == track.directions.end();
    const bool conditioning = isConditioning(track, frame);

    auto prompts = clicks.toPrompts(m_options.width, m_options.height, m_model->options().imageSize,
                                    image.features.device());
    if (const auto* before = known(track, frame, conditioning))
        prompts.masks = before->object.lowRes.clamp(-kPreviousLimit, kPreviousLimit);
    const auto pixels = isFirst ? m_model->withoutMemory(image) : pixelsOf(track, frame, direction->second);
    const bool ambiguous = prompts.points.size(1) <= 1; // one click may mean several things
    auto found = m_model->choose(m_model->decode(image, pixels, prompts, ambiguous));
    track.clicks[frame] = std::move(clicks);
    store(track, frame, conditioning, std::move(found));
    return masksOn(frame, conditioning);
}

VideoPredictor::Masks VideoPredictor::addMask(std::int64_t frame, std::int64_t object,
                                              const torch::Tensor& mask)
{
    checkFrame(frame);
    if (mask.sizes() != torch::IntArrayRef({m_options.height, m_options.width}))
        throw PromptError(c10::str("the mask is ", mask.sizes(), " instead of [", m_options.height, ", ",
                                   m_options.width, "]"));
    if (const auto bad = firstNotFinite(mask))
        throw PromptError("the mask has the value " + *bad);
    const auto& image = imageOf(frame);
    const auto side = m_model->options().imageSize;
    auto square =
        mask.to(image.features.device(), torch::kFloat).view({1, 1, m_options.height, m_options.width});
    if (m_options.height != side || m_options.width != side)
        square = F::interpolate(square, F::InterpolateFuncOptions()
                                            .size(std::vector<std::int64_t>{side, side})
                                            .mode(torch::kBilinear)
                                            .align_corners(false)
                                            .antialias(true))
                     .ge(0.5)
                     .to(torch::kFloat);
    auto& track = findOrAdd(object);
    track.clicks.erase(frame);
    const bool conditioning = isConditioning(track, frame);
    store(track, frame, conditioning, m_model->fromMask(image, square));
    return masksOn(frame, conditioning);
}

void VideoPredictor::store(Track& track, std::int64_t frame, bool conditioning, Sam2Impl::Object object)
{
    if (m_options.fillHoleArea > 0)
        object.lowRes = fillHoles(object.lowRes, m_options.fillHoleArea);
    (conditioning ? track.newConditioning : track.newTracked)[frame] = {std::move(object), {}};
}

void VideoPredictor::remember(Record& record, std::int64_t frame, bool prompted)
{
    record.memory = m_model
                        ->encodeMemory(imageOf(frame), m_model->enlarge(record.object.lowRes),
                                       record.object.score, prompted)
                        .to(torch::kBFloat16);
}

/// Brings what was prompted since the last propagation into memory.
void VideoPredictor::settle(Track& track)
{
    for (const bool conditioning : {false, true}) {
        auto& fresh = conditioning ? track.newConditioning : track.newTracked;
        for (auto& [frame, record] : fresh) {
            remember(record, frame, /*prompted=*/true);
            (conditioning ? track.conditioning : track.tracked)[frame] = record;
            if (m_options.forgetAroundCorrections)
                forgetAround(track, frame);
        }
        fresh.clear();
    }
    if (track.conditioning.empty())
        throw PromptError(c10::str("object ", track.id, " has neither clicks nor a mask on any frame"));
    for (const auto& [frame, record] : track.conditioning)
        track.tracked.erase(frame);
}

void VideoPredictor::forgetAround(Track& track, std::int64_t frame) const
{
    const auto reach = m_model->options().memory.numMaskmem;
    std::erase_if(track.tracked, [&](const auto& item) { return std::abs(item.first - frame) <= reach; });
}

void VideoPredictor::forgetFar(Track& track, std::int64_t frame) const
{
    while (static_cast<std::int64_t>(track.tracked.size()) > m_options.keptFrames) {
        const auto first = track.tracked.begin();
        const auto last = std::prev(track.tracked.end());
        track.tracked.erase(frame - first->first >= last->first - frame ? first : last);
    }
}

/// The prompted frames that attention looks at, and the others (select_closest_cond_frames of sam2_utils.py):
/// the closest before, the closest from `frame` on, then by distance.
std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>>
VideoPredictor::splitConditioning(const Track& track, std::int64_t frame) const
{
    std::vector<std::int64_t> all;
    for (const auto& [index, record] : track.conditioning)
        all.push_back(index);
    const auto most = m_model->options().maxConditioning;
    if (most < 0 || static_cast<std::int64_t>(all.size()) <= most)
        return {all, {}};
    const auto after = std::lower_bound(all.begin(), all.end(), frame);
    const std::optional<std::int64_t> before =
        after == all.begin() ? std::nullopt : std::optional(*(after - 1));
    const std::optional<std::int64_t> next = after == all.end() ? std::nullopt : std::optional(*after);
    const auto rank = [&](std::int64_t index) {
        return index == before || index == next ? std::int64_t{-1} : std::abs(index - frame);
    };
    std::stable_sort(all.begin(), all.end(), [&](auto a, auto b) { return rank(a) < rank(b); });
    return {{all.begin(), all.begin() + most}, {all.begin() + most, all.end()}};
}

/// The frame's features with what is remembered of the object taken in.
torch::Tensor VideoPredictor::pixelsOf(const Track& track, std::int64_t frame, bool reverse)
{
    const auto& o = m_model->options().memory;
    const auto [chosen, others] = splitConditioning(track, frame);
    const auto recordAt = [&, &unchosen = others](std::int64_t index) -> const Record* {
        if (const auto it = track.tracked.find(index); it != track.tracked.end())
            return &it->second;
        const bool isOther = std::find(unchosen.begin(), unchosen.end(), index) != unchosen.end();
        return isOther ? &track.conditioning.at(index) : nullptr;
    };
    const auto agedFrame = [&](std::int64_t age) { return reverse ? frame + age : frame - age; };

    std::vector<Sam2MemoryImpl::Map> maps;
    std::vector<Sam2MemoryImpl::Pointers> pointers;
    for (const auto index : chosen) {
        const auto& record = track.conditioning.at(index);
        maps.push_back({record.memory, 0});
        if (reverse ? index >= frame : index <= frame) // pointers only from what was seen before
            pointers.push_back({record.object.pointer, std::abs(frame - index)});
    }
    for (auto age = o.numMaskmem - 1; age >= 1; --age) {
        if (const auto* record = recordAt(agedFrame(age)); record && record->memory.defined())
            maps.push_back({record->memory, age});
    }
    const auto mostPointers = std::min(m_options.frames, o.maxObjectPointers);
    for (std::int64_t age = 1; age < mostPointers; ++age) {
        if (const auto* record = recordAt(agedFrame(age)))
            pointers.push_back({record->object.pointer, age});
    }
    return m_model->withMemory(
        imageOf(frame), m_model->memory()->bank(maps, pointers, std::max<std::int64_t>(mostPointers - 1, 1)));
}

void VideoPredictor::propagate(const Range& range, const std::function<bool(const Masks&)>& onFrame)
{
    if (m_tracks.empty())
        throw PromptError("there is no object to follow");
    if (range.start)
        checkFrame(*range.start);
    for (auto& track : m_tracks)
        settle(track);
    auto start = m_options.frames;
    for (const auto& track : m_tracks)
        start = std::min(start, track.conditioning.begin()->first);
    start = range.start.value_or(start);
    if (range.reverse && start == 0)
        return; // nothing lies before
    const auto most = range.most < 0 ? m_options.frames : range.most;
    const auto last = range.reverse ? std::max<std::int64_t>(start - most, 0)
                                    : std::min(start + most, m_options.frames - 1);
    const std::int64_t direction = range.reverse ? -1 : 1;
    const bool multimask = m_model->options().trackingMultimask;
    for (auto frame = start; frame != last + direction; frame += direction) {
        std::vector<torch::Tensor> masks;
        Masks out{frame, objects(), {}};
        for (auto& track : m_tracks) {
            const auto prompted = track.conditioning.find(frame);
            if (prompted != track.conditioning.end()) {
                masks.push_back(prompted->second.object.lowRes);
                if (m_options.forgetAroundCorrections)
                    forgetAround(track, frame);
            } else {
                const auto& image = imageOf(frame);
                const auto pixels = pixelsOf(track, frame, range.reverse);
                Record record{m_model->choose(m_model->decode(image, pixels, {}, multimask)), {}};
                remember(record, frame, /*prompted=*/false);
                if (m_options.fillHoleArea > 0)
                    record.object.lowRes = fillHoles(record.object.lowRes, m_options.fillHoleArea);
                masks.push_back(record.object.lowRes);
                track.tracked[frame] = std::move(record);
                forgetFar(track, frame);
            }
            track.directions[frame] = range.reverse;
        }
        out.logits = atVideoSize(torch::cat(masks));
        if (!onFrame(out))
            return;
    }
}

torch::Tensor VideoPredictor::atVideoSize(const torch::Tensor& lowRes) const
{
    const auto logits = enlargeMasks(lowRes, m_options.height, m_options.width).squeeze(1);
    return m_options.separate ? withoutOverlap(logits) : logits;
}

VideoPredictor::Masks VideoPredictor::masksOn(std::int64_t frame, bool conditioning)
{
    const auto side = m_model->options().imageSize / 4;
    std::vector<torch::Tensor> masks;
    for (const auto& track : m_tracks) {
        const auto* record = known(track, frame, conditioning);
        masks.push_back(record ? record->object.lowRes
                               : torch::full({1, 1, side, side}, kUnknownLogit, m_image.features.options()));
    }
    return {frame, objects(), atVideoSize(torch::cat(masks))};
}

void VideoPredictor::clearPrompts(std::int64_t frame, std::int64_t object)
{
    checkFrame(frame);
    auto* track = find(object);
    if (!track)
        throw PromptError(c10::str("there is no object ", object));
    track->clicks.erase(frame);
    track->newConditioning.erase(frame);
    track->newTracked.erase(frame);
    if (const auto it = track->conditioning.find(frame); it != track->conditioning.end()) {
        track->tracked[frame] = std::move(it->second);
        track->conditioning.erase(it);
        track->directions.erase(frame);
    }
}

void VideoPredictor::removeObject(std::int64_t object)
{
    if (!find(object))
        throw PromptError(c10::str("there is no object ", object));
    std::erase_if(m_tracks, [&](const Track& track) { return track.id == object; });
}

void VideoPredictor::reset()
{
    m_tracks.clear();
}

std::vector<std::int64_t> VideoPredictor::objects() const
{
    std::vector<std::int64_t> ids;
    for (const auto& track : m_tracks)
        ids.push_back(track.id);
    return ids;
}

std::size_t VideoPredictor::rememberedFrames(std::int64_t object) const
{
    const auto it = std::find_if(m_tracks.begin(), m_tracks.end(),
                                 [&](const Track& track) { return track.id == object; });
    if (it == m_tracks.end())
        throw PromptError(c10::str("there is no object ", object));
    return it->conditioning.size() + it->tracked.size() + it->newConditioning.size() + it->newTracked.size();
}

} // namespace avs::nn
