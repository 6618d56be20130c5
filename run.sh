#!/usr/bin/env bash
# ./run.sh [file|folder]   Sets everything up on Debian 12 and opens TAViS Studio, on the demo clip if nothing is given.
source "$(dirname "${BASH_SOURCE[0]}")/packaging/setup.sh"

clip=${1:-$root/resources/demo/demo.mp4}
[ -e "$clip" ] || die "there is no file or folder $clip"
clip=$(realpath "$clip")

install_packages "${build_packages[@]}"
install_torch
install_vocabulary
build release tavis-studio tavis
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
  die "built, but there is no screen here to show the window on. The command line works without: build/release/bin/tavis --help"
fi
say "Starting TAViS Studio"
# Threads of the model that wait for each other would otherwise spin, on cores that playback needs.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
exec "$root/build/release/bin/tavis-studio" "$clip"
