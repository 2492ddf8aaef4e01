import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freeRunning } from '../../../../main/engine/control.ts'
import { onnxCpu } from '../../../../main/engine/devices/onnx.ts'
import { readModelFile } from '../../../../main/engine/modelFile.ts'
import type { EngineEvent, TrainJob } from '../../../../main/engine/port.ts'
import { checkpointFile, readLast } from '../../../../main/engine/training/checkpoint.ts'
import { freshLoopState, loopStateSchema } from '../../../../main/engine/training/loopState.ts'
import { SampleReader } from '../../../../main/engine/training/samples.ts'
import { withStack } from '../../../../main/engine/training/stack.ts'
import { runTraining } from '../../../../main/engine/training/train.ts'
import { writeNpy } from '../../../../main/formats/npy.ts'
import { ofType } from '../support/engine.ts'
import { temporaryFolder, tinyTrainJob } from '../support/tinyRun.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  temporary = await temporaryFolder()
})
afterAll(() => temporary.remove())

async function train(job: TrainJob): Promise<EngineEvent[]> {
  const events: EngineEvent[] = []
  await runTraining(job, onnxCpu, { control: freeRunning, emit: event => events.push(event) })
  return events
}

const valuesOf = (tensors: readonly { readonly name: string; readonly data: Float32Array }[]) =>
  Object.fromEntries(tensors.map(({ name, data }) => [name, data]))

describe('a weighted sum of losses', () => {
  it('reports each term, unweighted, and their weighted sum as the loss', async () => {
    const terms = [
      { kind: 'charbonnier', weight: 1 },
      { kind: 'ssim', weight: 0.5 },
      { kind: 'flux', weight: 2 },
      { kind: 'consistency', weight: 0.01 },
    ] as const
    const kernel = join(temporary.folder, 'kernel.npy')
    await writeFile(kernel, writeNpy({ shape: [3, 3], data: new Float32Array(9).fill(1 / 9) }))
    const job = await tinyTrainJob(temporary.folder, 'sum', { loss: terms, epochs: 2 })
    const scaling = { kind: 'asinh', offset: 0.01, scale: 2, softening: 0.3 } as const
    const events = await train({ ...job, data: { ...job.data, scaling, degradation: { kernel, sigma: 0.02 } } })
    const steps = ofType(events, 'step')
    for (const { loss, terms: reported = {} } of steps) {
      const sum = terms.reduce((total, { kind, weight }) => total + weight * (reported[kind] ?? Number.NaN), 0)
      expect(loss / sum).toBeCloseTo(1, 4)
    }
  })

  it('is refused where what it looks at is missing', async () => {
    const job = await tinyTrainJob(temporary.folder, 'missing', { loss: [{ kind: 'consistency', weight: 1 }] })
    await expect(train(job)).rejects.toThrow(/needs the PSFs of LR and HR and the noise/)
    const none = { ...job, settings: { ...job.settings, loss: [] } }
    await expect(train(none)).rejects.toThrow(/sum of nothing/)
  })
})

describe('noise added to the input', () => {
  it('is new in each epoch and for each image, the same for the same seed, and in validation always the same', async () => {
    const { data } = await tinyTrainJob(temporary.folder, 'noise')
    await withStack(data.lr, lr =>
      withStack(data.hr, async hr => {
        const read = async (seed: number, epoch: number, inputNoise?: number) => {
          const samples = new SampleReader({ lr, hr }, data, { seed, ...(inputNoise !== undefined && { inputNoise }) })
          return (await samples.batch([{ sample: 3, symmetry: 0 }], epoch)).lr.data
        }
        const clean = await read(1, 1)
        const noisy = await read(1, 1, 0.2)
        expect(await read(1, 1, 0.2)).toEqual(noisy)
        expect(await read(1, 2, 0.2)).not.toEqual(noisy)
        expect(await read(2, 1, 0.2)).not.toEqual(noisy)
        const spread = Math.sqrt(
          noisy.reduce((sum, value, i) => sum + (value - (clean[i] ?? 0)) ** 2, 0) / noisy.length,
        )
        // 64 pixels: the spread is known to a tenth.
        expect(spread).toBeGreaterThan(0.14)
        expect(spread).toBeLessThan(0.26)
        const samples = new SampleReader({ lr, hr }, data, { seed: 1, inputNoise: 0.2 })
        expect(await samples.input(3)).toEqual(await samples.input(3))
      }),
    )
  })
})

