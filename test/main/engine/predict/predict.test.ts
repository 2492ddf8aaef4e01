import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../../../main/domain/random.ts'
import type { Scaling } from '../../../../main/domain/scaling.ts'
import { freeRunning } from '../../../../main/engine/control.ts'
import type { Device, ImageBatch, NamedTensor } from '../../../../main/engine/devices/device.ts'
import { reference } from '../../../../main/engine/devices/reference.ts'
import type { ModelRecord } from '../../../../main/engine/modelRecord.ts'
import type { EngineEvent, NetworkRecord, PredictItem } from '../../../../main/engine/port.ts'
import { runPrediction } from '../../../../main/engine/predict/predict.ts'
import { predictTiled, tilingOf } from '../../../../main/engine/predict/tiledPrediction.ts'
import { checkpointFile, writeBest } from '../../../../main/engine/training/checkpoint.ts'
import { initialState } from '../../../../main/engine/training/initialState.ts'
import { parseNpy, writeNpy } from '../../../../main/formats/npy.ts'
import { networkOf, parseNetwork } from '../../../../models/registry.ts'
import { ofType } from '../support/engine.ts'
import { temporaryFolder, tinyNetwork } from '../support/tinyRun.ts'

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  temporary = await temporaryFolder()
})
afterAll(() => temporary.remove())

const network = parseNetwork(tinyNetwork)
const wide = { low: -100, high: 100 }
const anySize = { low: 1, high: 1000 }

/** Writes untrained weights, with what they say of themselves changed. */
async function weights(name: string, changes: Partial<ModelRecord> = {}, tensors?: NamedTensor[]): Promise<string> {
  const folder = join(temporary.folder, name)
  await mkdir(join(folder, 'checkpoints'), { recursive: true })
  const state = initialState(network, 2)
  await writeBest(folder, tensors ? { ...state, tensors } : state, {
    schema: 'subarc-model/1',
    network: tinyNetwork,
    scaling: { kind: 'none' },
    fluxFactor: 1,
    trainedOn: { height: anySize, width: anySize, mean: wide, std: wide, max: wide },
    step: 1,
    epoch: 1,
    psnr: 30,
    provenance: {},
    ...changes,
  })
  return checkpointFile(folder, 'best')
}

function noise(width: number, height: number, seed = 1): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length: width * height }, () => random.uniform())
}

async function item(id: string, width: number, height: number, data = noise(width, height)): Promise<PredictItem> {
  const input = join(temporary.folder, `${id}.npy`)
  await writeFile(input, writeNpy({ shape: [height, width], data }))
  return { id, input, output: join(temporary.folder, `${id}-sr.npy`) }
}

async function predict(
  file: string,
  items: readonly PredictItem[],
  tilePixels = 64,
  device: Device = reference,
  matchValues = false,
) {
  const events: EngineEvent[] = []
  const job = {
    kind: 'predict',
    device: 'reference',
    threads: 1,
    weights: file,
    items,
    tilePixels,
    matchValues,
  } as const
  await runPrediction(job, device, { control: freeRunning, emit: event => events.push(event) })
  return events
}

async function output(of: PredictItem) {
  const { shape, dtype, data } = parseNpy(await readFile(of.output))
  return { shape, dtype, data: Float32Array.from(data) }
}

/** The network applied directly. */
async function direct(data: Float32Array, width: number, height: number): Promise<ImageBatch> {
  const predictor = await reference.createPredictor({ network, tensors: initialState(network, 2).tensors, threads: 1 })
  try {
    return await predictor.predict({ count: 1, width, height, data })
  } finally {
    predictor.dispose()
  }
}

