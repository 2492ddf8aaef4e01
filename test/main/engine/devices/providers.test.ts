import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { reportDevice } from '../../../../main/engine/devices/check.ts'
import type { Device } from '../../../../main/engine/devices/device.ts'
import { onnxCoreMl, onnxCuda, onnxDirectMl } from '../../../../main/engine/devices/providers.ts'
import { findDevice } from '../../../../main/engine/devices/registry.ts'

const hasCard = existsSync('/proc/driver/nvidia/version')
const cases: readonly [Device, boolean, RegExp][] = [
  [onnxDirectMl, process.platform === 'win32', /^DirectML is a part of Windows; this is (linux|darwin)\.$/],
  [onnxCoreMl, process.platform === 'darwin', /^Core ML is a part of macOS; this is (linux|win32)\.$/],
  [onnxCuda, hasCard || process.platform !== 'linux', /No driver of an NVIDIA card is loaded\./],
]

describe.each(cases)('$id', (device, mayBeHere, reason) => {
  it('is known by its name', () => {
    expect(findDevice(device.id)).toBe(device)
  })

  it.skipIf(mayBeHere)(
    `says what is missing and what to do where it cannot be${mayBeHere ? ' (skipped: it may be here)' : ''}`,
    async () => {
      const report = await reportDevice(device, 1)
      expect(report).toMatchObject({ available: false, correct: false, title: device.title })
      expect(report.reason).toMatch(reason)
      expect(report.remedy).toMatch(/Choose another device|Install the driver/)
    },
  )

  it.skipIf(!mayBeHere)(
    `is offered only when it agrees with the reference${mayBeHere ? '' : ' (skipped: it cannot be here)'}`,
    async () => {
      const report = await reportDevice(device, 1)
      if (report.correct) expect(report.worstError).toBeLessThan(2e-3)
      else expect(report.reason).toBeTruthy()
    },
  )
})
