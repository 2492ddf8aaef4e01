import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accuracy } from '../../../../main/domain/classMetrics.ts'
import { runClassification } from '../../../../main/engine/classify.ts'
import { freeRunning } from '../../../../main/engine/control.ts'
import { onnxCpu } from '../../../../main/engine/devices/onnx.ts'
import { reference } from '../../../../main/engine/devices/reference.ts'
import { classifierNetworks, readModel, readModelFile } from '../../../../main/engine/modelFile.ts'
import type { EngineEvent, TrainClassifierJob } from '../../../../main/engine/port.ts'
import { checkpointFile } from '../../../../main/engine/training/checkpoint.ts'
import { runClassifierTraining } from '../../../../main/engine/training/trainClassifier.ts'
import { parseNpy, writeNpy } from '../../../../main/formats/npy.ts'
import { ofType, startEngine } from '../support/engine.ts'
import { classes, labelledImages, labelledJob, side } from '../support/labelled.ts'
import { temporaryFolder } from '../support/tinyRun.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  temporary = await temporaryFolder()
})
afterAll(() => temporary.remove())

async function train(job: TrainClassifierJob, device = onnxCpu): Promise<EngineEvent[]> {
  const events: EngineEvent[] = []
  await runClassifierTraining(job, device, { control: freeRunning, emit: event => events.push(event) })
  return events
}

describe('a classifier', () => {
  let job: TrainClassifierJob
  let events: EngineEvent[]
  beforeAll(async () => {
    job = await labelledJob(temporary.folder, 'learns')
    events = await train(job)
  })

  it('learns to tell held-out images apart, and keeps the weights that do so best', () => {
    const validations = ofType(events, 'class-validation')
    expect(validations.map(({ epoch }) => epoch)).toEqual([5, 10, 15])
    const best = validations.filter(v => v.best).at(-1)
    expect(best?.crossEntropy).toBe(Math.min(...validations.map(v => v.crossEntropy)))
    expect(best?.accuracy).toBeGreaterThan(0.8)
    expect(best?.auc).toBeGreaterThan(0.9)
  })

  it('gives images that it never saw the probabilities of its classes, in the order of its names', async () => {
    const count = 30
    const file = join(temporary.folder, 'others.npy')
    await writeFile(file, writeNpy({ shape: [count, side, side], data: labelledImages(count, 77) }))
    const samples = Array.from({ length: count }, (_, i) => count - 1 - i)
    const output = join(temporary.folder, 'probabilities.npy')
    const weights = checkpointFile(job.folder, 'best')
    const told: EngineEvent[] = []
    await runClassification(
      {
        kind: 'classify',
        device: 'onnx:cpu',
        threads: 1,
        weights,
        images: { file, count, height: side, width: side },
        samples,
        output,
      },
      onnxCpu,
      { control: freeRunning, emit: event => told.push(event) },
    )
    const { shape, data } = parseNpy(await readFile(output))
    expect(shape).toEqual([count, classes.length])
    const rows = samples.map((_, i) => [...data.slice(3 * i, 3 * i + 3)])
    for (const row of rows) expect(row.reduce((a, b) => Number(a) + Number(b), 0)).toBeCloseTo(1, 5)
    const labels = samples.map(i => i % 3)
    expect(accuracy({ classes: 3, probabilities: Float64Array.from(data, Number), labels })).toBeGreaterThan(0.8)
    expect(told.at(-1)).toMatchObject({ type: 'finished', reason: 'completed', step: count })
    expect((await readModel(weights, classifierNetworks)).record.classes).toEqual(classes)
  })

  it('is no network from images to images, and says so', async () => {
    await expect(readModelFile(checkpointFile(job.folder, 'best'))).rejects.toThrow(/not a network's configuration/)
  })
})

describe('a classifier that is killed with SIGKILL in mid-epoch and resumed', () => {
  it('ends with the very bytes of one that was never interrupted, dropout, augmentation and average among them', async () => {
    const settings = { epochs: 2, validateEveryEpochs: 1, averageDecay: 0.9 }
    const whole = await labelledJob(temporary.folder, 'whole', settings)
    expect((await startEngine(whole).exit).code).toBe(0)

    const killed = await labelledJob(temporary.folder, 'killed', { ...settings, checkpointEverySeconds: 1e-9 })
    const first = startEngine(killed)
    await first.until(event => event.type === 'checkpoint' && event.step === 2)
    first.engine.kill()
    expect(await first.exit).toMatchObject({ signal: 'SIGKILL' })
    const second = startEngine({ ...killed, resume: true })
    expect((await second.exit).code).toBe(0)
    expect(ofType(second.events, 'started')[0]?.step).toBeGreaterThanOrEqual(2)

    for (const which of ['best', 'last'] as const) {
      const [a, b] = await Promise.all([whole, killed].map(({ folder }) => readFile(checkpointFile(folder, which))))
      expect(b?.equals(a ?? Buffer.alloc(0)), which).toBe(true)
    }
  })
})

describe('a classifier’s training that makes no sense is refused at once', () => {
  const refused: [string, (job: TrainClassifierJob) => Partial<TrainClassifierJob>, RegExp][] = [
    [
      'images of another size',
      job => ({ classifier: { ...job.classifier, side: 50 } }),
      /takes images of 50 x 50.*46 x 46/,
    ],
    [
      'other classes',
      job => ({ classifier: { ...job.classifier, classes: 2 } }),
      /tells 2 classes apart.*no, sphere, vort/,
    ],
    [
      'an image without a class',
      job => ({ data: { ...job.data, labels: job.data.labels.map((l, i) => (i === 5 ? -1 : l)) } }),
      /Image 5 has no class/,
    ],
    [
      'a class without training images',
      job => ({ data: { ...job.data, train: job.data.train.filter(i => i % 3 !== 2) } }),
      /No training image is of the class vort/,
    ],
    ['an unknown classifier', () => ({ classifier: { kind: 'vgg' } }), /known kinds: resnet-simple, resnet18/],
  ]
  it.each(refused)('%s', async (_, change, message) => {
    const job = await labelledJob(temporary.folder, 'refused')
    await expect(train({ ...job, ...change(job) })).rejects.toThrow(message)
  })
})

describe.each(['resnet-simple', 'resnet18'] as const)('a step of %s', kind => {
  it('is the same on onnx:cpu and on the reference', async () => {
    const base = await labelledJob(temporary.folder, `step-${kind}`, {
      epochs: 1,
      batchSize: 48,
      validateEveryEpochs: 1,
    })
    const size = kind === 'resnet18' ? { kind, channels: 2, classes: 3 } : { kind, channels: 1, side, classes: 3 }
    const small = { ...base, classifier: size, data: { ...base.data, train: base.data.train.slice(0, 6) } }
    const [tested, expected] = [await train(small), await train(small, reference)].map(all => ofType(all, 'step')[0])
    expect(tested?.loss).toBeCloseTo(expected?.loss ?? Number.NaN, 4)
    expect(tested?.gradientNorm).toBeCloseTo(expected?.gradientNorm ?? Number.NaN, 3)
  })
})
