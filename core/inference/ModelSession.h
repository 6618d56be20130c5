// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/inference/Device.h"
#include "core/inference/MaskCarrier.h"
#include "core/inference/Prediction.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace avs::inference {

struct LoadOptions
{
    QString configPath;              ///< of the model, instead of the configuration in its file; see load()
    std::vector<QString> classNames; ///< instead of the file's, as classList() makes them
    /// What a class's name becomes a text by, in place of its {}. Of several the embeddings are averaged.
    QStringList templates{QStringLiteral("A {}")};
};

/// A moment of a clip that a model looks at.
struct Moment
{
    double seconds = 0;
    int index = 0; ///< its place among the moments of the clip
    int count = 0; ///< of these; 0: it is none of a series
};

struct SegmentOptions
{
    double stepSeconds = 1.0; ///< distance of the moments looked at; the first lies half a step in
    bool muted = false;       ///< gives the model silence instead of the clip's sound
    bool needsSound = false;  ///< refuses a clip without sound instead of running it on silence
    /// Logits and embeddings with each step: about two megabytes at the released size. Without them a step
    /// is a few kilobytes.
    bool evidence = true;
    /// Each step also takes in what the model remembers of those before it, as in the authors' training on
    /// clips; else, as in their evaluation, steps know nothing of each other. Needs a model with memory
    /// parts.
    bool memory = false;
    /// Given: after each step, gets the masks of its stretch, carried to every frame; see
    /// MaskCarrier::carry().
    MaskCarrier::OnFrame everyFrame{};
    /// Who carries them; null: the model's own SAM 2, which needs memory parts. Must not be in use elsewhere.
    MaskCarrier* carrier = nullptr;
};

/// What `tavis bench tavis` measures; see nn::StepBench.
struct StepBench
{
    std::vector<std::pair<QString, double>> stageMs; ///< of one frame alone, "whole step" last
    int batch = 1;
    double stepMs = 0; ///< of a frame in such a batch
    double straightforwardMs = 0;
    double maskIou = 1;
};

/// A loaded TAViS model on one device. Use from one thread at a time.
class ModelSession
{
public:
    /// `path`: a .safetensors file with its configuration and class names in the metadata (as
    /// `tavis train` writes it), or the bare weights of TAViS, .pth or .safetensors, as the authors release
    /// them: then the configuration is that of the released model unless `options` name another, and the
    /// classes are AVSBench's. `vocabularyPath`: CLIP's BPE vocabulary, see ClipTokenizer. Errors:
    /// NotFound, Unreadable, Damaged, Unsupported (not a TAViS model; the sentence says what it is), Invalid
    /// (its configuration, or a class name that is too long), Device, OutOfMemory, Cancelled.
    [[nodiscard]] static base::Result<std::unique_ptr<ModelSession>>
    load(const QString& path, const QString& vocabularyPath, DeviceChoice device, std::stop_token stop = {},
         const LoadOptions& options = {});
    ~ModelSession();

    [[nodiscard]] const ModelInfo& info() const;

    /// Other classes to tell apart from now on, as classList() makes them; only their texts are encoded, and
    /// those of earlier lists are remembered. Nothing changes when it fails. Invalid: a name is too long.
    [[nodiscard]] base::Result<void> setClasses(const std::vector<QString>& names);

    /// One moment: `image` of any size; of `sound16k` (mono at 16 kHz, the whole recording) the model hears
    /// the 2 s that its audio window gives to the moment, shifted to lie inside; what is missing is silence.
    /// Fills all but the times, which are the caller's.
    [[nodiscard]] base::Result<StepPrediction>
    segmentMoment(const imaging::RgbImage& image, std::span<const float> sound16k, const Moment& moment);

    /// A step that this model found, with the classes of now: its masks and embeddings stay, and no encoder
    /// runs. Invalid without the step's evidence (SegmentOptions).
    [[nodiscard]] base::Result<StepPrediction> reclassify(const StepPrediction& step);

    /// The whole clip, step by step in order, `onStep(prediction, totalSteps)` for each (on the calling
    /// thread); holds none of them back. Steps are worked on several at a time, the first alone, all of them
    /// alone once several did not fit into memory. A clip
    /// shorter than a step is one step. A clip without sound, or with a broken sound track, is run on silence
    /// unless sound is needed; a step whose frame cannot be decoded is left out. Returns the number of steps.
    /// Errors: as the decoders; Unsupported without pictures, without the sound that is needed, or for memory
    /// that the model does not have; Cancelled (steps already handed out stay valid).
    [[nodiscard]] base::Result<int> segmentClip(const QString& clipPath, const SegmentOptions& options,
                                                const std::function<void(StepPredictionPtr, int)>& onStep,
                                                std::stop_token stop);

    /// Carries masks with this model's own SAM 2, without a copy of it: not while the session is at work.
    /// Unsupported: the model has no memory parts.
    [[nodiscard]] base::Result<MaskCarrier> carrier() const;

    /// \name Vectors of the joint space, unit length.
    /// \{
    /// Texts as they are (a class "dog" is asked for as "A dog"). Invalid: a text is too long.
    [[nodiscard]] base::Result<std::vector<std::vector<float>>> embedTexts(const std::vector<QString>& texts);
    [[nodiscard]] base::Result<std::vector<float>> embedImage(const imaging::RgbImage& image);
    /// Of the 2 s around `seconds`, shifted to lie inside.
    [[nodiscard]] base::Result<std::vector<float>> embedSound(std::span<const float> sound16k,
                                                              double seconds);
    /// What stands for each of info().classNames.
    [[nodiscard]] std::vector<std::vector<float>> classEmbeddings() const;
    /// \}

    /// Times steps over the moments of a clip, and compares them with the straightforward way. Cancelled
    /// between two passes.
    [[nodiscard]] base::Result<StepBench> bench(const QString& clipPath, int runs, std::stop_token stop = {});

private:
    struct Impl;
    explicit ModelSession(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// Where the mask is, at any size: 1 inside, else 0. The logits are resized bilinearly, as the model's own
/// masks are.
[[nodiscard]] imaging::LabelMap maskOf(const LogitMap& logits, int width, int height);

/// Where the data that comes with the program lies: $TAVIS_DATA_DIR, beside the program, or the build's own
/// folder, the first that holds the file. Empty when none does.
[[nodiscard]] QString findDataFile(const QString& relativePath);

} // namespace avs::inference
