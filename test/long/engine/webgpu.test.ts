import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onnxWebGpu } from '../../../main/engine/devices/onnx.ts'
import { allCases } from '../../conformance/engine/cases/all.ts'
import { conformanceSuite } from '../../conformance/engine/suite.ts'
import { ofType, startEngine } from '../../main/engine/support/engine.ts'
import { softwareGpu } from '../../support/softwareGpu.ts'

const software = softwareGpu()
const before = { ...process.env }

/** A GPU is slow to start, and a software one slow in all. */
const PATIENCE_MS = 180_000

// The driver is looked for when a process starts: the engine inherits the environment, this process has its own.
describe.skipIf(software === undefined)('onnx:webgpu on a software GPU (skipped without Chromium)', () => {
  beforeAll(() => Object.assign(process.env, software))
  afterAll(() => {
    process.env = before
  })

  it(
    "agrees with the reference on ResnetSISR's training step, all of it on the GPU",
    async () => {
      const engine = startEngine({ kind: 'check-device', device: 'onnx:webgpu', threads: 1 })
      await engine.exit
      const [{ report }] = ofType(engine.events, 'device')
      expect(report).toMatchObject({ available: true, correct: true, operatorsOnProcessor: [] })
      expect(report.worstError).toBeLessThan(1e-3)
    },
    PATIENCE_MS,
  )
})

// Where this process has a GPU of its own, or was started with a software one.
if ((await onnxWebGpu.probe()).available) {
  // A GPU's own sines are good to some 1e-4 (Vulkan's precision rules).
  const effort = { runs: 2, accuracy: 2e-4 }
  conformanceSuite('onnx:webgpu', allCases, async () => ({ provider: 'webgpu', block: 0, portable: true }), effort)
}
