import type { DeviceReport } from '../../contract/devices.ts'
import type { DeviceId } from '../../engine/port.ts'

interface KnownDevice {
  readonly id: DeviceId
  readonly title: string
  /** Whether Subarc was ever run and tested on it; the check on the user's own machine decides in any case. */
  readonly verified: DeviceReport['verified']
}

/** Every device that the engine may have, in the order in which they are shown. */
export const knownDevices: readonly KnownDevice[] = [
  { id: 'onnx:cpu', title: 'CPU (ONNX Runtime)', verified: 'yes' },
  { id: 'onnx:webgpu', title: 'GPU (WebGPU)', verified: 'on a software GPU' },
  { id: 'onnx:cuda', title: 'NVIDIA GPU (CUDA 12)', verified: 'no' },
  { id: 'onnx:dml', title: 'GPU (DirectML)', verified: 'no' },
  { id: 'onnx:coreml', title: 'GPU (Core ML)', verified: 'no' },
  { id: 'tensorflow', title: 'NVIDIA GPU (TensorFlow)', verified: 'no' },
  { id: 'reference', title: 'Reference (slow, for comparison)', verified: 'yes' },
]

/** Of new runs before any check has been made: it comes with the install on every platform. */
export const defaultDevice: DeviceId = 'onnx:cpu'
