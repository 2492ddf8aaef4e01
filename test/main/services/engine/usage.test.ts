import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createUsageMeter } from '../../../../main/engine/worker/usage.ts'
import { amd, describeGpus, parseCards, parseNvidiaSmi } from '../../../../main/services/engine/gpuUse.ts'
import { temporaryFolder } from '../../../support/core.ts'

const folder = temporaryFolder('usage')
afterAll(() => folder.remove())

describe('what a job takes of the machine', () => {
  it('is counted in cores that are kept busy', () => {
    const usage = createUsageMeter()
    const until = performance.now() + 100
    while (performance.now() < until) Math.random()
    const { cores, memoryBytes } = usage()
    expect(cores).toBeGreaterThan(0.02)
    expect(cores).toBeLessThan(64)
    expect(memoryBytes).toBeGreaterThan(1e7)
  })

  it("is read of NVIDIA's cards from what their tool prints, but for what a card does not tell", () => {
    expect(parseNvidiaSmi('37, 1024, 81559\n[N/A], 10, 20\n0, 0, 81559\n')).toEqual([
      { busyPercent: 37, memoryBytes: 2 ** 30, memoryTotalBytes: 81559 * 2 ** 20 },
      { busyPercent: 0, memoryBytes: 0, memoryTotalBytes: 81559 * 2 ** 20 },
    ])
    expect(parseNvidiaSmi('')).toEqual([])
  })

  it('has with it, in the record of a run, the cards and their driver', async () => {
    expect(parseCards('NVIDIA H200, 570.86.15\nNVIDIA H200, 570.86.15\n')).toEqual({
      gpu: 'NVIDIA H200, NVIDIA H200',
      gpuDriver: '570.86.15',
    })
    expect(parseCards('')).toEqual({})
    expect(await describeGpus('onnx:cpu')).toEqual({})
  })

  it("is read of AMD's cards from the kernel's files, and of others not at all", async () => {
    const device = join(folder.path, 'card0', 'device')
    mkdirSync(device, { recursive: true })
    mkdirSync(join(folder.path, 'card1', 'device'), { recursive: true })
    mkdirSync(join(folder.path, 'card0-HDMI-A-1'))
    const files = { gpu_busy_percent: '12\n', mem_info_vram_used: '1000\n', mem_info_vram_total: '4000\n' }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(device, name), text)
    expect(await amd(folder.path)).toEqual([{ busyPercent: 12, memoryBytes: 1000, memoryTotalBytes: 4000 }])
    expect(await amd(join(folder.path, 'nothing'))).toEqual([])
  })
})
