import { toAppError } from '../../domain/errors.ts'
import { steppedDevice } from '../trainers/steppedDevice.ts'
import type { Device, DeviceId, DeviceProbe } from './device.ts'
import { createEagerStepper } from './eagerStepper.ts'

/** A tfjs backend that has been loaded and answers. */
export interface LoadedBackend {
  /** Its name in tfjs's registry. */
  readonly name: string
  readonly versions: Readonly<Record<string, string>>
}

/** A device on which tfjs runs a network kernel by kernel. */
export interface EagerBackend {
  readonly id: DeviceId
  readonly title: string
  /** @throws AppError 'device-unavailable' with `details.reason` and `details.remedy` */
  load(): Promise<LoadedBackend>
}

export function eagerDevice(backend: EagerBackend): Device {
  const { id, title } = backend
  return steppedDevice({ id, title, probe: () => probe(backend) }, async state =>
    createEagerStepper(id, await backend.load(), state),
  )
}

async function probe(backend: EagerBackend): Promise<DeviceProbe> {
  try {
    const { versions } = await backend.load()
    return { available: true, versions }
  } catch (error) {
    const { message, details } = toAppError(error)
    const text = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)
    return { available: false, reason: text(details.reason, message), remedy: text(details.remedy, '') }
  }
}
