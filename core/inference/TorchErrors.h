// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/nn/Json.h"
#include "core/nn/weights/Safetensors.h"

#include <c10/util/Exception.h>

namespace avs::inference {

/// What a caught exception of the numeric core means to the user. `doing` begins the sentence: "Training".
[[nodiscard]] base::Error toError(const QString& doing, const c10::Error& error);
[[nodiscard]] base::Error toError(const QString& doing, const nn::WeightError& error);
[[nodiscard]] base::Error toError(const QString& doing, const std::exception& error);

/// Runs `work`, which returns a Result; the one place where exceptions of LibTorch and core/nn end.
template <typename Work>
auto guardTorch(const QString& doing, Work&& work) -> decltype(work())
{
    try {
        return work();
    } catch (const nn::WeightError& error) {
        return toError(doing, error);
    } catch (const c10::Error& error) {
        return toError(doing, error);
    } catch (const std::exception& error) {
        return toError(doing, error);
    }
}

} // namespace avs::inference
