import { describe, expect, it } from 'vitest'
import type { Device, ImageBatch, TrainerOptions } from '../../../../main/engine/devices/device.ts'
import { onnxCpu } from '../../../../main/engine/devices/onnx.ts'
import { reference } from '../../../../main/engine/devices/reference.ts'
import { noiseBatch } from '../../../../main/engine/estimate.ts'
import { isExactInParts, partSizes } from '../../../../main/engine/trainers/microBatches.ts'
import { initialState } from '../../../../main/engine/training/initialState.ts'
import { defaultAdam } from '../../../../models/optimisers.ts'
import { parseNetwork } from '../../../../models/registry.ts'

const tail = { channels: 4, magnification: 2, magnifications: 1 }
const edsr = parseNetwork({ kind: 'edsr', blocks: 1, ...tail })
const withBatchNorm = parseNetwork({ kind: 'resnet-sisr', blocks: 1, ...tail, outputRelu: false })

const STEPS = 3
const IMAGES = 5

type Changes = Partial<Omit<TrainerOptions, 'network' | 'state' | 'threads'>>

/** Losses, gradient norms and the state after a few steps of five images. */
async function train(device: Device, changes: Changes, network = edsr, mask?: ImageBatch) {
  const trainer = await device.createTrainer({
    network,
    state: initialState(network, 3),
    loss: 'mse',
    adam: defaultAdam,
    threads: 1,
    ...changes,
  })
  try {
    const { lr, hr } = noiseBatch(network, IMAGES, 8, 8)
    const results: { loss: number; gradientNorm: number }[] = []
    for (let i = 0; i < STEPS; i++) results.push(await trainer.step(lr, hr, 1e-3, mask))
    return { results, state: trainer.exportState(), plan: trainer.plan }
  } finally {
    trainer.dispose()
  }
}

type Trained = Awaited<ReturnType<typeof train>>

function expectSameTraining(inParts: Trained, whole: Trained): void {
  for (const [i, { loss, gradientNorm }] of whole.results.entries()) {
    expect(inParts.results[i].loss).toBeCloseTo(loss, 6)
    expect(Math.abs(inParts.results[i].gradientNorm / gradientNorm - 1)).toBeLessThan(1e-5)
  }
  for (const [i, moment] of whole.state.adamM.entries()) {
    const scale = moment.data.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-6)
    for (const [j, value] of moment.data.entries()) {
      expect(Math.abs(inParts.state.adamM[i].data[j] - value), moment.name).toBeLessThan(1e-4 * scale)
    }
  }
}

/** Some pixels of each image, and none of the last. */
const mask: ImageBatch = {
  count: IMAGES,
  height: 16,
  width: 16,
  data: Float32Array.from({ length: IMAGES * 256 }, (_, i) => Number(i % 7 > 2 && i < (IMAGES - 1) * 256)),
}

describe.each([reference, onnxCpu])('a batch in parts on $id', device => {
  it('comes to the losses, gradients and moments of the whole batch, the last part smaller', async () => {
    const whole = await train(device, {})
    for (const microBatch of [1, 2, 5]) expectSameTraining(await train(device, { microBatch }), whole)
  })

  it('comes to the weights of the whole batch, where the step goes by the gradient itself', async () => {
    const changes: Changes = { optimiser: { kind: 'sgd', momentum: 0.9, nesterov: false } }
    const [whole, inParts] = [await train(device, changes), await train(device, { ...changes, microBatch: 2 })]
    for (const [i, { name, data }] of whole.state.tensors.entries()) {
      const other = inParts.state.tensors[i].data
      expect(
        data.every((v, j) => Math.abs(v - other[j]) < 1e-6),
        name,
      ).toBe(true)
    }
  })

  it('does so with a mask, clipping and an average of the weights', async () => {
    const changes: Changes = { clipNorm: 0.05, averageDecay: 0.9, loss: 'charbonnier' }
    const whole = await train(device, changes, edsr, mask)
    const inParts = await train(device, { ...changes, microBatch: 2 }, edsr, mask)
    expectSameTraining(inParts, whole)
    const [average, expected] = [inParts.state.average, whole.state.average].map(tensors => tensors?.[0].data)
    expect(average?.every((v, i) => Math.abs(v - (expected?.[i] ?? Number.NaN)) < 2e-3)).toBe(true)
  })

  it('does so for a loss of several terms, each told', async () => {
    const loss = [
      { kind: 'mse', weight: 1 },
      { kind: 'flux', weight: 0.5 },
    ] as const
    const whole = await train(device, { loss })
    const inParts = await train(device, { loss, microBatch: 2 })
    expectSameTraining(inParts, whole)
    expect(inParts.results[0]).toHaveProperty('terms.flux')
  })

  it('gives batch norm the statistics of each part, which is another training', async () => {
    const whole = await train(device, {}, withBatchNorm)
    const inParts = await train(device, { microBatch: 2 }, withBatchNorm)
    expect(Math.abs(inParts.results[0].gradientNorm / whole.results[0].gradientNorm - 1)).toBeGreaterThan(1e-3)
    const statistics = (trained: Trained) => trained.state.tensors.find(t => t.name.endsWith('running_mean'))?.data
    expect(statistics(inParts)).not.toEqual(statistics(whole))
  })
})

describe('a training in parts', () => {
  it('says so in its plan', async () => {
    expect((await train(reference, { microBatch: 2 })).plan).toMatchObject({ microBatch: 2 })
    expect((await train(reference, {})).plan).not.toHaveProperty('microBatch')
  })

  it('has parts of the size asked for and a rest; one image alone is joined to others for batch norm', () => {
    expect(partSizes(edsr, 5, 2)).toEqual([2, 2, 1])
    expect(partSizes(withBatchNorm, 5, 2)).toEqual([2, 3])
    expect(partSizes(withBatchNorm, 6, 2)).toEqual([2, 2, 2])
    expect(partSizes(edsr, 3, 8)).toEqual([3])
  })

  it('is exact without batch norm, and with a mask for a single loss by pixels', () => {
    const terms = [
      { kind: 'mse', weight: 1 },
      { kind: 'ssim', weight: 1 },
    ] as const
    expect(isExactInParts(edsr, 'mse', false)).toBe(true)
    expect(isExactInParts(edsr, 'l1', true)).toBe(true)
    expect(isExactInParts(edsr, terms, false)).toBe(true)
    expect(isExactInParts(edsr, terms, true)).toBe(false)
    expect(isExactInParts(withBatchNorm, 'mse', false)).toBe(false)
  })
})
