import { applySymmetry } from '../../domain/augment.ts'
import type { FloatImage } from '../../domain/image.ts'
import { blanked, pairMask, type ValidPixels } from '../../domain/mask.ts'
import { createRandom } from '../../domain/random.ts'
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
  /** Standard deviations of the LR's pixels, where each has its own. */
  readonly sigma?: OpenStack | undefined
}

export interface SampleOptions {
  /** Of noise drawn. */
  readonly seed: number
  /** Standard deviation of Gaussian noise added to the LR, in network values. */
  readonly inputNoise?: number
  /** The loss compares in sigma: batches hold it. */
  readonly wantsSigma?: boolean
}

/** Streams of random numbers from here on are noise; batches draw from those below. */
const NOISE_STREAM = 2 ** 52
/** More images than this are in no dataset that is trained on. */
const MOST_SAMPLES = 2 ** 24

export interface TrainingBatch {
  readonly lr: ImageBatch
  readonly hr: ImageBatch
  /** On the HR grid, in a dataset with masks. */
  readonly mask?: ImageBatch
  /** On the LR grid, in units linear in flux, where the loss wants it. */
  readonly sigma?: ImageBatch
}

/** The training data as the network sees them: scaled, augmented, in batches; and back in file units. */
export class SampleReader {
  readonly #stacks: OpenStacks
  readonly #data: TrainingData
  readonly #options: SampleOptions

  constructor(stacks: OpenStacks, data: TrainingData, options: SampleOptions = { seed: 0 }) {
    this.#stacks = stacks
    this.#data = data
    this.#options = options
  }

  /** A training batch of epoch `epoch` (from 1; 0: the noise of validation), in network values. */
  async batch(entries: readonly BatchEntry[], epoch = 0): Promise<TrainingBatch> {
    const pairs = await Promise.all(entries.map(entry => this.#pair(entry, epoch)))
    const masks = pairs.flatMap(pair => pair.mask ?? [])
    const sigmas = pairs.flatMap(pair => pair.sigma ?? [])
    return {
      lr: stackImages(pairs.map(pair => pair.lr)),
      hr: stackImages(pairs.map(pair => pair.hr)),
      ...(masks.length > 0 && { mask: stackImages(masks) }),
      ...(sigmas.length > 0 && { sigma: stackImages(sigmas) }),
    }
  }

  /** LR images as they are, in network values. */
  async inputs(indices: readonly number[]): Promise<ImageBatch> {
    return stackImages(await Promise.all(indices.map(index => this.input(index))))
  }

  /** One LR image in network values, with the noise of validation where there is any. */
  async input(index: number): Promise<FloatImage> {
    const { lr, scaling } = await this.#lrWithScaling(index)
    return { ...lr, data: this.#noisy(forward(scaling, lr.data), index, 0) }
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

  async #pair({ sample, symmetry }: BatchEntry, epoch: number) {
    const { lr, scaling } = await this.#lrWithScaling(sample)
    const hr = await readImage(this.#stacks.hr, sample)
    const valid = await this.#valid(sample)
    const sigma = await this.#sigma(sample, scaling)
    const turned = (data: Float32Array, width: number) => (symmetry === 0 ? data : applySymmetry(data, width, symmetry))
    return {
      lr: { ...lr, data: turned(this.#noisy(forward(scaling, lr.data), sample, epoch), lr.width) },
      hr: { ...hr, data: turned(forward(scaling, hr.data, this.#data.fluxFactor), hr.width) },
      ...(valid && { mask: { ...hr, data: turned(valid, hr.width) } }),
      ...(sigma && { sigma: { ...lr, data: turned(sigma, lr.width) } }),
    }
  }

  /** A pure function of seed, epoch and sample, so that a resumed run sees the same noise. */
  #noisy(data: Float32Array, sample: number, epoch: number): Float32Array {
    const { inputNoise, seed } = this.#options
    if (inputNoise === undefined) return data
    const random = createRandom(seed, NOISE_STREAM + epoch * MOST_SAMPLES + sample)
    return data.map(value => value + inputNoise * random.normal())
  }

  /** In units linear in flux: network values but for an asinh scaling, there multiples of its softening. */
  async #sigma(index: number, scaling: ConcreteScaling): Promise<Float32Array | null> {
    const { degradation, lr } = this.#data
    if (!this.#options.wantsSigma || degradation === undefined) return null
    const unit = scaling.kind === 'none' ? 1 : scaling.kind === 'linear' ? scaling.scale : scaling.softening
    const { sigma } = degradation
    if (typeof sigma === 'number') return new Float32Array(lr.height * lr.width).fill(sigma / unit)
    const map = await this.#stacks.sigma?.read(index)
    return map?.map(value => value / unit) ?? null
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
