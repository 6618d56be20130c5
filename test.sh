#!/usr/bin/env bash
# ./test.sh [preset] [--long] [ctest options]   Builds and runs every test, without GPU, sound card or screen.
# preset: release (default), ci (warnings are errors), asan (address and undefined-behaviour sanitizers), tsan.
# --long: also what takes minutes or gigabytes (label "long"): in asan, a minute of fuzzing the weight readers; in
# release and ci, files of the published sizes of SAM 2 and ImageBind, written by PyTorch (6 GB of disk and memory;
# skipped where its Python package does not work, as without the CUDA packages).
# Once given, the build folder keeps it; "-L long" then runs these only, "-LE long" all others.
source "$(dirname "${BASH_SOURCE[0]}")/packaging/setup.sh"

preset=release
case "${1:-}" in
  release | dev | ci | asan | tsan) preset=$1; shift ;;
esac

long=OFF
if [ "${1:-}" = --long ]; then
  long=ON
  shift
fi

install_packages "${build_packages[@]}" "${test_packages[@]}"
install_torch
install_vocabulary
if [ "$long" = ON ]; then
  "$deps/torch/bin/pip" install --quiet --disable-pip-version-check filelock fsspec jinja2 networkx sympy typing-extensions
  (cd "$root" && cmake --preset "$preset" -DAVS_LONG_TESTS=ON >/dev/null)
fi
build "$preset"
if [ -z "${TAVIS_FIXTURES:-}" ] && [ -d "$root/../shared/fixtures" ]; then
  export TAVIS_FIXTURES="$root/../shared/fixtures"
fi
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export LSAN_OPTIONS=suppressions=$root/packaging/lsan.supp:print_suppressions=0
say "Testing"
exec ctest --test-dir "$root/build/$preset" --output-on-failure --no-tests=error "$@"
