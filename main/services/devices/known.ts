import type { DeviceId } from '../../engine/port.ts'

/** Every device that the engine may have, in the order in which they are shown. */
export const knownDevices: readonly { readonly id: DeviceId; readonly title: string }[] = [
  { id: 'onnx:cpu', title: 'CPU (ONNX Runtime)' },
  { id: 'onnx:webgpu', title: 'GPU (WebGPU)' },
  { id: 'tensorflow', title: 'NVIDIA GPU (TensorFlow)' },
  { id: 'reference', title: 'Reference (slow, for comparison)' },
]

/** Of new runs before any check has been made: it comes with the install on every platform. */
export const defaultDevice: DeviceId = 'onnx:cpu'
