import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { mse, psnr, ssim } from '../../../../main/domain/metrics.ts'
import { inverse, resolveScaling } from '../../../../main/domain/scaling.ts'
import { freeRunning } from '../../../../main/engine/control.ts'
import type { Device, Trainer } from '../../../../main/engine/devices/device.ts'
import { reference } from '../../../../main/engine/devices/reference.ts'
import { readModelFile } from '../../../../main/engine/modelFile.ts'
import type { EngineEvent, TrainJob } from '../../../../main/engine/port.ts'
import { checkpointFile, readLast } from '../../../../main/engine/training/checkpoint.ts'
import { runTraining } from '../../../../main/engine/training/train.ts'
import { parseNpy, writeNpy } from '../../../../main/formats/npy.ts'
import { ofType } from '../support/engine.ts'
import { temporaryFolder, tinyTrainJob } from '../support/tinyRun.ts'

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  temporary = await temporaryFolder()
})
afterAll(() => temporary.remove())

async function train(job: TrainJob, device: Device = reference) {
  const events: EngineEvent[] = []
  let error: unknown
  await runTraining(job, device, { control: freeRunning, emit: event => events.push(event) }).catch(thrown => {
    error = thrown
  })
  return { events, error }
}

/** The reference device with something done to what its steps return. */
function tampered(change: (trainer: Trainer, stepsDone: () => number) => Partial<Trainer>): Device {
  return {
    ...reference,
    createTrainer: async options => {
      const trainer = await reference.createTrainer(options)
      let steps = 0
      const step: Trainer['step'] = (...batch) => {
        steps += 1
        return trainer.step(...batch)
      }
      return { ...trainer, step, ...change({ ...trainer, step }, () => steps) }
    },
  }
}

