import type { DeviceId } from '../../engine/port.ts'

interface KnownDevice {
  readonly id: DeviceId
  readonly title: string
  /** Whether Subarc was ever run and tested on it; the check on the user's own machine decides in any case. */
  readonly verified: boolean
}

/** Every device that the engine may have, in the order in which they are shown. */
export const knownDevices: readonly KnownDevice[] = [
  { id: 'onnx:cpu', title: 'CPU (ONNX Runtime)', verified: true },
  { id: 'onnx:webgpu', title: 'GPU (WebGPU)', verified: true },
  { id: 'onnx:cuda', title: 'NVIDIA GPU (CUDA 12)', verified: false },
  { id: 'onnx:dml', title: 'GPU (DirectML)', verified: false },
  { id: 'onnx:coreml', title: 'GPU (Core ML)', verified: false },
  { id: 'tensorflow', title: 'NVIDIA GPU (TensorFlow)', verified: false },
  { id: 'reference', title: 'Reference (slow, for comparison)', verified: true },
]

/** Of new runs before any check has been made: it comes with the install on every platform. */
export const defaultDevice: DeviceId = 'onnx:cpu'
