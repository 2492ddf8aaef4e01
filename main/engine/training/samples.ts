import { applySymmetry } from '../../domain/augment.ts'
import type { FloatImage } from '../../domain/image.ts'
import { type ConcreteScaling, forward, inverse, resolveScaling } from '../../domain/scaling.ts'
import type { ImageBatch } from '../devices/device.ts'
import type { TrainingData } from '../port.ts'
import type { BatchEntry } from './batches.ts'
import type { OpenStack } from './stack.ts'

/** The training data as the network sees them: scaled, augmented, in batches; and back in file units. */
export class SampleReader {
  readonly #lr: OpenStack
  readonly #hr: OpenStack
  readonly #data: TrainingData

  constructor(lr: OpenStack, hr: OpenStack, data: TrainingData) {
    this.#lr = lr
    this.#hr = hr
    this.#data = data
  }

  /** A training batch, in network values. */
  async batch(entries: readonly BatchEntry[]): Promise<{ lr: ImageBatch; hr: ImageBatch }> {
    const pairs = await Promise.all(entries.map(entry => this.#pair(entry)))
    return { lr: stackImages(pairs.map(pair => pair.lr)), hr: stackImages(pairs.map(pair => pair.hr)) }
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

  /** The HR image in file units. */
  truth(index: number): Promise<FloatImage> {
    return readImage(this.#hr, index)
  }

  /** HR pixels from network values to the HR file's units. */
  async toFileUnits(index: number, data: Float32Array): Promise<Float32Array> {
    const { scaling } = await this.#lrWithScaling(index)
    return inverse(scaling, data, this.#data.fluxFactor)
  }

  async #pair({ sample, symmetry }: BatchEntry): Promise<{ lr: FloatImage; hr: FloatImage }> {
    const { lr, scaling } = await this.#lrWithScaling(sample)
    const hr = await readImage(this.#hr, sample)
    const lrData = forward(scaling, lr.data)
    const hrData = forward(scaling, hr.data, this.#data.fluxFactor)
    if (symmetry === 0) return { lr: { ...lr, data: lrData }, hr: { ...hr, data: hrData } }
    return {
      lr: { ...lr, data: applySymmetry(lrData, lr.width, symmetry) },
      hr: { ...hr, data: applySymmetry(hrData, hr.width, symmetry) },
    }
  }

  async #lrWithScaling(index: number): Promise<{ lr: FloatImage; scaling: ConcreteScaling }> {
    const lr = await readImage(this.#lr, index)
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
