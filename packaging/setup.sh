# Sourced by run.sh and test.sh: everything between a fresh Debian 12 and a built program. Each step looks first
# whether it has been done, so that a second start costs about a second.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
deps="$root/.deps"

build_packages=(
  clang-16 mold cmake ninja-build ccache pkg-config python3-venv ca-certificates
  qt6-base-dev libqt6opengl6-dev libopengl-dev qt6-multimedia-dev
  qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-translations-l10n libopencv-dev libcli11-dev
  libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libswresample-dev libfftw3-dev
  librubberband-dev libssl-dev
)
test_packages=(libclang-rt-16-dev xvfb xauth libgl1-mesa-dri ffmpeg)

torch_packages=(torch==2.11.0 nvidia-cuda-runtime==13.0.96 nvidia-cuda-cupti==13.0.85)
cuda_packages=(
  "cuda-toolkit[cublas,cudart,cufft,cufile,cupti,curand,cusolver,cusparse,nvjitlink,nvrtc,nvtx]==13.0.2"
  nvidia-cudnn-cu13==9.19.0.56 nvidia-cusparselt-cu13==0.8.0 nvidia-nccl-cu13==2.28.9 nvidia-nvshmem-cu13==3.4.5
)
vocabulary_package=open-clip-torch==3.3.0
vocabulary_sha256=924691ac288e54409236115652ad4aa250f48203de50a9e4722a6ecd48d6804a

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf 'tavis-studio: %s\n' "$*" >&2; exit 1; }

install_packages() {
  local missing=()
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "$@" 2>/dev/null | sed -n 's/^ii *//p') || true
  local package
  for package in "$@"; do
    grep -qx -- "$package" <<<"$installed" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "Installing Debian packages: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "these packages are missing and sudo is not there to install them: ${missing[*]}"
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

has_nvidia_gpu() { [ -e /proc/driver/nvidia/version ] || [ -e /dev/nvidiactl ]; }

# LibTorch is the PyTorch wheel; its CUDA half is fetched only where there is a GPU to run it.
install_torch() {
  local wanted="${torch_packages[*]}"
  has_nvidia_gpu && wanted+=" ${cuda_packages[*]}"
  [ "$(cat "$deps/torch/installed" 2>/dev/null)" = "$wanted" ] && return
  local size="1.3 GB"
  has_nvidia_gpu && size="3.9 GB, with CUDA"
  say "Fetching LibTorch 2.11 into .deps/torch ($size on disk)"
  [ -x "$deps/torch/bin/pip" ] || python3 -m venv "$deps/torch"
  "$deps/torch/bin/pip" install --disable-pip-version-check --no-deps "${torch_packages[@]}"
  if has_nvidia_gpu; then
    "$deps/torch/bin/pip" install --disable-pip-version-check "${cuda_packages[@]}"
  fi
  printf '%s' "$wanted" >"$deps/torch/installed"
}

# CLIP's byte-pair vocabulary (MIT) comes inside a Python package.
install_vocabulary() {
  local target="$deps/data/bpe_simple_vocab_16e6.txt"
  [ -s "$target" ] && return
  say "Fetching CLIP's text vocabulary (1.4 MB) into .deps/data"
  mkdir -p "$deps/data"
  local folder
  folder=$(mktemp -d "$deps/data/fetch.XXXXXX")
  "$deps/torch/bin/pip" download --quiet --no-deps -d "$folder" "$vocabulary_package"
  python3 - "$folder" "$target" "$vocabulary_sha256" <<'PYTHON'
import glob, gzip, hashlib, os, sys, zipfile
folder, target, expected = sys.argv[1:]
wheel = glob.glob(folder + "/*.whl")[0]
packed = zipfile.ZipFile(wheel).read("open_clip/bpe_simple_vocab_16e6.txt.gz")
if hashlib.sha256(packed).hexdigest() != expected:
    sys.exit("tavis-studio: the vocabulary inside %s is not the expected one" % os.path.basename(wheel))
with open(target + ".part", "wb") as out:
    out.write(gzip.decompress(packed))
os.rename(target + ".part", target)
PYTHON
  rm -rf "$folder"
}

# build <preset> [targets…]
build() {
  local preset=$1
  shift
  local folder="$root/build/$preset"
  export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
  cd "$root"
  if [ ! -f "$folder/build.ninja" ]; then
    say "Configuring build/$preset"
    cmake --preset "$preset" >"$root/build-$preset.log" 2>&1 || { cat "$root/build-$preset.log"; die "configuring failed"; }
    rm -f "$root/build-$preset.log"
  fi
  say "Building"
  cmake --build "$folder" --target "${@:-all}"
}
