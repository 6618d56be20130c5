#!/usr/bin/env bash
# ./test.sh [preset] [ctest options]   Builds and runs every test, without GPU, sound card or screen.
# preset: release (default), ci (warnings are errors), asan (address and undefined-behaviour sanitizers), tsan.
source "$(dirname "${BASH_SOURCE[0]}")/packaging/setup.sh"

preset=release
case "${1:-}" in
  release | dev | ci | asan | tsan) preset=$1; shift ;;
esac

install_packages "${build_packages[@]}" "${test_packages[@]}"
install_torch
install_vocabulary
build "$preset"
if [ -z "${TAVIS_FIXTURES:-}" ] && [ -d "$root/../shared/fixtures" ]; then
  export TAVIS_FIXTURES="$root/../shared/fixtures"
fi
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export LSAN_OPTIONS=suppressions=$root/packaging/lsan.supp:print_suppressions=0
say "Testing"
exec ctest --test-dir "$root/build/$preset" --output-on-failure --no-tests=error "$@"
