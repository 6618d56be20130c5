// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/imagebind/OtherTowers.h"

namespace avs::nn {

const std::vector<std::string>& otherTowerPrefixes()
{
    static const auto prefixes = [] {
        std::vector<std::string> all;
        for (const std::string root : {"", "imagebind."})
            for (const std::string part : {"preprocessors", "trunks", "heads", "postprocessors"})
                for (const std::string tower : {"depth", "thermal", "imu"})
                    all.push_back(root + "modality_" + part + "." + tower + ".");
        return all;
    }();
    return prefixes;
}

} // namespace avs::nn
