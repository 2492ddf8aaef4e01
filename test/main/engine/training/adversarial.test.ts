import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freeRunning } from '../../../../main/engine/control.ts'
import type { ImageBatch, NetworkState, PairBatch } from '../../../../main/engine/devices/device.ts'
import { onnxCpu } from '../../../../main/engine/devices/onnx.ts'
import { reference } from '../../../../main/engine/devices/reference.ts'
import { readModelFile } from '../../../../main/engine/modelFile.ts'
import type { AdversarialSettings, EngineEvent, ImageStack, TrainAdversarialJob } from '../../../../main/engine/port.ts'
import { checkpointFile, readLast } from '../../../../main/engine/training/checkpoint.ts'
import { runTraining } from '../../../../main/engine/training/train.ts'
import { runAdversarialTraining } from '../../../../main/engine/training/trainAdversarial.ts'
import { runClassifierTraining } from '../../../../main/engine/training/trainClassifier.ts'
import { parseNpy } from '../../../../main/formats/npy.ts'
import { discriminatorSchema } from '../../../../models/discriminator.ts'
import { defaultAdam } from '../../../../models/optimisers.ts'
import { parseNetwork } from '../../../../models/registry.ts'
import { ofType, startEngine } from '../support/engine.ts'
import { labelledJob } from '../support/labelled.ts'
import { temporaryFolder, tinyTrainJob, writePairs } from '../support/tinyRun.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
let generatorWeights: string
let classifierWeights: string
beforeAll(async () => {
  temporary = await temporaryFolder()
  const generator = await longJob('generator')
  await runTraining({ ...generator, kind: 'train' }, onnxCpu, { control: freeRunning, emit: () => undefined })
  generatorWeights = checkpointFile(generator.folder, 'best')
  const classifier = await labelledJob(temporary.folder, 'classifier', { epochs: 5 })
  await runClassifierTraining(classifier, onnxCpu, { control: freeRunning, emit: () => undefined })
  classifierWeights = checkpointFile(classifier.folder, 'best')
})
afterAll(() => temporary.remove())

/** 40 pairs of 16 and 32 pixels, 12 of them held out, and a generator that begins near bicubic interpolation. */
async function longJob(run: string) {
  const job = await tinyTrainJob(temporary.folder, run)
  const stacks = await writePairs(temporary.folder, 40, 16)
  return {
    ...job,
    device: 'onnx:cpu' as const,
    network: { kind: 'edsr', blocks: 1, channels: 8, magnification: 2, magnifications: 1, globalSkip: true },
    data: {
      ...job.data,
      ...stacks,
      train: Array.from({ length: 28 }, (_, i) => i),
      validation: Array.from({ length: 12 }, (_, i) => 28 + i),
      scaling: { kind: 'none' as const },
      preview: [],
    },
    settings: {
      ...job.settings,
      batchSize: 7,
      epochs: 10,
      learningRate: 1e-3,
      schedule: { kind: 'constant' as const },
      validateEveryEpochs: 2,
    },
  }
}

const together: AdversarialSettings = {
  form: 'standard',
  weight: 1e-3,
  discriminatorRate: 1e-3,
  discriminatorFirstEpochs: 0,
  trained: 'both',
}

async function adversarialJob(
  run: string,
  adversarial: Partial<AdversarialSettings> = {},
  settings: Partial<TrainAdversarialJob['settings']> = {},
): Promise<TrainAdversarialJob> {
  const job = await longJob(run)
  return {
    ...job,
    kind: 'train-adversarial',
    discriminator: { kind: 'discriminator', channels: 8, layers: 3 },
    startFrom: [{ file: generatorWeights }],
    featureWeights: classifierWeights,
    settings: {
      ...job.settings,
      loss: [
        { kind: 'feature', weight: 0.1 },
        { kind: 'mse', weight: 1 },
        { kind: 'flux', weight: 1 },
      ],
      ...settings,
      adversarial: { ...together, ...adversarial },
    },
  }
}

async function train(job: TrainAdversarialJob, device = onnxCpu): Promise<EngineEvent[]> {
  const events: EngineEvent[] = []
  await runAdversarialTraining(job, device, { control: freeRunning, emit: event => events.push(event) })
  return events
}