describe('super-resolving images', () => {
  it('writes float32 images of the magnified size, one event each, then finishes', async () => {
    const items = [await item('a', 9, 7), await item('b', 9, 7, noise(9, 7, 2)), await item('c', 12, 10)]
    const events = await predict(await weights('plain'), items)
    expect(events).toEqual([
      { type: 'predicted', id: 'a', done: 1, total: 3, warnings: [] },
      { type: 'predicted', id: 'b', done: 2, total: 3, warnings: [] },
      { type: 'predicted', id: 'c', done: 3, total: 3, warnings: [] },
      { type: 'finished', reason: 'completed', step: 3, peakMemoryBytes: expect.any(Number) },
    ])
    for (const [i, width, height, seed] of [
      [0, 9, 7, 1],
      [1, 9, 7, 2],
      [2, 12, 10, 1],
    ]) {
      const expected = await direct(noise(width, height, seed), width, height)
      const { shape, dtype, data } = await output(items[i])
      expect({ shape, dtype }).toEqual({ shape: [2 * height, 2 * width], dtype: 'float32' })
      expect(worst(data, expected.data)).toBeLessThan(1e-6)
    }
  })

  it('a tiled image equals the untiled one to float precision, its borders included', async () => {
    const margin = networkOf(network).receptiveField(network)
    const tiling = tilingOf(1, margin, 2)
    const [width, height] = [2 * tiling.side + 5, tiling.side + 1]
    const data = noise(width, height)
    let tiles = 0
    const predictor = await reference.createPredictor({
      network,
      tensors: initialState(network, 2).tensors,
      threads: 1,
    })
    const counting = {
      ...predictor,
      predict: (batch: ImageBatch) => {
        tiles += 1
        expect([batch.width, batch.height]).toEqual([tiling.side, tiling.side])
        return predictor.predict(batch)
      },
    }
    const tiled = await predictTiled(counting, { width, height, data }, tiling)
    const whole = await predictor.predict({ count: 1, width, height, data })
    predictor.dispose()
    expect(tiles).toBeGreaterThan(4)
    expect(worst(tiled.data, whole.data)).toBeLessThan(2e-6)
  })

  it('an overlap smaller than the receptive field would show: the comparison can fail', async () => {
    const margin = networkOf(network).receptiveField(network)
    const data = noise(60, 50)
    const predictor = await reference.createPredictor({
      network,
      tensors: initialState(network, 2).tensors,
      threads: 1,
    })
    const tiled = await predictTiled(
      predictor,
      { width: 60, height: 50, data },
      {
        side: 40,
        margin: margin - 4,
        magnification: 2,
        grid: 1,
      },
    )
    const whole = await predictor.predict({ count: 1, width: 60, height: 50, data })
    predictor.dispose()
    expect(worst(tiled.data, whole.data)).toBeGreaterThan(1e-5)
  })

  it('gives the output in the input’s units: scaling inverted, flux shared among the new pixels', async () => {
    const scaling: Scaling = { kind: 'linear', offset: 100, scale: 50 }
    const data = noise(8, 8).map(value => 100 + 50 * value)
    const one = await item('flux', 8, 8, data)
    await predict(await weights('flux', { scaling, fluxFactor: 4 }), [one])
    const network = await direct(noise(8, 8), 8, 8)
    const expected = network.data.map(value => (value * 50 + 100) / 4)
    expect(worst((await output(one)).data, expected)).toBeLessThan(1e-4)
  })

  it('resolves a per-image scaling from each LR image', async () => {
    const file = await weights('per-image', { scaling: { kind: 'per-image', statistic: 'minmax' } })
    const [faint, bright] = [
      await item('faint', 8, 8),
      await item(
        'bright',
        8,
        8,
        noise(8, 8).map(v => 1000 * v),
      ),
    ]
    await predict(file, [faint, bright])
    const scaled = (await output(faint)).data.map(value => 1000 * value)
    expect(worst((await output(bright)).data, scaled)).toBeLessThan(1e-2)
  })

  it('leaves NaN where the input is NaN, fills it for the network, and warns', async () => {
    const data = noise(8, 8)
    data[0] = Number.NaN
    data[3 * 8 + 4] = Number.POSITIVE_INFINITY
    const one = await item('holes', 8, 8, data)
    const [event] = ofType(await predict(await weights('holes'), [one]), 'predicted')
    expect(event.warnings).toEqual([expect.stringContaining('2 pixels of the input are not a number')])
    const missing = [...(await output(one)).data.entries()].filter(([, value]) => Number.isNaN(value)).map(([i]) => i)
    expect(missing).toEqual([0, 1, 16, 17, 6 * 16 + 8, 6 * 16 + 9, 7 * 16 + 8, 7 * 16 + 9])
  })

  it('warns of an image unlike those that the network was trained on', async () => {
    const trainedOn = {
      height: { low: 8, high: 8 },
      width: { low: 8, high: 8 },
      mean: { low: 0.4, high: 0.6 },
      std: { low: 0.2, high: 0.4 },
      max: { low: 0.9, high: 1 },
    }
    const file = await weights('ranges', { trainedOn })
    const events = await predict(file, [
      await item('like', 8, 8),
      await item(
        'unlike',
        9,
        8,
        noise(9, 8).map(v => 5 * v),
      ),
    ])
    const [like, unlike] = ofType(events, 'predicted')
    expect(like.warnings).toEqual([])
    expect(unlike.warnings).toEqual([
      expect.stringMatching(/9x8 pixels; the network was trained on 8x8/),
      expect.stringMatching(/mean after scaling, 2\.\d+, lies outside the training images' 0.400 to 0.600/),
      expect.stringMatching(/spread after scaling/),
      expect.stringMatching(/brightest pixel after scaling/),
    ])
  })
})

describe('what cannot be super-resolved', () => {
  it('fails by itself, and the other images are done', async () => {
    const truncated = await item('truncated', 8, 8)
    await writeFile(truncated.input, (await readFile(truncated.input)).subarray(0, 200))
    const items = [
      await item('empty', 8, 8, new Float32Array(64).fill(Number.NaN)),
      await item('good', 8, 8),
      truncated,
      { id: 'absent', input: join(temporary.folder, 'nowhere.npy'), output: join(temporary.folder, 'x.npy') },
      { ...(await item('unwritable', 8, 8)), output: join(temporary.folder, 'nowhere', 'x.npy') },
    ]
    const events = await predict(await weights('others'), items)
    expect(ofType(events, 'predicted').map(event => event.id)).toEqual(['good'])
    expect(ofType(events, 'predict-failed').map(({ id, code }) => [id, code])).toEqual([
      ['empty', 'bad-input'],
      ['truncated', 'bad-input'],
      ['absent', 'not-found'],
      ['unwritable', 'not-found'],
    ])
    expect(events.at(-1)).toMatchObject({ type: 'finished', step: 1 })
  })

  it.each([
    ['constant', 0, /constant image/],
    ['not finite', Number.NaN, /not finite numbers/],
  ])('an output that is %s is a failure, never a success', async (name, value, message) => {
    const dead = initialState(network, 2).tensors.map(tensor =>
      tensor.name === 'conv3.weight' ? { ...tensor, data: tensor.data.map(() => value) } : tensor,
    )
    const events = await predict(await weights(name, {}, dead), [await item('one', 8, 8)])
    expect(ofType(events, 'predicted')).toEqual([])
    expect(ofType(events, 'predict-failed')[0].message).toMatch(message)
  })

  it('a batch that the device refuses is tried image by image', async () => {
    const shortOfMemory: Device = {
      ...reference,
      createPredictor: async options => {
        const predictor = await reference.createPredictor(options)
        const predict = async (batch: ImageBatch) => {
          if (batch.count > 1) throw new Error('out of memory')
          return predictor.predict(batch)
        }
        return { ...predictor, predict }
      },
    }
    const items = [await item('m1', 8, 8), await item('m2', 8, 8)]
    const events = await predict(await weights('memory'), items, 64, shortOfMemory)
    expect(ofType(events, 'predicted').map(event => event.id)).toEqual(['m1', 'm2'])
  })
})

describe('weights that cannot be used are refused', () => {
  const deeper: NetworkRecord = { ...tinyNetwork, blocks: 2 }

  it('of another network, naming the keys', async () => {
    const file = await weights('deeper', { network: deeper })
    await expect(predict(file, [await item('w', 8, 8)])).rejects.toThrow(/missing: residual_layer_list\.1\.0\.weight/)
  })

  it('without a description, or with a damaged one', async () => {
    const file = await weights('damaged', { fluxFactor: -1 })
    await expect(predict(file, [])).rejects.toThrow(/damaged: fluxFactor/)
    const bare = join(temporary.folder, 'bare.safetensors')
    await writeFile(bare, Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d))
    await expect(predict(bare, [])).rejects.toThrow(/does not say which network/)
  })
})