describe('a training run', () => {
  let job: TrainJob
  let events: EngineEvent[]
  beforeAll(async () => {
    job = await tinyTrainJob(temporary.folder, 'run', { epochs: 6, validateEveryEpochs: 4 })
    const result = await train(job)
    expect(result.error).toBeUndefined()
    events = result.events
  })

  it('tells its steps, validations, previews and checkpoints in this order', () => {
    const epochs = events.filter(event => event.type !== 'step' || event.step % 3 === 0).map(event => event.type)
    const validated = ['validation', 'preview', 'checkpoint', 'checkpoint']
    expect(epochs).toEqual([
      'started',
      ...Array(4).fill('step'),
      ...validated,
      'step',
      'step',
      ...validated,
      'finished',
    ])
    expect(events[0]).toMatchObject({ type: 'started', parameters: 749, stepsPerEpoch: 3, totalSteps: 18, step: 0 })
    expect(events.at(-1)).toMatchObject({ type: 'finished', reason: 'completed', step: 18 })
    expect(ofType(events, 'step').at(-1)).toMatchObject({ step: 18, epoch: 6 })
    // Only the last validation is left then.
    expect(ofType(events, 'step').at(-1)?.secondsLeft).toBeLessThan(ofType(events, 'step')[0].secondsLeft)
  })

  it('sends at most ten step events a second, and always the last of an epoch', async () => {
    let clock = 0
    const now = vi.spyOn(performance, 'now').mockImplementation(() => {
      clock += 15
      return clock
    })
    const sent: { step: number; at: number }[] = []
    const emit = (event: EngineEvent) => event.type === 'step' && sent.push({ step: event.step, at: clock })
    const quick = await tinyTrainJob(temporary.folder, 'throttled', { epochs: 3, batchSize: 2, validateEveryEpochs: 3 })
    await runTraining(quick, reference, { control: freeRunning, emit }).finally(() => now.mockRestore())
    expect(sent.map(({ step }) => step)).toEqual(expect.arrayContaining([6, 12, 18]))
    expect(sent.length).toBeLessThan(18)
    const early = sent.filter(({ at }, i) => i > 0 && at - sent[i - 1].at < 100)
    expect(early.every(({ step }) => step % 6 === 0)).toBe(true)
  })

  it('learns', () => {
    const steps = ofType(events, 'step')
    expect(steps.at(-1)?.loss).toBeLessThan(0.8 * steps[0].loss)
    expect(ofType(events, 'validation')[1].psnr).toBeGreaterThan(ofType(events, 'validation')[0].psnr)
  })

  it('scores the validation images in file units: the best checkpoint scores the same again', async () => {
    const { network, tensors, record } = await readModelFile(checkpointFile(job.folder, 'best'))
    const predictor = await reference.createPredictor({ network, tensors, threads: 1 })
    const images = async (stack: typeof job.data.lr) => {
      const { data } = parseNpy(await readFile(stack.file))
      const size = stack.height * stack.width
      return job.data.validation.map(index => ({
        width: stack.width,
        height: stack.height,
        data: Float32Array.from(data.subarray(index * size, (index + 1) * size)),
      }))
    }
    const [lr, hr] = [await images(job.data.lr), await images(job.data.hr)]
    const scores = { mse: 0, psnr: 0, ssim: 0 }
    for (const [i, image] of lr.entries()) {
      const scaling = resolveScaling(record.scaling, image)
      if (scaling.kind !== 'linear') throw new Error('a per-image scaling resolves to a linear one')
      const scaled = image.data.map(value => (value - scaling.offset) / scaling.scale)
      const output = await predictor.predict({ count: 1, height: image.height, width: image.width, data: scaled })
      const prediction = { ...hr[i], data: inverse(scaling, output.data) }
      const error = mse(prediction, hr[i])
      scores.mse += error / lr.length
      scores.psnr += psnr(error, job.data.peak) / lr.length
      scores.ssim += ssim(prediction, hr[i], { window: 'uniform', peak: job.data.peak }) / lr.length
    }
    const best = ofType(events, 'validation').findLast(event => event.best)
    expect(best?.mse).toBeCloseTo(scores.mse, 7)
    expect(best?.psnr).toBeCloseTo(scores.psnr, 4)
    expect(best?.ssim).toBeCloseTo(scores.ssim, 5)
    expect(record).toMatchObject({ psnr: best?.psnr, step: best?.step, provenance: { run: 'tiny' }, fluxFactor: 1 })
    predictor.dispose()
  })

  it('writes previews as float32 HR images in file units', async () => {
    const [preview] = ofType(events, 'preview')
    const { shape, dtype, data } = parseNpy(await readFile(preview.file))
    expect({ shape, dtype }).toEqual({ shape: [16, 16], dtype: 'float32' })
    expect(data.every(Number.isFinite)).toBe(true)
  })

  it('keeps in its last checkpoint the state from which it would go on', async () => {
    const { state, run } = await readLast(job.folder)
    expect(state.step).toBe(18)
    expect(state.adamM.map(moment => moment.name)).toEqual(state.adamV.map(moment => moment.name))
    expect(run.loop).toMatchObject({ step: 18, validatedStep: 18, bestStep: 18, withoutBetter: 0 })
  })
})

