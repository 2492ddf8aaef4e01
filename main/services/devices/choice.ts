import type { DeviceReport } from '../../contract/devices.ts'
import { AppError } from '../../domain/errors.ts'
import { type DeviceRecord, listDevices } from '../../workspace/devices.ts'
import { readSetting, writeSetting } from '../../workspace/settings.ts'
import type { ServiceContext } from '../context.ts'
import { machineName } from '../training/environment.ts'
import { deviceSetting } from '../workspaceInfo.ts'
import { checkDevice } from './check.ts'
import { defaultDevice, knownDevices } from './known.ts'

/** Whether the chosen device was the user's own wish; then no later check changes it. */
const byUserSetting = 'device-by-user'

/** Which device runs train on, and whether a device may be used. */
export interface DeviceChoice {
  list(): DeviceReport[]
  /** The device of new runs. */
  chosen(): string
  /** The user's choice: it must have passed its check on this machine. */
  choose(device: string): Promise<void>
  /** After a check: the fastest correct device, unless the user chose one that still works. */
  chooseFastest(): void
  /** `device-unavailable`, with reason and remedy, unless the device is there and correct; checks it if need be. */
  require(device: string): Promise<void>
}

export function createDeviceChoice(context: ServiceContext): DeviceChoice {
  const { db } = context.workspace
  const records = (): DeviceRecord[] => listDevices(db).filter(record => record.machine === machineName())
  const chosen = (): string => {
    const setting = readSetting(db, deviceSetting)
    return typeof setting === 'string' ? setting : defaultDevice
  }

  const require = async (device: string): Promise<void> => {
    // All others are compared with it; there is nothing to compare it with.
    if (device === 'reference') return
    const known = records().find(record => record.device === device)
    const record = known?.available && known.correct ? known : await checkDevice(context, device)
    if (record.available && record.correct) return
    const reason = record.reason ?? 'It does not agree with the reference on a small training step.'
    throw new AppError(
      'device-unavailable',
      `The device ${record.title} cannot be used. ${reason} ${record.remedy ?? 'Choose another device.'}`,
      { device, available: record.available, correct: record.correct },
    )
  }

  return {
    list: () => {
      const reports = records()
      const others = reports
        .filter(record => !knownDevices.some(known => known.id === record.device))
        .map(record => ({ id: record.device, title: record.title }))
      return [...knownDevices, ...others].map(({ id, title }) =>
        present(
          id,
          title,
          reports.find(record => record.device === id),
          chosen() === id,
        ),
      )
    },
    chosen,
    choose: async device => {
      await require(device)
      context.workspace.transaction(() => {
        writeSetting(db, deviceSetting, device)
        writeSetting(db, byUserSetting, true)
      })
    },
    chooseFastest: () => {
      const correct = records().filter(record => record.available && record.correct)
      const kept = readSetting(db, byUserSetting) === true && correct.some(record => record.device === chosen())
      const fastest = correct.toSorted((a, b) => (b.trainImagesPerSecond ?? 0) - (a.trainImagesPerSecond ?? 0)).at(0)
      if (!kept && fastest) writeSetting(db, deviceSetting, fastest.device)
    },
    require,
  }
}

function present(id: string, title: string, record: DeviceRecord | undefined, chosen: boolean): DeviceReport {
  const verified = knownDevices.find(known => known.id === id)?.verified ?? 'no'
  if (!record) {
    const nothing = {
      reason: null,
      remedy: null,
      worstError: null,
      trainImagesPerSecond: null,
      inferImagesPerSecond: null,
      peakMemoryBytes: null,
      operatorsOnProcessor: [],
    }
    return {
      device: id,
      title,
      verified,
      available: null,
      correct: null,
      versions: {},
      checkedAt: null,
      chosen,
      ...nothing,
    }
  }
  const { version: _, machine: __, ...report } = record
  return { ...report, verified, chosen }
}
