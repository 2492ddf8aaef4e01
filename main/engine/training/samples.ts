import { applySymmetry } from '../../domain/augment.ts'
import type { FloatImage } from '../../domain/image.ts'
import { blanked, pairMask, type ValidPixels } from '../../domain/mask.ts'
import { type ConcreteScaling, forward, inverse, resolveScaling } from '../../domain/scaling.ts'
import type { ImageBatch } from '../devices/device.ts'
import type { TrainingData } from '../port.ts'
import type { BatchEntry } from './batches.ts'
import type { OpenStack } from './stack.ts'

/** The stacks that training data are read from; those of masks where there are any. */
export interface OpenStacks {
  readonly lr: OpenStack
  readonly hr: OpenStack
  readonly lrMask?: OpenStack | undefined
  readonly hrMask?: OpenStack | undefined
}

export interface TrainingBatch {
  readonly lr: ImageBatch
  readonly hr: ImageBatch
  /** On the HR grid, in a dataset with masks. */
  readonly mask?: ImageBatch
}

/** The training data as the network sees them: scaled, augmented, in batches; and back in file units. */
export class SampleReader {
  readonly #stacks: OpenStacks
  readonly #data: TrainingData

  constructor(stacks: OpenStacks, data: TrainingData) {
    this.#stacks = stacks
    this.#data = data
  }

  /** A training batch, in network values. */
  async batch(entries: readonly BatchEntry[]): Promise<TrainingBatch> {
    const pairs = await Promise.all(entries.map(entry => this.#pair(entry)))
    const masks = pairs.flatMap(pair => pair.mask ?? [])
    return {
      lr: stackImages(pairs.map(pair => pair.lr)),
      hr: stackImages(pairs.map(pair => pair.hr)),
      ...(masks.length > 0 && { mask: stackImages(masks) }),
    }
  }

  /** LR images as they are, in network values. */
  async inputs(indices: readonly number[]): Promise<ImageBatch> {
    return stackImages(await Promise.all(indices.map(index => this.input(index))))
  }

  /** One LR image in network values. */
  async input(index: number): Promise<FloatImage> {
    const { lr, scaling } = await this.#lrWithScaling(index)
    return { ...lr, data: forward(scaling, lr.data) }
  }

  /** The HR image in file units, NaN where a pixel does not count: the scores leave those out. */
  async truth(index: number): Promise<FloatImage> {
    return blanked(await readImage(this.#stacks.hr, index), await this.#valid(index))
  }

  /** HR pixels from network values to the HR file's units. */
  async toFileUnits(index: number, data: Float32Array): Promise<Float32Array> {
    const { scaling } = await this.#lrWithScaling(index)
    return inverse(scaling, data, this.#data.fluxFactor)
  }

  async #pair({ sample, symmetry }: BatchEntry): Promise<{ lr: FloatImage; hr: FloatImage; mask?: FloatImage }> {
    const { lr, scaling } = await this.#lrWithScaling(sample)
    const hr = await readImage(this.#stacks.hr, sample)
    const valid = await this.#valid(sample)
    const turned = (data: Float32Array, width: number) => (symmetry === 0 ? data : applySymmetry(data, width, symmetry))
    return {
      lr: { ...lr, data: turned(forward(scaling, lr.data), lr.width) },
      hr: { ...hr, data: turned(forward(scaling, hr.data, this.#data.fluxFactor), hr.width) },
      ...(valid && { mask: { ...hr, data: turned(valid, hr.width) } }),
    }
  }

  /** The HR pixels that count; null in a dataset without masks. */
  async #valid(index: number): Promise<ValidPixels | null> {
    const { lr, hr, lrMask, hrMask } = this.#stacks
    const valid = lrMask ? { width: lr.stack.width, valid: await lrMask.read(index) } : null
    return pairMask(valid, hrMask ? await hrMask.read(index) : null, hr.stack.width / lr.stack.width)
  }

  async #lrWithScaling(index: number): Promise<{ lr: FloatImage; scaling: ConcreteScaling }> {
    const lr = await readImage(this.#stacks.lr, index)
    return { lr, scaling: resolveScaling(this.#data.scaling, lr) }
  }
}

async function readImage(open: OpenStack, index: number): Promise<FloatImage> {
  return { width: open.stack.width, height: open.stack.height, data: await open.read(index) }
}

/** Images of one size -> [count, height, width]. */
export function stackImages(images: readonly FloatImage[]): ImageBatch {
  const [{ height, width }] = images
  const data = new Float32Array(images.length * height * width)
  for (const [i, image] of images.entries()) data.set(image.data, i * height * width)
  return { count: images.length, height, width, data }
}
