import { implement } from '@orpc/server'
import { devicesContract } from '../../contract/devices.ts'
import type { Job } from '../../contract/jobs.ts'
import type { ServiceContext } from '../context.ts'
import type { JobControl } from '../jobs.ts'
import { checkDevice } from './check.ts'
import type { DeviceChoice } from './choice.ts'
import { knownDevices } from './known.ts'

export function devicesRouter(context: ServiceContext, choice: DeviceChoice) {
  const os = implement(devicesContract)
  return os.router({
    list: os.list.handler(() => choice.list()),
    check: os.check.handler(({ input }) => ({
      job: startCheck(context, choice, input.devices ?? knownDevices.map(device => device.id)),
    })),
    choose: os.choose.handler(async ({ input }) => {
      await choice.choose(input.device)
      return choice.list()
    }),
  })
}

function startCheck(context: ServiceContext, choice: DeviceChoice, devices: readonly string[]): Job {
  return context.jobs.submit({
    kind: 'check-devices',
    title: devices.length === 1 ? `Check ${devices[0]}` : 'Check the devices',
    subjectId: null,
    lane: 'engine',
    run: control => checkAll(context, choice, devices, control),
  })
}

/** One after the other: two at a time would slow each other down, and their speeds are compared. */
async function checkAll(
  context: ServiceContext,
  choice: DeviceChoice,
  devices: readonly string[],
  control: JobControl,
): Promise<void> {
  for (const [done, device] of devices.entries()) {
    if (control.signal.aborted) return
    control.progress({ done, total: devices.length, unit: 'devices', message: `Checking ${device}` })
    await checkDevice(context, device, engine => control.onStop(engine.stop))
  }
  control.progress({ done: devices.length, message: 'All devices are checked' })
  choice.chooseFastest()
}
