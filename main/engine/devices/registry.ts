import { AppError } from '../../domain/errors.ts'
import type { Device, DeviceId } from './device.ts'
import { onnxCpu, onnxWebGpu } from './onnx.ts'
import { onnxCoreMl, onnxCuda, onnxDirectMl } from './providers.ts'
import { reference } from './reference.ts'
import { tensorflow } from './tensorflow.ts'

/** Every device, in order of preference. One that is not installed says so when probed. */
export const devices: readonly Device[] = [
  tensorflow,
  onnxCuda,
  onnxDirectMl,
  onnxCoreMl,
  onnxWebGpu,
  onnxCpu,
  reference,
]

/** @throws AppError 'unsupported' for an id that no device has */
export function findDevice(id: DeviceId): Device {
  const device = devices.find(candidate => candidate.id === id)
  if (device) return device
  const known = devices.map(candidate => candidate.id).join(', ')
  throw new AppError('unsupported', `There is no device '${id}'. Known: ${known}.`, { device: id })
}

/** The device, known to be there. @throws AppError 'device-unavailable' with the reason and the remedy */
export async function availableDevice(id: DeviceId): Promise<Device> {
  const device = findDevice(id)
  const probe = await device.probe()
  if (probe.available) return device
  throw new AppError('device-unavailable', `${device.title} cannot be used. ${probe.reason} ${probe.remedy}`, {
    device: id,
    reason: probe.reason,
    remedy: probe.remedy,
  })
}
