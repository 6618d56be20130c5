// SPDX-License-Identifier: GPL-3.0-or-later
// The one precompiled header for everything that sees LibTorch. Headers of this project still include what
// they use.
#pragma once

#include <ATen/ATen.h>
#include <torch/nn.h>
#include <torch/optim/adamw.h>
#include <torch/types.h>