describe('a discriminator against a generator that stays as it is', () => {
  it('tells more than 0.8 of the held-out images rightly, and the generator has not moved', async () => {
    const job = await adversarialJob('discriminator', { trained: 'discriminator' }, { epochs: 30 })
    const events = await train(job)
    expect(ofType(events, 'adversarial-validation').at(-1)?.discriminatorAccuracy).toBeGreaterThan(0.8)
    const { state } = await readLast(job.folder)
    expect(state.tensors).toEqual((await readModelFile(generatorWeights)).tensors)
    expect([state.step, state.rival?.step]).toEqual([0, 120])
  })
})

const byName = (state: NetworkState | undefined) =>
  Object.fromEntries(state?.tensors.map(({ name, data }) => [name, data]) ?? [])

/** Images of the job's stacks, as they are. */
async function batchOf({ data }: TrainAdversarialJob, indices: readonly number[]): Promise<PairBatch> {
  const images = async ({ file, height, width }: ImageStack): Promise<ImageBatch> => {
    const all = parseNpy(await readFile(file)).data as Float32Array
    const size = height * width
    const parts = indices.flatMap(i => [...all.subarray(i * size, (i + 1) * size)])
    return { count: indices.length, height, width, data: Float32Array.from(parts) }
  }
  return { lr: await images(data.lr), hr: await images(data.hr) }
}

describe('a generator against a discriminator that stays as it is', () => {
  it('fools it more often on held-out images, and the discriminator has not moved', async () => {
    const job = await adversarialJob('judge', { trained: 'discriminator' }, { epochs: 30 })
    await train(job)
    const { state } = await readLast(job.folder)
    const trainer = await onnxCpu.createAdversarialTrainer({
      network: parseNetwork(job.network),
      discriminator: discriminatorSchema.parse(job.discriminator),
      adversarial: { form: 'standard', weight: 1 },
      loss: 'mse',
      state,
      adam: defaultAdam,
      threads: 1,
    })
    const heldOut = await batchOf(job, job.data.validation)
    const foolingRate = async () => {
      const logits = await trainer.judge(await trainer.predict(heldOut.lr))
      return logits.filter(logit => logit > 0).length / logits.length
    }
    const before = await foolingRate()
    const batch = await batchOf(job, job.data.train)
    const losses: number[] = []
    for (let step = 0; step < 60; step++) {
      const { terms } = await trainer.step(batch, { generator: 2e-3, discriminator: null })
      losses.push(terms?.adversarial ?? Number.NaN)
    }
    expect(before).toBeLessThan(0.3)
    expect(await foolingRate()).toBeGreaterThan(before + 0.5)
    expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] ?? 0))
    const after = trainer.exportState()
    expect(byName(after.rival)).toEqual(byName(state.rival))
    expect(byName(after)).not.toEqual(byName(state))
    trainer.dispose()
  })
})

