import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createRandom } from '../../../main/domain/random.ts'
import { encodeModel } from '../../../main/engine/compiler/emit.ts'
import type { OnnxModel } from '../../../main/engine/compiler/onnxModel.ts'
import type { EngineEvent, EngineJob } from '../../../main/engine/port.ts'
import { writeBest } from '../../../main/engine/training/checkpoint.ts'
import { initialState } from '../../../main/engine/training/initialState.ts'
import { parseNpy, writeNpy } from '../../../main/formats/npy.ts'
import { parseNetwork } from '../../../models/registry.ts'
import { drawn, nearestTwice, op, scales } from '../../support/drawnModel.ts'
import { ofType, startEngine } from './support/engine.ts'
import { temporaryFolder } from './support/tinyRun.ts'

vi.setConfig({ testTimeout: 120_000 })

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  temporary = await temporaryFolder()
})
afterAll(() => temporary.remove())

const path = (name: string) => join(temporary.folder, name)

async function run(job: EngineJob): Promise<EngineEvent[]> {
  const { events, exit } = startEngine(job)
  await exit
  return events
}

const importJob = (file: string, output: string) =>
  ({ kind: 'import-weights', file, output, changes: {}, scaling: { kind: 'none' }, provenance: {} }) as const

async function imported(name: string): Promise<EngineEvent[]> {
  return run(importJob(path(name), path(`${name}.safetensors`)))
}

async function predicted(weights: string, height: number, width: number, tilePixels: number): Promise<Float32Array> {
  const random = createRandom(7)
  const data = Float32Array.from({ length: height * width }, () => random.uniform())
  await writeFile(path('image.npy'), writeNpy({ shape: [height, width], data }))
  const items = [{ id: '0', input: path('image.npy'), output: path('output.npy') }]
  const events = await run({ kind: 'predict', device: 'onnx:cpu', threads: 1, weights, items, tilePixels })
  expect(events.at(-1), JSON.stringify(events)).toMatchObject({ type: 'finished', step: 1 })
  return Float32Array.from(parseNpy(await readFile(path('output.npy'))).data)
}

const image = ['n', 1, 'h', 'w'] as const

async function writeModel(name: string, model: OnnxModel): Promise<void> {
  await writeFile(path(name), encodeModel(model, { version: '', text: '', properties: {} }))
}

function nearest(data: Float32Array, height: number, width: number): Float32Array {
  return Float32Array.from({ length: 4 * height * width }, (_, i) => {
    const [y, x] = [Math.floor(i / (2 * width)), i % (2 * width)]
    return data[(y >> 1) * width + (x >> 1)]
  })
}

async function imageValues(): Promise<Float32Array> {
  return Float32Array.from(parseNpy(await readFile(path('image.npy'))).data)
}

describe("Subarc's own ONNX export, imported again", () => {
  it('keeps its scaling and gives the same pixels, whole and in tiles', async () => {
    const network = parseNetwork({ kind: 'edsr', blocks: 1, channels: 4, magnification: 2, magnifications: 1 })
    const folder = path('run')
    await mkdir(join(folder, 'checkpoints'), { recursive: true })
    const scaling = { kind: 'asinh', offset: 0.5, scale: 2, softening: 0.1 } as const
    const { file: weights } = await writeBest(folder, initialState(network, 2), {
      schema: 'subarc-model/1',
      network: { ...network },
      scaling,
      fluxFactor: 4,
      step: 7,
      epoch: 1,
      psnr: 30,
      provenance: { runId: 'r1' },
    })
    await run({ kind: 'export-onnx', weights, output: path('own.onnx'), version: '1', properties: {} })
    const [event] = ofType(await imported('own.onnx'), 'weights-imported')
    expect(event.report).toMatchObject({
      format: 'onnx',
      magnification: 2,
      network: { kind: 'onnx', layout: 'nchw', channels: 1, batch: null, height: null, width: null, multiple: 1 },
      own: { scaling, fluxFactor: 4, step: 7, provenance: { runId: 'r1' } },
    })
    for (const tilePixels of [256, 32]) {
      const expected = await predicted(weights, 70, 61, tilePixels)
      const actual = await predicted(path('own.onnx.safetensors'), 70, 61, tilePixels)
      const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
      expect(actual.every((v, i) => Math.abs(v - expected[i]) <= 1e-5 * largest)).toBe(true)
    }
  })
})

