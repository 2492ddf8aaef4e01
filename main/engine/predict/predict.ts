import { AppError, toAppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { type ConcreteScaling, forward, inverse, resolveScaling } from '../../domain/scaling.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { withFileSource } from '../../formats/byteSource.ts'
import { imagesFromArray } from '../../formats/imageArray.ts'
import { parseNpy, writeNpy } from '../../formats/npy.ts'
import type { Device, Predictor } from '../devices/device.ts'
import { type JobHost, peakMemoryBytes } from '../host.ts'
import type { PredictItem, PredictJob } from '../port.ts'
import { stackImages } from '../training/samples.ts'
import { type AppliedModel, readAppliedModel } from './appliedModel.ts'
import { domainWarnings } from './domainWarnings.ts'
import { matchingFactor, multiply } from './matchValues.ts'
import { fillMissing, restoreMissing } from './missingPixels.ts'
import { checkOutput } from './outputCheck.ts'
import { predictTiled, type Tiling } from './tiledPrediction.ts'

/** An item that has been read and waits for the network. */
interface PreparedItem {
  readonly item: PredictItem
  /** In network values, without missing pixels. */
  readonly input: FloatImage
  readonly scaling: ConcreteScaling
  /** The image's values were multiplied by it, and the output's are divided. */
  readonly factor: number
  readonly missing: readonly number[]
  readonly warnings: readonly string[]
}

/**
 * Applies a network to images. Each item ends in `predicted` or `predict-failed`; one that fails does not stop the
 * others. Ends with `finished`, whose step is the number of items that were done.
 * @throws AppError 'bad-input' where the weights cannot be used
 */
export async function runPrediction(job: PredictJob, device: Device, host: JobHost): Promise<void> {
  const model = await readAppliedModel(job.weights)
  const predictor = await model.createPredictor(device, job.threads)
  try {
    const prediction = new Prediction(job, model, predictor, host)
    const reason = await prediction.run()
    host.emit({ type: 'finished', reason, step: prediction.done, peakMemoryBytes: peakMemoryBytes() })
  } finally {
    predictor.dispose()
  }
}

const TILES_SHOW =
  'The network sees more of an image than its tiles overlap, and this image goes through it in tiles: levels may differ a little from tile to tile.'

class Prediction {
  readonly #job: PredictJob
  readonly #model: AppliedModel
  readonly #predictor: Predictor
  readonly #host: JobHost
  readonly #tiling: Tiling
  done = 0

  constructor(job: PredictJob, model: AppliedModel, predictor: Predictor, host: JobHost) {
    this.#job = job
    this.#model = model
    this.#predictor = predictor
    this.#host = host
    this.#tiling = model.tiling(job.tilePixels)
  }

  async run(): Promise<'completed' | 'stopped'> {
    // Small images of one size that follow each other go through the network together.
    let waiting: PreparedItem[] = []
    for (const item of this.#job.items) {
      await this.#pauseIfAsked()
      if (this.#host.control.requested() === 'stop') return 'stopped'
      const prepared = await this.#prepare(item)
      if (!prepared) continue
      if (!this.#fitsBatch(waiting, prepared)) {
        await this.#predict(waiting)
        waiting = []
      }
      waiting.push(prepared)
    }
    await this.#predict(waiting)
    return 'completed'
  }

  async #pauseIfAsked(): Promise<void> {
    const { control, emit } = this.#host
    if (control.requested() !== 'pause') return
    emit({ type: 'paused', step: this.done, reason: 'user' })
    await control.whilePaused()
    if (control.requested() !== 'stop') emit({ type: 'resumed', step: this.done })
  }

  async #prepare(item: PredictItem): Promise<PreparedItem | undefined> {
    try {
      const { image: original, missing } = fillMissing(await readImage(item.input))
      const { trainedOn, scaling: recorded } = this.#model.record
      const scalingOf = (image: FloatImage) => resolveScaling(recorded, image)
      const factor = this.#job.matchValues ? matchingFactor(original, scalingOf, trainedOn) : 1
      const image = multiply(original, factor)
      const scaling = scalingOf(image)
      const input = { ...image, data: forward(scaling, image.data) }
      const warnings = domainWarnings(input, trainedOn)
      if (factor !== 1) warnings.push(matchedNote(factor))
      if (missing.length > 0) warnings.push(missingWarning(missing.length))
      if (this.#tilesShow(input)) warnings.push(TILES_SHOW)
      return { item, input, scaling, factor, missing, warnings }
    } catch (error) {
      this.#fail(item, error)
      return undefined
    }
  }

  #tilesShow({ width, height }: FloatImage): boolean {
    return this.#model.seesBeyondTiles && Math.max(width, height) > this.#tiling.side
  }

  /** A batch never holds more pixels than one tile. */
  #fitsBatch(waiting: readonly PreparedItem[], next: PreparedItem): boolean {
    const first = waiting[0]?.input ?? next.input
    const sameSize = first.width === next.input.width && first.height === next.input.height
    return sameSize && (waiting.length + 1) * first.data.length <= this.#tiling.side ** 2
  }

  async #predict(items: readonly PreparedItem[]): Promise<void> {
    if (items.length === 0) return
    let outputs: FloatImage[]
    try {
      outputs = await this.#outputs(items)
    } catch (error) {
      // What fails together may succeed alone, where memory was short or one image is at fault.
      if (items.length > 1) for (const item of items) await this.#predict([item])
      else this.#fail(items[0].item, error)
      return
    }
    for (const [i, item] of items.entries()) await this.#finish(item, outputs[i])
  }

  /** In network values. */
  async #outputs(items: readonly PreparedItem[]): Promise<FloatImage[]> {
    const [{ input }] = items
    if (items.length === 1) return [await predictTiled(this.#predictor, input, this.#tiling)]
    const { height, width, data } = await this.#predictor.predict(stackImages(items.map(item => item.input)))
    return items.map((_, i) => ({ height, width, data: data.subarray(i * height * width, (i + 1) * height * width) }))
  }

  async #finish({ item, input, scaling, factor, missing, warnings }: PreparedItem, output: FloatImage): Promise<void> {
    try {
      checkOutput(output.data)
      const matched = { ...output, data: inverse(scaling, output.data, this.#model.record.fluxFactor) }
      const image = multiply(matched, 1 / factor)
      checkOutput(image.data)
      restoreMissing(image, input.width, missing, this.#tiling.magnification)
      await writeFileAtomic(item.output, writeNpy({ shape: [image.height, image.width], data: image.data }))
      this.done += 1
      this.#host.emit({ type: 'predicted', id: item.id, done: this.done, total: this.#job.items.length, warnings })
    } catch (error) {
      this.#fail(item, error)
    }
  }

  #fail(item: PredictItem, error: unknown): void {
    const { code, message } = toAppError(error)
    this.#host.emit({ type: 'predict-failed', id: item.id, code, message })
  }
}

async function readImage(file: string): Promise<FloatImage> {
  const images = imagesFromArray(
    await withFileSource(file, async source => parseNpy(await source.read(0, source.size))),
  )
  if (images.length === 1) return images[0]
  throw new AppError('bad-input', `${file} holds ${images.length} images where one is expected.`, { file })
}

const matchedNote = (factor: number): string =>
  `Its values were multiplied by ${factor.toPrecision(4)} for the network, to be like those of the training images, and divided again.`

function missingWarning(count: number): string {
  const pixels = count === 1 ? '1 pixel of the input is' : `${count} pixels of the input are`
  return `${pixels} not a number: filled from the surroundings for the network, and left NaN in the output.`
}
