import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../../../main/domain/random.ts'
import { freeRunning } from '../../../../main/engine/control.ts'
import type { NamedTensor } from '../../../../main/engine/devices/device.ts'
import { onnxCpu } from '../../../../main/engine/devices/onnx.ts'
import type { EngineEvent } from '../../../../main/engine/port.ts'
import { runPrediction } from '../../../../main/engine/predict/predict.ts'
import { predictTiled, tilingOf } from '../../../../main/engine/predict/tiledPrediction.ts'
import { checkpointFile, writeBest } from '../../../../main/engine/training/checkpoint.ts'
import { initialState } from '../../../../main/engine/training/initialState.ts'
import { writeNpy } from '../../../../main/formats/npy.ts'
import { networkOf, parseNetwork } from '../../../../models/registry.ts'
import { ofType } from '../support/engine.ts'
import { temporaryFolder } from '../support/tinyRun.ts'

const size = { channels: 4, magnification: 2, magnifications: 1 }
const withoutNorm = { ...size, blocks: 1 }
const swinir = { ...size, kind: 'swinir', groups: 1, blocks: 2, heads: 2, window: 4, globalSkip: true }
const rcan = { ...withoutNorm, kind: 'rcan', groups: 1, reduction: 2 }
const stage = { ...withoutNorm, kind: 'resnet-sisr', channels: 3, outputRelu: false }

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  temporary = await temporaryFolder()
})
afterAll(() => temporary.remove())

function noise(length: number, seed: number): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length }, () => random.uniform())
}

/** Weights of which none is zero, as the last ones of an untrained network with a global skip are. */
const anyWeights = (tensors: readonly NamedTensor[]): NamedTensor[] =>
  tensors.map((tensor, i) => ({ ...tensor, data: noise(tensor.data.length, i).map(v => 0.1 + 0.2 * v) }))

describe('a large image goes through in tiles', () => {
  it.each([
    ['EDSR', { ...withoutNorm, kind: 'edsr', globalSkip: true }],
    ['EDSR x4 in two stages', { ...withoutNorm, kind: 'edsr', magnifications: 2, globalSkip: true }],
    ['EDSR x3', { ...withoutNorm, kind: 'edsr', magnification: 3, globalSkip: false }],
    ['SwinIR, whose windows lie as they do in the whole', swinir],
    ['U-Net, whose coarse pixels do', { ...size, kind: 'unet', levels: 2, globalSkip: true }],
    ['DenoisedSISR', { kind: 'denoised-sisr', denoiser: { ...stage, magnifications: 0 }, sr: stage }],
  ])('%s: as if it went through whole', async (_, record) => {
    const network = parseNetwork(record)
    const { receptiveField, magnification, tileGrid } = networkOf(network)
    const tiling = tilingOf(1, receptiveField(network), magnification(network), tileGrid?.(network))
    const [width, height] = [2 * tiling.side + 9, tiling.side + 4]
    const image = { width, height, data: noise(width * height, 1) }
    const tensors = anyWeights(initialState(network, 1).tensors)
    const predictor = await onnxCpu.createPredictor({ network, tensors, threads: 1 })
    const tiled = await predictTiled(predictor, image, tiling)
    const whole = await predictor.predict({ count: 1, ...image })
    predictor.dispose()
    const largest = whole.data.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
    const worst = whole.data.reduce((m, v, i) => Math.max(m, Math.abs(v - tiled.data[i])), 0)
    expect(worst / largest).toBeLessThan(1e-5)
  })

  it('RCAN: with a warning, for its attention averages over a tile instead of the image', async () => {
    const network = parseNetwork(rcan)
    await mkdir(join(temporary.folder, 'checkpoints'), { recursive: true })
    const state = initialState(network, 2)
    await writeBest(
      temporary.folder,
      { ...state, tensors: anyWeights(state.tensors) },
      {
        schema: 'subarc-model/1',
        network: rcan,
        scaling: { kind: 'none' },
        fluxFactor: 1,
        step: 1,
        epoch: 1,
        psnr: 30,
        provenance: {},
      },
    )
    const items = await Promise.all(
      [48, 49].map(async side => {
        const input = join(temporary.folder, `${side}.npy`)
        await writeFile(input, writeNpy({ shape: [side, side], data: noise(side * side, 1) }))
        return { id: `${side}`, input, output: join(temporary.folder, `${side}-sr.npy`) }
      }),
    )
    const events: EngineEvent[] = []
    const weights = checkpointFile(temporary.folder, 'best')
    const job = { kind: 'predict', device: 'onnx:cpu', threads: 1, weights, items, tilePixels: 48 } as const
    await runPrediction(job, onnxCpu, { control: freeRunning, emit: event => events.push(event) })
    const warned = ofType(events, 'predicted').map(({ id, warnings }) => [id, warnings.some(w => w.includes('tiles'))])
    expect(Object.fromEntries(warned)).toEqual({ 48: false, 49: true })
  })
})
