import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../../../main/domain/random.ts'
import { compileTrainingStep } from '../../../../main/engine/compiler/compile.ts'
import { trainingInputs } from '../../../../main/engine/compiler/trainingStep.ts'
import { freeRunning } from '../../../../main/engine/control.ts'
import type { Device, ImageBatch } from '../../../../main/engine/devices/device.ts'
import { onnxCpu } from '../../../../main/engine/devices/onnx.ts'
import { reference } from '../../../../main/engine/devices/reference.ts'
import { noiseBatch } from '../../../../main/engine/estimate.ts'
import type { EngineEvent, ImageStack, TrainJob } from '../../../../main/engine/port.ts'
import { readLast } from '../../../../main/engine/training/checkpoint.ts'
import { initialState } from '../../../../main/engine/training/initialState.ts'
import { runTraining } from '../../../../main/engine/training/train.ts'
import { parseNpy, writeNpy } from '../../../../main/formats/npy.ts'
import { defaultAdam } from '../../../../models/optimisers.ts'
import { parseNetwork } from '../../../../models/registry.ts'
import { ofType } from '../support/engine.ts'
import { temporaryFolder, tinyNetwork, tinyTrainJob } from '../support/tinyRun.ts'

const network = parseNetwork(tinyNetwork)

/** About a fifth of the pixels do not count. */
function maskOf({ count, height, width }: ImageBatch): ImageBatch {
  const random = createRandom(8)
  const data = Float32Array.from({ length: count * height * width }, () => (random.uniform() < 0.2 ? 0 : 1))
  return { count, height, width, data }
}

async function twoSteps(device: Device, loss: 'mse' | 'l1' | 'charbonnier', hr: ImageBatch, mask?: ImageBatch) {
  const { lr } = noiseBatch(network, 3, 8, 8)
  const options = { network, state: initialState(network, 3), adam: defaultAdam, clipNorm: 1, threads: 1 }
  const trainer = await device.createTrainer({ ...options, loss })
  const results = [await trainer.step(lr, hr, 1e-2, mask), await trainer.step(lr, hr, 1e-2, mask)]
  const state = trainer.exportState()
  trainer.dispose()
  return { results, state }
}

describe.each([onnxCpu, reference])('a training step on $id with a mask', device => {
  const { hr } = noiseBatch(network, 3, 8, 8)
  const mask = maskOf(hr)

  it('does not depend on the pixels that do not count, to the last bit', async () => {
    const absurd = { ...hr, data: hr.data.map((value, i) => (mask.data[i] === 0 ? 1e6 : value)) }
    expect(await twoSteps(device, 'mse', absurd, mask)).toEqual(await twoSteps(device, 'mse', hr, mask))
    expect(await twoSteps(device, 'mse', hr, mask)).not.toEqual(await twoSteps(device, 'mse', hr))
  })

  it.each(['mse', 'l1', 'charbonnier'] as const)('agrees with the reference: %s', async loss => {
    const [tested, expected] = [await twoSteps(device, loss, hr, mask), await twoSteps(reference, loss, hr, mask)]
    for (const [i, { loss: value, gradientNorm }] of tested.results.entries()) {
      expect(value / (expected.results[i]?.loss ?? 0)).toBeCloseTo(1, 4)
      expect(gradientNorm / (expected.results[i]?.gradientNorm ?? 0)).toBeCloseTo(1, 3)
    }
  })
})

it('a compiled step has a mask among its inputs only where it is asked for', () => {
  const spec = { network, loss: 'mse', adam: defaultAdam, batch: 3, height: 8, width: 8 } as const
  const names = (masked: boolean) => trainingInputs({ ...spec, masked }).map(({ name }) => name)
  expect(names(true)).toEqual(['lr', 'hr', 'mask', ...names(false).slice(2)])
  const plain = compileTrainingStep(spec, { block: 0 }).encode()
  expect(compileTrainingStep({ ...spec, masked: false }, { block: 0 }).encode()).toEqual(plain)
  expect(compileTrainingStep({ ...spec, masked: true }, { block: 0 }).encode()).not.toEqual(plain)
})

