#!/usr/bin/env bash
# Makes tavis-tiny.safetensors again from nothing: draws the data, trains, scores on clips of another seed.
# About an hour on two CPU cores. Usage: resources/models/train-tiny.sh [work folder]
source "$(dirname "${BASH_SOURCE[0]}")/../../packaging/setup.sh"

work=${1:-$root/out/tiny}
install_packages "${build_packages[@]}"
install_torch
install_vocabulary
build release tavis
tavis="$root/build/release/bin/tavis"
model="$root/resources/models/tavis-tiny.safetensors"

mkdir -p "$work"
say "Drawing 1500 clips to learn from, 400 short ones to follow things in and 100 to be tested on"
"$tavis" dataset synthesize "$work/train" --clips 1500 --seed 1 --train 0.96 --val 0.04 --videos 0
"$tavis" dataset synthesize "$work/moving" --clips 400 --seed 11 --seconds 2 --interval 0.12 --split train --videos 0
"$tavis" dataset synthesize "$work/test" --clips 100 --seed 777 --split test --videos 0
say "Training"
"$tavis" train "$work/train" --config tiny --stage towers --stage segmentation --out "$work/run"
say "Training the memory, with all else as it is"
"$tavis" train "$work/moving" --config tiny --stage tracking --start "$work/run/best.safetensors" \
  --out "$work/tracking" --half "$model"
for sound in own swapped silent; do
  say "Score with sound: $sound"
  "$tavis" evaluate "$work/test" --model "$model" --sound "$sound"
done
