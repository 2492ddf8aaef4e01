import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { onnxDevice } from './onnx.ts'

/** Why a provider cannot be on this machine, found without asking the runtime; undefined where it may be. */
interface Absence {
  readonly reason: string
  readonly remedy: string
}

const OTHER = 'Choose another device; WebGPU serves graphics processors of every maker.'
const CUDA_NEEDS = 'an NVIDIA card with a driver for CUDA 12, CUDA 12 and cuDNN 9'
const SETUP_CUDA = 'Run `npm run setup:cuda`.'

/** NVIDIA cards by CUDA 12. The provider's libraries are fetched on request: they are larger than all the rest. */
export const onnxCuda = onnxDevice({
  provider: 'cuda',
  title: 'NVIDIA GPU (CUDA 12)',
  absent: cudaIsAbsent,
  remedy: `It needs ${CUDA_NEEDS}, their libraries where the system's loader looks (LD_LIBRARY_PATH on Linux). ${SETUP_CUDA}`,
})

/** Graphics processors of every maker on Windows, by Direct3D 12. */
export const onnxDirectMl = onnxDevice({
  provider: 'dml',
  title: 'GPU (DirectML)',
  absent: () => platformIsNot('win32', 'DirectML is a part of Windows'),
  remedy: 'Update Windows and the driver of the graphics processor, or choose another device.',
})

/** The graphics processor and the neural engine of a Mac. */
export const onnxCoreMl = onnxDevice({
  provider: 'coreml',
  title: 'GPU (Core ML)',
  absent: () => platformIsNot('darwin', 'Core ML is a part of macOS'),
  remedy: 'Update macOS, or choose another device.',
})

function platformIsNot(platform: NodeJS.Platform, what: string): Absence | undefined {
  return process.platform === platform ? undefined : { reason: `${what}; this is ${process.platform}.`, remedy: OTHER }
}

function cudaIsAbsent(): Absence | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const here = `${process.platform} ${process.arch}`
    return { reason: `ONNX Runtime's package brings CUDA to Linux on x64 only; this is ${here}.`, remedy: OTHER }
  }
  const missing: Absence[] = []
  if (!existsSync('/proc/driver/nvidia/version')) {
    missing.push({ reason: 'No driver of an NVIDIA card is loaded.', remedy: 'Install the driver.' })
  }
  if (!existsSync(cudaLibrary())) {
    missing.push({ reason: 'The CUDA part of ONNX Runtime is not installed.', remedy: SETUP_CUDA })
  }
  if (missing.length === 0) return undefined
  const remedies = missing.map(({ remedy }) => remedy)
  return {
    reason: missing.map(({ reason }) => reason).join(' '),
    remedy: `${remedies.join(' ')} It needs ${CUDA_NEEDS}.`,
  }
}

/** Beside the runtime's binding, where its own installer puts it. */
function cudaLibrary(): string {
  const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json')
  return join(dirname(manifest), 'bin', 'napi-v6', process.platform, process.arch, 'libonnxruntime_providers_cuda.so')
}
