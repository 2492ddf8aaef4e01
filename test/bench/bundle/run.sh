#!/bin/sh
# Subarc's benchmark for a Linux machine (x86-64, glibc) with an NVIDIA GPU: needs no network and nothing installed but
# tar and one of xz and python3. Usage: sh subarc-bench.run RESULTS
#   VK_DRIVER_FILES       the Vulkan driver's .json, where the loader does not find it by itself
#   BENCH_PYTHON          a python3 with torch (python3)
#   BENCH_CORES           processor cores for the benchmark on the processor (0,1)
#   BENCH_SECONDS         for all stages together (340)
#   BENCH_CUDA_PROVIDER   folder of libonnxruntime_providers_cuda.so and libonnxruntime_providers_shared.so
#   BENCH_CUDA_LIBRARIES  folders of CUDA's and cuDNN's libraries, with colons between; by default those beside torch
#   BENCH_TMP             where it is unpacked and removed again (/tmp)
#   BENCH_QUICK           set to anything: a tiny network, to see that everything runs
set -eu
if [ $# -ne 1 ]; then
  sed -n '2,13s/^# \{0,1\}//p' "$0"
  exit 2
fi
mkdir -p "$1"
results=$(cd "$1" && pwd)
here=$(mktemp -d "${BENCH_TMP:-/tmp}/subarc-bench-XXXXXX")
trap 'rm -rf "$here"' EXIT
trap 'exit 1' INT TERM HUP

python=${BENCH_PYTHON:-python3}
payload() { tail -c +@OFFSET@ "$0"; }
if command -v xz >/dev/null 2>&1; then
  payload | xz -dc | tar -xf - -C "$here"
elif command -v "$python" >/dev/null 2>&1; then
  payload | "$python" -c 'import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.stdin.buffer), sys.stdout.buffer)' |
    tar -xf - -C "$here"
else
  echo "Neither xz nor $python is here to unpack with." >&2
  exit 1
fi

# The Vulkan loader that comes along, where the system has none; NVIDIA's driver, where nothing tells of it.
if ! "$(command -v ldconfig || echo /sbin/ldconfig)" -p 2>/dev/null | grep -q 'libvulkan\.so\.1' && [ -e "$here/lib/libvulkan.so.1" ]; then
  export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
if [ -z "${VK_DRIVER_FILES:-}" ] && [ -z "$(ls /usr/share/vulkan/icd.d /etc/vulkan/icd.d 2>/dev/null)" ]; then
  for library in libGLX_nvidia.so.0 libEGL_nvidia.so.0; do
    if [ -z "$(LD_PRELOAD=$library /bin/true 2>&1)" ]; then
      printf '{"file_format_version":"1.0.1","ICD":{"library_path":"%s","api_version":"1.3.0"}}' "$library" >"$here/icd.json"
      export VK_DRIVER_FILES="$here/icd.json"
      break
    fi
  done
fi

if [ -n "${BENCH_CUDA_PROVIDER:-}" ]; then
  for library in "$BENCH_CUDA_PROVIDER"/libonnxruntime_providers_*.so; do
    ln -s "$(cd "$(dirname "$library")" && pwd)/$(basename "$library")" "$here/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/"
  done
  if [ -z "${BENCH_CUDA_LIBRARIES:-}" ]; then
    BENCH_CUDA_LIBRARIES=$("$python" -c 'import glob, os, site, sys
folders = {f for p in sys.path for f in glob.glob(os.path.join(p, "nvidia", "*", "lib"))}
print(":".join(sorted(folders)))' 2>/dev/null || true)
  fi
  export BENCH_CUDA_LIBRARIES
fi
export BENCH_PYTHON="$python" NODE_NO_WARNINGS=1
cd "$here"
./node test/bench/bundle/stages.ts "$results"
exit 0