describe('a run that does not go well', () => {
  it('stops early after its patience of validations without a better score', async () => {
    const job = await tinyTrainJob(temporary.folder, 'patience', {
      epochs: 50,
      validateEveryEpochs: 1,
      earlyStopPatience: 2,
      learningRate: 1e-30,
    })
    const { events } = await train(job)
    expect(ofType(events, 'validation').map(event => event.best)).toEqual(
      ofType(events, 'validation').map((_, i, all) => i < all.length - 2),
    )
    expect(events.at(-1)).toMatchObject({ type: 'finished', reason: 'early-stop' })
  })

  it('diverges: stops, says why, and keeps the last good weights', async () => {
    const job = await tinyTrainJob(temporary.folder, 'nan', { epochs: 4, validateEveryEpochs: 1 })
    const failing = tampered((trainer, done) => ({
      step: async (...batch) => {
        const result = await trainer.step(...batch)
        return done() === 8 ? { loss: Number.NaN, gradientNorm: 1 } : result
      },
    }))
    const { events, error } = await train(job, failing)
    expect(error).toMatchObject({ code: 'diverged', details: { step: 8 } })
    expect(ofType(events, 'checkpoint').at(-1)).toMatchObject({ which: 'last', step: 6 })
    const { state } = await readLast(job.folder)
    expect(state.step).toBe(6)
    expect(state.tensors.every(({ data }) => data.every(Number.isFinite))).toBe(true)
  })

  it('a learning rate far too high is found out by the real loss', async () => {
    const job = await tinyTrainJob(temporary.folder, 'hot', {
      epochs: 20,
      learningRate: 1e4,
      schedule: { kind: 'constant' },
    })
    const { error } = await train(job)
    expect(error).toMatchObject({ code: 'diverged' })
  })

  it('collapses to a constant image: stops at the validation', async () => {
    const job = await tinyTrainJob(temporary.folder, 'flat', { epochs: 2, validateEveryEpochs: 1 })
    const flat = tampered(trainer => ({
      predict: async lr => {
        const output = await trainer.predict(lr)
        return { ...output, data: output.data.fill(0.25) }
      },
    }))
    const { events, error } = await train(job, flat)
    expect(error).toMatchObject({ code: 'diverged', message: expect.stringContaining('constant image') })
    expect(ofType(events, 'checkpoint')).toEqual([])
  })

  it('without validation images the best checkpoint is the latest', async () => {
    const job = await tinyTrainJob(temporary.folder, 'unvalidated', { epochs: 2, validateEveryEpochs: 1 })
    const { events } = await train({ ...job, data: { ...job.data, validation: [] } })
    expect(ofType(events, 'validation')).toEqual([])
    expect(ofType(events, 'checkpoint').map(({ which, step }) => [which, step])).toEqual([
      ['best', 3],
      ['last', 3],
      ['best', 6],
      ['last', 6],
    ])
  })
})

describe('bad input to a training run is refused before the first step', () => {
  it.each<[string, (job: TrainJob) => TrainJob, RegExp]>([
    ['sizes that do not fit', job => ({ ...job, network: { ...job.network, magnification: 3 } }), /magnifies 3 times/],
    ['a sample that does not exist', job => ({ ...job, data: { ...job.data, train: [0, 1, 99] } }), /sample 99/],
    ['a sample on two sides', job => ({ ...job, data: { ...job.data, validation: [0] } }), /both trained on/],
    ['absurd settings', job => ({ ...job, settings: { ...job.settings, epochs: 0 } }), /epochs must be/],
    ['an unknown network', job => ({ ...job, network: { kind: 'srcnn' } }), /known kinds: resnet-sisr/],
    [
      'a stack of another shape',
      job => ({ ...job, data: { ...job.data, lr: { ...job.data.lr, count: 15 }, hr: { ...job.data.hr, count: 15 } } }),
      /holds f4 of shape \(14, 8, 8\).*declared/,
    ],
  ])('%s', async (_, change, message) => {
    const job = change(await tinyTrainJob(temporary.folder, 'refused'))
    const { events, error } = await train({ ...job, data: { ...job.data, preview: [] } })
    expect(error).toMatchObject({ message: expect.stringMatching(message) })
    expect(events).toEqual([])
  })

  it('a pixel that is not a number, naming the image', async () => {
    const job = await tinyTrainJob(temporary.folder, 'nan-pixel')
    const { shape, data } = parseNpy(await readFile(job.data.lr.file))
    data[5 * 64 + 3] = Number.NaN
    await writeFile(job.data.lr.file, writeNpy({ shape, data }))
    const { error } = await train(job)
    expect(error).toMatchObject({ code: 'bad-input', message: expect.stringContaining('Image 5 of') })
  })
})
