import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openTestCore, simulateLenses, temporaryFolder } from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const cli = join(import.meta.dirname, '../../../../main/hosts/cli/subarc.ts')
const folder = temporaryFolder()
const workspace = join(folder.path, 'workspace')
let datasetId: string

beforeAll(async () => {
  const core = await openTestCore(workspace)
  datasetId = await simulateLenses(core.client, 20)
  await core.close()
})
afterAll(() => folder.remove())

function train(...args: string[]): Promise<{ code: number | string; said: string; noted: string }> {
  const all = [cli, 'train', datasetId, '--workspace', workspace, '--device', 'onnx:cpu', ...args]
  return new Promise(resolve => {
    execFile(process.execPath, all, (error, said, noted) => resolve({ code: error?.code ?? 0, said, noted }))
  })
}

describe('subarc train', () => {
  it.each([
    ['edsr', ['--blocks', '1'], 'EDSR 1 x 4, x2'],
    ['rcan', ['--groups', '1', '--blocks', '2'], 'RCAN 1 x 2 x 4, x2'],
    ['swinir', ['--groups', '1', '--blocks', '2', '--heads', '2', '--window', '4'], 'SwinIR 1 x 2 x 4, x2'],
    ['unet', ['--levels', '1'], 'U-Net 1 x 4, x2'],
  ])('trains the network that it is told: %s', async (kind, size, network) => {
    const { code, said } = await train('--network', kind, ...size, '--channels', '4', '--epochs', '2', '--json')
    expect(code).toBe(0)
    const run = JSON.parse(said)
    expect(run).toMatchObject({ status: 'done', network, epoch: 2, config: { network: { kind, channels: 4 } } })
    expect(run.best.psnr).toBeGreaterThan(20)
  })

  it.each([
    [['--network', 'swin'], /Allowed choices are resnet-sisr, edsr, rcan, swinir, unet/],
    [['--network', 'edsr', '--groups', '2'], /Unrecognized key: "groups"/],
    [['--network', 'swinir', '--channels', '30'], /the channels must be a multiple of the heads/],
    [['--recipe', 'finest'], /there are: quick, best-simulated/],
    [['--set', 'bloks=2'], /has no field "bloks"/],
    [['--recipe', 'no-such.json'], /cannot be read/],
  ])('refuses %j with what is possible', async (options, reason) => {
    const { code, noted } = await train(...options)
    expect(code).not.toBe(0)
    expect(noted).toMatch(reason)
  })
})