function worst(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length)
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0)
}

describe('values that are matched to those of the training images', () => {
  const trainedOn = {
    height: anySize,
    width: anySize,
    mean: { low: 0, high: 1 },
    std: { low: 0.2, high: 0.4 },
    max: { low: 0.5, high: 2 },
  }

  it('give the same image in any unit, and say so', async () => {
    const file = await weights('matched', { trainedOn })
    const data = noise(12, 12)
    const faint = await item(
      'faint',
      12,
      12,
      data.map(v => v * 2 ** -40),
    )
    const bright = await item(
      'bright',
      12,
      12,
      data.map(v => v * 2 ** 20),
    )
    const events = await predict(file, [faint, bright], 64, reference, true)
    const told = ofType(events, 'predicted').map(event => event.warnings.join(' '))
    expect(told.every(text => text.includes('and divided again'))).toBe(true)
    expect(told.every(text => !text.includes('spread'))).toBe(true)
    const [a, b] = [await output(faint), await output(bright)]
    const largest = Math.max(...a.data.map(Math.abs))
    expect(largest).toBeLessThan(1e-9)
    for (const [i, value] of a.data.entries())
      expect(Math.abs(value * 2 ** 60 - b.data[i])).toBeLessThan(1e-4 * largest * 2 ** 60)
  })

  it('are warned of where they are not matched: far too faint is outside, however wide the range', async () => {
    const file = await weights('unmatched', { trainedOn: { ...trainedOn, std: { low: 0.1, high: 0.9 } } })
    const faint = await item(
      'unmatched',
      12,
      12,
      noise(12, 12).map(v => v * 1e-12),
    )
    const [{ warnings }] = ofType(await predict(file, [faint]), 'predicted')
    expect(warnings.join(' ')).toMatch(/Its spread after scaling, .*e-13, lies outside/)
  })

  it('are refused for an image without any contrast', async () => {
    const file = await weights('flat', { trainedOn })
    const flat = await item('flat', 12, 12, new Float32Array(144).fill(3))
    const [failed] = ofType(await predict(file, [flat], 64, reference, true), 'predict-failed')
    expect(failed.message).toMatch(/cannot be matched/)
  })
})