describe('a generator and a discriminator together', () => {
  it.each(['standard', 'relativistic'] as const)('both have losses and gradients, and flux stays: %s', async form => {
    const job = await adversarialJob(`both-${form}`, { form, discriminatorFirstEpochs: 2 }, { epochs: 12 })
    const events = await train(job)
    const steps = ofType(events, 'step')
    const alone = steps.filter(({ epoch }) => epoch <= 2)
    const both = steps.filter(({ epoch }) => epoch > 2)
    expect(alone.map(({ terms }) => Object.keys(terms ?? {}))).toEqual(
      alone.map(() => ['discriminator', 'judgedRightly']),
    )
    for (const { terms, gradientNorm } of both) {
      expect(Object.keys(terms ?? {}).sort()).toEqual(
        ['adversarial', 'compared', 'discriminator', 'feature', 'flux', 'judgedRightly', 'mse'].sort(),
      )
      expect(gradientNorm).toBeGreaterThan(0)
      expect(terms?.adversarial).toBeGreaterThan(0)
    }
    const validations = ofType(events, 'adversarial-validation')
    expect(validations.at(-1)?.fluxError).toBeLessThan(0.02)
    // Whatever the scores, the latest weights are kept.
    expect(ofType(events, 'validation').map(({ best }) => best)).toEqual(validations.map(() => true))

    const { state } = await readLast(job.folder)
    expect([state.step, state.rival?.step]).toEqual([40, 48])
    expect(state.rival?.adamM.some(({ data }) => data.some(value => value !== 0))).toBe(true)
    expect(state.adamM.some(({ data }) => data.some(value => value !== 0))).toBe(true)
    // The checkpoint is the generator's, and can be applied like any other.
    expect((await readModelFile(checkpointFile(job.folder, 'last'))).network.kind).toBe('edsr')
  })

  it('steps alike on onnx:cpu and on the reference', async () => {
    const job = await adversarialJob('alike', {}, { epochs: 1, validateEveryEpochs: 1 })
    const small = { ...job, data: { ...job.data, train: [0, 1, 2] } }
    const [tested, expected] = [await train(small), await train(small, reference)].map(all => ofType(all, 'step')[0])
    for (const [name, value] of Object.entries(expected?.terms ?? {})) {
      expect(tested?.terms?.[name], name).toBeCloseTo(value, 4)
    }
    expect(tested?.gradientNorm).toBeCloseTo(expected?.gradientNorm ?? Number.NaN, 4)
  })

  it('killed with SIGKILL and resumed, end with the very bytes of a run that was never interrupted', async () => {
    const settings = { epochs: 3, validateEveryEpochs: 1, averageDecay: 0.9 }
    const whole = await adversarialJob('whole', { discriminatorFirstEpochs: 1 }, settings)
    expect((await startEngine(whole).exit).code).toBe(0)
    const killed = await adversarialJob(
      'killed',
      { discriminatorFirstEpochs: 1 },
      { ...settings, checkpointEverySeconds: 1e-9 },
    )
    const first = startEngine(killed)
    await first.until(event => event.type === 'checkpoint' && event.step === 6)
    first.engine.kill()
    expect(await first.exit).toMatchObject({ signal: 'SIGKILL' })
    expect((await startEngine({ ...killed, resume: true }).exit).code).toBe(0)
    for (const which of ['best', 'last'] as const) {
      const [a, b] = await Promise.all([whole, killed].map(({ folder }) => readFile(checkpointFile(folder, which))))
      expect(b?.equals(a ?? Buffer.alloc(0)), which).toBe(true)
    }
    // The best weights are the latest average, which the last checkpoint holds beside the weights themselves.
    const { state } = await readLast(whole.folder)
    expect((await readModelFile(checkpointFile(whole.folder, 'best'))).tensors).toEqual(state.average)
    expect(byName(state)).not.toEqual(Object.fromEntries(state.average?.map(({ name, data }) => [name, data]) ?? []))
  })
})

describe('an adversarial training that makes no sense is refused at once', () => {
  const refused: [string, Partial<AdversarialSettings>, RegExp][] = [
    ['a weight of nothing', { weight: 0 }, /weight of the adversarial term must be positive/],
    [
      'a discriminator that is alone to the end',
      { discriminatorFirstEpochs: 10 },
      /learns alone in the first 10 of 10 epochs/,
    ],
  ]
  it.each(refused)('%s', async (_, changes, message) => {
    await expect(train(await adversarialJob('refused', changes))).rejects.toThrow(message)
  })
  it('a feature loss without a classifier', async () => {
    const { featureWeights: _, ...job } = await adversarialJob('refused')
    await expect(train(job)).rejects.toThrow(/needs a trained classifier/)
  })
  it('a generator that begins from a classifier', async () => {
    const job = await adversarialJob('refused')
    await expect(train({ ...job, startFrom: [{ file: classifierWeights }] })).rejects.toThrow(
      /not a network's configuration/,
    )
  })
  it('a generator that begins from other weights, naming what does not fit', async () => {
    const job = await adversarialJob('refused')
    const other = { ...job, network: { ...job.network, channels: 4 } }
    await expect(train(other)).rejects.toThrow(/cannot begin from .*best\.safetensors: .* has another shape there/)
  })
})
