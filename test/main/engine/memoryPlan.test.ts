import { describe, expect, it, vi } from 'vitest'
import { compileInference, compileTrainingStep } from '../../../main/engine/compiler/compile.ts'
import { peakLiveBytes } from '../../../main/engine/compiler/liveMemory.ts'
import type { OnnxModel, OnnxNode } from '../../../main/engine/compiler/onnxModel.ts'
import { inferShapes } from '../../../main/engine/compiler/shapes.ts'
import type { PlanMemoryJob } from '../../../main/engine/port.ts'
import { initialState } from '../../../main/engine/training/initialState.ts'
import { defaultAdam } from '../../../models/optimisers.ts'
import { parseNetwork } from '../../../models/registry.ts'
import { ofType, startEngine } from './support/engine.ts'

vi.setConfig({ testTimeout: 120_000 })

const shape = { kind: 'resnet-sisr', blocks: 2, channels: 16, magnification: 2, magnifications: 1, outputRelu: false }
const network = parseNetwork(shape)

const node = (op: string, inputs: string[], outputs: string[]): OnnxNode => ({
  op,
  domain: '',
  inputs,
  outputs,
  attributes: {},
})

/** Nodes over one vector of 256 numbers, 1 KiB. */
function chain(nodes: readonly OnnxNode[]): OnnxModel {
  const value = (name: string) => ({ name, dims: [256], dtype: 'float32' as const })
  return { nodes, initializers: [], inputs: [value('x')], outputs: [value('y')], moves: [] }
}

describe("the sizes of a model's tensors", () => {
  it.each([0, 8, 16])('come to the sizes of the outputs that the compiler knows, in blocks of %i channels', block => {
    const spec = {
      network,
      loss: 'charbonnier',
      adam: defaultAdam,
      clipNorm: 1,
      batch: 3,
      height: 9,
      width: 12,
    } as const
    const { model } = compileTrainingStep(spec, { block, keepBlocks: block === 8 })
    const shapes = inferShapes(model)
    expect(model.outputs.map(({ name }) => shapes.get(name))).toEqual(model.outputs.map(({ dims }) => dims))
  })
})