describe('a training that begins from the weights of another', () => {
  const stage = { kind: 'resnet-sisr', blocks: 1, channels: 2, magnification: 2, outputRelu: false }
  const denoiser = { ...stage, magnifications: 0 }

  it('has a denoiser before it that stays as it was, its batch norm too', async () => {
    const base = await tinyTrainJob(temporary.folder, 'denoiser', { inputNoise: 0.1, epochs: 2 })
    const front = { ...base, network: denoiser, data: { ...base.data, hr: base.data.lr } }
    await train(front)
    const file = checkpointFile(front.folder, 'best')
    const job = await tinyTrainJob(temporary.folder, 'behind', { epochs: 2 })
    const network = { kind: 'denoised-sisr', denoiser, sr: { ...stage, magnifications: 1 } }
    await train({ ...job, network, startFrom: [{ file, prefix: 'denoiser' }] })
    const [before, after] = [await readModelFile(file), await readModelFile(checkpointFile(job.folder, 'last'))]
    const trained = valuesOf(after.tensors)
    for (const { name, data } of before.tensors) expect(trained[`denoiser.${name}`], name).toEqual(data)
  })

  it('begins exactly there', async () => {
    const first = await tinyTrainJob(temporary.folder, 'first', { epochs: 2 })
    await train(first)
    const file = checkpointFile(first.folder, 'last')
    const next = await tinyTrainJob(temporary.folder, 'next', { epochs: 1, learningRate: 1e-12 })
    await train({ ...next, startFrom: [{ file }] })
    const [before, after] = [await readModelFile(file), await readModelFile(checkpointFile(next.folder, 'last'))]
    const values = valuesOf(after.tensors)
    for (const { name, data } of before.tensors.filter(t => !t.name.includes('running')))
      for (const [i, value] of data.entries()) expect(values[name]?.[i]).toBeCloseTo(value, 6)
  })
})

describe('other optimisers, and averaged weights', () => {
  it.each([
    ['adamw', { kind: 'adamw', weightDecay: 0.01 }],
    ['sgd', { kind: 'sgd', momentum: 0.9, nesterov: true }],
  ] as const)('%s brings the loss down', async (name, optimiser) => {
    const job = await tinyTrainJob(temporary.folder, name, {
      optimiser,
      epochs: 10,
      learningRate: name === 'sgd' ? 0.02 : 3e-3,
      schedule: { kind: 'constant' },
    })
    const steps = ofType(await train(job), 'validation')
    expect(steps.at(-1)?.mse).toBeLessThan(steps[0]?.mse ?? 0)
  })

  it('the average is what is kept and applied; the weights that are trained go on from theirs', async () => {
    const job = await tinyTrainJob(temporary.folder, 'average', { averageDecay: 0.99, epochs: 4 })
    await train(job)
    const { state } = await readLast(job.folder)
    const kept = valuesOf((await readModelFile(checkpointFile(job.folder, 'last'))).tensors)
    expect(kept).toEqual(valuesOf(state.average ?? []))
    expect(kept).not.toEqual(valuesOf(state.tensors))
  })
})

it('a checkpoint from before there was anything but PSNR goes on from its best score', () => {
  const { bestScore: _, ...before } = freshLoopState
  expect(loopStateSchema.parse({ ...before, bestPsnr: 31.5 })).toEqual({ ...freshLoopState, bestScore: 31.5 })
})
