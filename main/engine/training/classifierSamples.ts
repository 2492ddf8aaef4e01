import { applySymmetry } from '../../domain/augment.ts'
import type { FloatImage } from '../../domain/image.ts'
import { createRandom } from '../../domain/random.ts'
import { forward, resolveScaling } from '../../domain/scaling.ts'
import { rotateAndScale } from '../../domain/warp.ts'
import type { ImageBatch, LabelledBatch } from '../devices/device.ts'
import type { ClassifierAugmentation, ClassifierData } from '../port.ts'
import type { BatchEntry } from './batches.ts'
import { stackImages } from './samples.ts'
import type { OpenStack } from './stack.ts'

/** Streams of random numbers from here on turn and magnify images; batches draw from those below. */
const WARP_STREAM = 2 ** 52
/** More images than this are in no dataset that is trained on. */
const MOST_SAMPLES = 2 ** 24

/** Labelled images as the classifier sees them: scaled, augmented, in batches. */
export class ClassifierSamples {
  readonly #stack: OpenStack
  readonly #data: ClassifierData
  readonly #augmentation: ClassifierAugmentation
  readonly #seed: number

  constructor(stack: OpenStack, data: ClassifierData, augmentation: ClassifierAugmentation, seed: number) {
    this.#stack = stack
    this.#data = data
    this.#augmentation = augmentation
    this.#seed = seed
  }

  /** A training batch of epoch `epoch`. */
  async batch(entries: readonly BatchEntry[], epoch: number): Promise<LabelledBatch> {
    const images = await Promise.all(entries.map(entry => this.#augmented(entry, epoch)))
    return { images: stackImages(images), labels: entries.map(({ sample }) => this.#data.labels[sample]) }
  }

  /** Images as they are, in network values. */
  async inputs(indices: readonly number[]): Promise<ImageBatch> {
    return stackImages(await Promise.all(indices.map(index => this.input(index))))
  }

  async input(index: number): Promise<FloatImage> {
    return scaledImage(this.#stack, index, this.#data.scaling)
  }

  async #augmented({ sample, symmetry }: BatchEntry, epoch: number): Promise<FloatImage> {
    const image = await this.input(sample)
    const { width } = image
    const turned = symmetry === 0 ? image : { ...image, data: applySymmetry(image.data, width, symmetry) }
    const { rotation, scaling, interpolation } = this.#augmentation
    if (!rotation && scaling === null) return turned
    // A pure function of seed, epoch and sample, so that a resumed run sees the same images.
    const random = createRandom(this.#seed, WARP_STREAM + epoch * MOST_SAMPLES + sample)
    const [turn, size] = [random.uniform(), random.uniform()]
    const factor = scaling === null ? 1 : scaling.low * (scaling.high / scaling.low) ** size
    return rotateAndScale(turned, rotation ? 2 * Math.PI * turn : 0, factor, interpolation)
  }
}

/** One image of a stack, in network values; a per-image scaling is resolved from itself. */
export async function scaledImage(
  stack: OpenStack,
  index: number,
  scaling: ClassifierData['scaling'],
): Promise<FloatImage> {
  const { width, height } = stack.stack
  const image = { width, height, data: await stack.read(index) }
  return { ...image, data: forward(resolveScaling(scaling, image), image.data) }
}
