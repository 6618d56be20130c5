// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/TorchErrors.h"

#include <QCoreApplication>

#include <new>

namespace avs::inference {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

base::Error outOfMemory(const QString& doing, const QString& detail)
{
    const QString message =
        QCoreApplication::translate(
            "inference",
            "%1 needs more memory than there is. Close other programs, or choose the other device.")
            .arg(doing);
    return {base::ErrorCode::OutOfMemory, message, detail, {}};
}

QString adviceFor(nn::WeightError::Kind kind)
{
    using Kind = nn::WeightError::Kind;
    switch (kind) {
    case Kind::NotFound:
    case Kind::Unreadable:
        return Text::tr("Check the path and its permissions.");
    case Kind::NotWeights:
        return Text::tr("Choose a weight file: .safetensors, or what torch.save wrote.");
    case Kind::Refused:
        return Text::tr("Save the weights alone, as a dict of tensors.");
    case Kind::Damaged:
        return Text::tr("Copy or train it again.");
    case Kind::Mismatch:
        return Text::tr("Use weights that were trained with this configuration.");
    case Kind::Unwritable:
        return Text::tr("Make room or choose another folder; the old file, if any, is untouched.");
    }
    return {};
}

} // namespace

base::Error toError(const QString& doing, const c10::Error& error)
{
    const auto detail = QString::fromUtf8(error.what_without_backtrace());
    // The CPU allocator has no error type of its own; its words differ between Linux and Windows.
    if (dynamic_cast<const c10::OutOfMemoryError*>(&error) ||
        detail.contains(QStringLiteral("can't allocate memory")) ||
        detail.contains(QStringLiteral("not enough memory")))
        return outOfMemory(doing, detail);
    const QString message = QCoreApplication::translate("inference", "%1 failed inside LibTorch: %2")
                                .arg(doing, detail.section(u'\n', 0, 0));
    return {base::ErrorCode::Device, message, detail, {}};
}

base::Error toError(const QString& doing, const nn::WeightError& error)
{
    using Kind = nn::WeightError::Kind;
    const auto detail = QString::fromUtf8(error.what());
    auto code = base::ErrorCode::Damaged;
    switch (error.kind()) {
    case Kind::NotFound:
        code = base::ErrorCode::NotFound;
        break;
    case Kind::Unreadable:
        code = base::ErrorCode::Unreadable;
        break;
    case Kind::NotWeights:
    case Kind::Refused:
    case Kind::Mismatch:
        code = base::ErrorCode::Unsupported;
        break;
    case Kind::Damaged:
        code = base::ErrorCode::Damaged;
        break;
    case Kind::Unwritable:
        code = base::ErrorCode::Unwritable;
        break;
    }
    // A foreign file can differ in thousands of names: the log gets them all, the sentence the beginning.
    constexpr int kShown = 240;
    const auto shown = detail.size() > kShown ? detail.left(kShown) + QStringLiteral("…") : detail;
    const QString message = QCoreApplication::translate("inference", "%1 failed: %2. %3")
                                .arg(doing, shown, adviceFor(error.kind()));
    return {code, message, detail, {}};
}

base::Error toError(const QString& doing, const std::exception& error)
{
    const auto detail = QString::fromUtf8(error.what());
    if (dynamic_cast<const std::bad_alloc*>(&error))
        return outOfMemory(doing, detail);
    const QString message = QCoreApplication::translate("inference", "%1 failed: %2").arg(doing, detail);
    return {base::ErrorCode::Invalid, message, detail, {}};
}

} // namespace avs::inference