describe('the memory of values in running order', () => {
  it('counts what lives at one time, and not what an operator writes over its input', () => {
    const nodes = [
      node('Softplus', ['x'], ['a']),
      node('Softplus', ['a'], ['b']),
      node('Relu', ['b'], ['c']),
      node('Softplus', ['c'], ['d']),
      node('Add', ['d', 'c'], ['y']),
    ]
    expect(peakLiveBytes(chain(nodes))).toBe(2 * 1024)
  })

  it('keeps a value that is needed at the end alive through all that lies between', () => {
    const nodes = [
      node('Softplus', ['x'], ['a']),
      node('Softplus', ['a'], ['b']),
      node('Softplus', ['b'], ['c']),
      node('Add', ['a', 'c'], ['y']),
    ]
    expect(peakLiveBytes(chain(nodes))).toBe(3 * 1024)
  })

  it('is not guessed where the size of a value is unknown', () => {
    const joined = { ...node('Concat', ['x', 'x'], ['y']), attributes: { axis: { int: 0 } } }
    expect(() => peakLiveBytes(chain([joined]))).toThrow(/sizes of the step's values are not known: 'y'/)
  })

  it('grows with the batch, in training more than in evaluation', () => {
    const training = (batch: number) =>
      peakLiveBytes(
        compileTrainingStep({ network, loss: 'mse', adam: defaultAdam, batch, height: 16, width: 16 }, { block: 0 })
          .model,
      )
    const { tensors } = initialState(network, 1)
    const sizes = { batch: 8, height: 16, width: 16 }
    expect(training(8) / training(4)).toBeCloseTo(2, 0)
    expect(peakLiveBytes(compileInference(network, tensors, sizes, { block: 0 }).model)).toBeLessThan(training(8) / 1.5)
  })
})

describe('a plan of memory', () => {
  const sizes = { network: { ...shape }, batchSize: 8, lrHeight: 48, lrWidth: 48, loss: 'mse' } as const
  const rival = { discriminator: { kind: 'discriminator', channels: 8, layers: 3 }, form: 'standard' } as const
  const classified = {
    ...{ batchSize: 8, height: 46, width: 46, averageDecay: 0.9 },
    classifier: { kind: 'resnet-simple', channels: 4, side: 46, classes: 3 },
  }
  const plan = async (limitBytes: number, batchSize: number = sizes.batchSize) => {
    const { events, exit } = startEngine({ kind: 'plan-memory', ...sizes, batchSize, limitBytes })
    await exit
    return ofType(events, 'planned')[0]
  }

  it('is close to what the training takes, with nothing run', async () => {
    const planned = await plan(2 ** 40)
    const { events, exit } = startEngine({ kind: 'estimate', device: 'onnx:cpu', threads: 1, ...sizes })
    await exit
    const measured = ofType(events, 'estimated')[0].peakMemoryBytes
    expect(planned.largestBatch).toBe(8)
    expect(planned.peakMemoryBytes / measured).toBeGreaterThan(0.6)
    expect(planned.peakMemoryBytes / measured).toBeLessThan(1.6)
  })

  it.each([
    [
      'a generator against a discriminator',
      { kind: 'plan-memory', ...sizes, rival },
      { kind: 'estimate', device: 'onnx:cpu', threads: 1, ...sizes, rival },
    ],
    [
      'a classifier',
      { kind: 'plan-classifier-memory', ...classified },
      { kind: 'estimate-classifier', device: 'onnx:cpu', threads: 1, ...classified },
    ],
  ] as const)(
    'is close to what the training of %s takes too, and finds its largest batch',
    async (_, job, estimate) => {
      const planOf = async (limitBytes: number, batchSize: number) => {
        const { events, exit } = startEngine({ ...job, limitBytes, batchSize })
        await exit
        return ofType(events, 'planned')[0]
      }
      const planned = await planOf(2 ** 40, 8)
      const { events, exit } = startEngine(estimate)
      await exit
      const [measured] = ofType(events, 'estimated')
      expect(measured.secondsPerStep).toBeGreaterThan(0)
      expect(planned).toMatchObject({ largestBatch: 8, parts: null })
      expect(planned.peakMemoryBytes / measured.peakMemoryBytes).toBeGreaterThan(0.6)
      expect(planned.peakMemoryBytes / measured.peakMemoryBytes).toBeLessThan(1.6)
      expect(await planOf(planned.peakMemoryBytes - 1, 8)).toMatchObject({ largestBatch: 7, parts: null })
    },
  )

  it('finds the largest batch within a limit: one image more takes more than that', async () => {
    const { peakMemoryBytes: three } = await plan(2 ** 40, 3)
    const { peakMemoryBytes: four } = await plan(2 ** 40, 4)
    expect(await plan((three + four) / 2)).toMatchObject({ largestBatch: 3 })
  })

  it('says that no batch fits where not even two images do', async () => {
    expect(await plan(2 ** 20)).toMatchObject({ largestBatch: null })
  })
})

describe('the plan of a training that does not fit as a whole', () => {
  const sizes = { kind: 'plan-memory', batchSize: 12, lrHeight: 32, lrWidth: 32, loss: 'mse' } as const
  const edsr = { kind: 'edsr', blocks: 2, channels: 16, magnification: 2, magnifications: 1 }

  async function planOf(job: PlanMemoryJob) {
    const { events, exit } = startEngine(job)
    await exit
    const [planned] = ofType(events, 'planned')
    return planned
  }

  it('names the largest parts that fit, and whether they come to the same training', async () => {
    const whole = await planOf({ ...sizes, network: edsr, limitBytes: Number.MAX_SAFE_INTEGER })
    expect(whole.parts).toBeNull()
    const limitBytes = whole.peakMemoryBytes - 8 * 2 ** 20
    const { parts } = await planOf({ ...sizes, network: edsr, limitBytes })
    expect(parts).toMatchObject({ isExact: true })
    expect(parts?.images).toBeLessThan(12)
    expect(parts?.peakMemoryBytes).toBeLessThanOrEqual(limitBytes)
    const asked = await planOf({ ...sizes, network: edsr, limitBytes, microBatch: parts?.images })
    expect(asked.peakMemoryBytes).toBe(parts?.peakMemoryBytes)

    const withBatchNorm = await planOf({ ...sizes, network: shape, limitBytes })
    expect(withBatchNorm.parts).toMatchObject({ isExact: false })
    expect((await planOf({ ...sizes, network: edsr, limitBytes: 1 })).parts).toBeNull()
  })
})