describe("somebody else's network", () => {
  it.each([
    ['nchw', 1, ['n', 1, 'h', 'w']],
    ['nchw', 3, ['n', 3, 'h', 'w']],
    ['nhwc', 1, ['n', 'h', 'w', 1]],
    ['nhwc', 3, [1, 'h', 'w', 3]],
    ['nchw', 1, [1, 1, 24, 20]],
    ['nhwc', 3, [4, 24, 24, 3]],
  ] as const)('is fed as it wants: %s, %i channels, %j', async (layout, channels, inputDims) => {
    await writeModel('other.onnx', drawn(inputDims, [nearestTwice()], [scales(layout)]))
    const events = await imported('other.onnx')
    const [event] = ofType(events, 'weights-imported')
    expect(event?.report, JSON.stringify(events)).toMatchObject({
      magnification: 2,
      network: { layout, channels },
      own: null,
    })
    for (const [height, width] of [
      [50, 33],
      [9, 70],
    ]) {
      const actual = await predicted(path('other.onnx.safetensors'), height, width, 32)
      expect(actual).toEqual(nearest(await imageValues(), height, width))
    }
  })

  it('that takes only multiples of eight is given them', async () => {
    // [n, 1, 8h, 8w] -> [n, 64, h, w] and back: fails where a side is no multiple.
    const eight = { blocksize: { int: 8 } }
    const nodes = [op('SpaceToDepth', ['picture'], ['deep'], eight), op('DepthToSpace', ['deep'], ['shallow'], eight)]
    await writeModel('eights.onnx', drawn(image, [...nodes, nearestTwice('shallow')], [scales('nchw')]))
    const [event] = ofType(await imported('eights.onnx'), 'weights-imported')
    expect(event.report.network).toMatchObject({ multiple: 8 })
    const actual = await predicted(path('eights.onnx.safetensors'), 50, 33, 32)
    expect(actual).toEqual(nearest(await imageValues(), 50, 33))
  })
})

describe('a file that is damaged, hostile or no network for images', () => {
  async function refusal(name: string) {
    const events = await run({ kind: 'inspect-weights', file: path(name) })
    const last = events.at(-1)
    expect(last?.type, JSON.stringify(events)).toBe('failed')
    return last as Extract<EngineEvent, { type: 'failed' }>
  }

  it('is refused where it is cut short or something else', async () => {
    const model = drawn(image, [nearestTwice()], [scales('nchw')])
    const whole = encodeModel(model, { version: '', text: '', properties: {} })
    await writeFile(path('cut.onnx'), whole.subarray(0, whole.length - 20))
    expect(await refusal('cut.onnx')).toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('no ONNX file'),
    })
    await writeFile(path('text.onnx'), 'these are no bytes of a network, but words of a text')
    expect(await refusal('text.onnx')).toMatchObject({ code: 'bad-input' })
    await writeFile(path('empty.onnx'), '')
    expect(await refusal('empty.onnx')).toMatchObject({ code: 'bad-input' })
  })

  it('is refused where a tensor claims more numbers than it has', async () => {
    const huge = { name: 'w', dims: [2 ** 20, 2 ** 20], data: new Float32Array(4) }
    await writeModel('huge.onnx', drawn(image, [op('Add', ['picture', 'w'], ['magnified'])], [huge]))
    expect(await refusal('huge.onnx')).toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('(1048576, 1048576) has 4 numbers'),
    })
  })

  it('is refused where it makes a tensor of more bytes than there are', async () => {
    const shape = { name: 's', dims: [2], data: BigInt64Array.of(2n ** 21n, 2n ** 21n) }
    const nodes = [
      op('ConstantOfShape', ['s'], ['c']),
      op('ReduceSum', ['c'], ['r']),
      op('Add', ['picture', 'r'], ['magnified']),
    ]
    await writeModel('bomb.onnx', drawn(image, nodes, [shape]))
    const failed = await refusal('bomb.onnx')
    expect(['bad-input', 'no-memory', 'unsupported']).toContain(failed.code)
  })

  it('is ended where it fills the memory when it is run', async () => {
    const shape = { name: 's', dims: [1], data: BigInt64Array.of(2n ** 30n) }
    const nodes = [
      op('ConstantOfShape', ['s'], ['c']),
      op('ReduceSum', ['c'], ['r']),
      op('Add', ['picture', 'r'], ['magnified']),
    ]
    await writeModel('filling.onnx', drawn(image, nodes, [shape]))
    expect(await refusal('filling.onnx')).toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/GiB of memory/),
    })
  })

  it("is refused where its operators are not the runtime's, or it wants more than an image", async () => {
    await writeModel('own.onnx', drawn(image, [op('Sharpen', ['picture'], ['magnified'], {}, 'com.example')]))
    expect(await refusal('own.onnx')).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('com.example.Sharpen'),
    })
    await writeModel('two.onnx', {
      ...drawn(image, [op('Add', ['x', 'z'], ['magnified'])]),
      inputs: ['x', 'z'].map(name => ({ name, dims: ['n', 1, 'h', 'w'], dtype: 'float32' as const })),
    })
    expect(await refusal('two.onnx')).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('2 inputs (x, z)'),
    })
  })

  it('is refused where what comes out is no magnified image', async () => {
    await writeModel('mean.onnx', drawn(image, [op('GlobalAveragePool', ['picture'], ['magnified'])]))
    expect(await refusal('mean.onnx')).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('it made 1 x 1 pixels of'),
    })
  })
})
