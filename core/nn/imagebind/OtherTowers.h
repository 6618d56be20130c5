// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace avs::nn {

/// How the keys of ImageBind's depth, thermal and IMU towers begin in imagebind_huge.pth, and inside a TAViS
/// checkpoint (there under "imagebind."). Nothing here uses these towers, so loading passes over them by
/// name.
[[nodiscard]] const std::vector<std::string>& otherTowerPrefixes();

} // namespace avs::nn