describe('a run on a dataset with masks', () => {
  let temporary: Awaited<ReturnType<typeof temporaryFolder>>
  beforeAll(async () => {
    temporary = await temporaryFolder()
  })
  afterAll(() => temporary.remove())

  async function train(job: TrainJob): Promise<{ events: EngineEvent[]; error: unknown }> {
    const events: EngineEvent[] = []
    const error = await runTraining(job, reference, { control: freeRunning, emit: event => events.push(event) }).then(
      () => null,
      thrown => thrown,
    )
    return { events, error }
  }

  /** Masks of a stack's images: the `masked` pixels of image `sample` do not count. */
  async function writeMask(name: string, stack: ImageStack, sample: number, masked: readonly number[]) {
    const { count, height, width } = stack
    const data = new Float32Array(count * height * width).fill(1)
    for (const i of masked) data[sample * height * width + i] = 0
    const file = join(temporary.folder, name)
    await writeFile(file, writeNpy({ shape: [count, height, width], data }))
    return { file, count, height, width }
  }

  async function spoil({ file, height, width }: ImageStack, sample: number, pixel: number): Promise<void> {
    const stack = parseNpy(await readFile(file))
    const data = Float32Array.from(stack.data)
    data[sample * height * width + pixel] = 500
    await writeFile(file, writeNpy({ shape: stack.shape, data }))
  }

  it('trains and scores as if the bad pixels were not there', async () => {
    const base = await tinyTrainJob(temporary.folder, 'clean', { augmentSymmetries: true, epochs: 2 })
    const masks = {
      lr: null,
      // Sample 3 is trained on, sample 12 validated on.
      hr: await writeMask('masks.npy', base.data.hr, 3, [20]),
    }
    const both = await writeMask('masks2.npy', base.data.hr, 12, [40])
    const merged = parseNpy(await readFile(masks.hr.file)).data
    const other = parseNpy(await readFile(both.file)).data
    await writeFile(
      masks.hr.file,
      writeNpy({ shape: [14, 16, 16], data: Float32Array.from(merged, (value, i) => value * (other[i] ?? 1)) }),
    )
    const data = { ...base.data, masks }
    const clean = await train({ ...base, data })
    expect(clean.error).toBeNull()
    const cleanLast = await readLast(base.folder)

    const spoiled = await tinyTrainJob(temporary.folder, 'spoiled', { augmentSymmetries: true, epochs: 2 })
    await spoil(spoiled.data.hr, 3, 20)
    await spoil(spoiled.data.hr, 12, 40)
    const bad = await train({ ...spoiled, data: { ...spoiled.data, masks } })
    const badLast = await readLast(spoiled.folder)
    expect(badLast.state).toEqual(cleanLast.state)
    expect(ofType(bad.events, 'validation')).toEqual(ofType(clean.events, 'validation'))

    const unmasked = await tinyTrainJob(temporary.folder, 'unmasked', { augmentSymmetries: true, epochs: 2 })
    await spoil(unmasked.data.hr, 3, 20)
    await train(unmasked)
    expect((await readLast(unmasked.folder)).state).not.toEqual(cleanLast.state)
  })

  it('masks the HR pixels of an LR pixel that does not count', async () => {
    const base = await tinyTrainJob(temporary.folder, 'lr', { augmentSymmetries: false, epochs: 1 })
    const masks = { lr: await writeMask('lrmasks.npy', base.data.lr, 3, [9]), hr: null }
    // LR pixel (1, 1) of 8 x 8 holds the HR pixels (2..3, 2..3) of 16 x 16.
    const same = { lr: null, hr: await writeMask('hrmasks.npy', base.data.hr, 3, [34, 35, 50, 51]) }
    await train({ ...base, data: { ...base.data, masks } })
    const byLr = await readLast(base.folder)
    const other = await tinyTrainJob(temporary.folder, 'hr', { augmentSymmetries: false, epochs: 1 })
    await train({ ...other, data: { ...other.data, masks: same } })
    expect((await readLast(other.folder)).state).toEqual(byLr.state)
  })

  it('is not resumed with other masks, nor begun with masks of another size', async () => {
    const base = await tinyTrainJob(temporary.folder, 'resume', { epochs: 1 })
    const masks = { lr: null, hr: await writeMask('first.npy', base.data.hr, 3, [9]) }
    await train({ ...base, data: { ...base.data, masks } })
    const others = { lr: null, hr: await writeMask('second.npy', base.data.hr, 3, [10]) }
    const { error } = await train({ ...base, data: { ...base.data, masks: others }, resume: true })
    expect(error).toMatchObject({ code: 'conflict' })
    const small = { lr: null, hr: await writeMask('small.npy', base.data.lr, 3, [9]) }
    expect((await train({ ...base, data: { ...base.data, masks: small } })).error).toMatchObject({ code: 'bad-input' })
  })
})
