// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/nn/weights.
#pragma once

#include <cstdint>

namespace avs::nn {

/// https://docs.python.org/3/library/pickletools.html, the opcodes that torch.save uses.
enum PickleOpcode : std::uint8_t
{
    kMark = '(',
    kStop = '.',
    kBinInt = 'J',
    kBinInt1 = 'K',
    kBinInt2 = 'M',
    kLong1 = 0x8a,
    kNone = 'N',
    kBinPersId = 'Q',
    kReduce = 'R',
    kBinString = 'T',
    kShortBinString = 'U',
    kBinUnicode = 'X',
    kShortBinUnicode = 0x8c,
    kAppend = 'a',
    kBuild = 'b',
    kGlobal = 'c',
    kAppends = 'e',
    kBinGet = 'h',
    kLongBinGet = 'j',
    kEmptyList = ']',
    kEmptyTuple = ')',
    kEmptyDict = '}',
    kBinPut = 'q',
    kLongBinPut = 'r',
    kSetItem = 's',
    kTuple = 't',
    kSetItems = 'u',
    kBinFloat = 'G',
    kProto = 0x80,
    kTuple1 = 0x85,
    kTuple2 = 0x86,
    kTuple3 = 0x87,
    kNewTrue = 0x88,
    kNewFalse = 0x89,
    kStackGlobal = 0x93,
    kMemoize = 0x94,
    kFrame = 0x95,
};

} // namespace avs::nn
