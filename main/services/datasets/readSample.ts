import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { convolveSeparable } from '../../domain/convolve.ts'
import type { FloatImage } from '../../domain/image.ts'
import { gaussianProfile, matchingGaussianFwhm } from '../../domain/psf.ts'
import { createRandom } from '../../domain/random.ts'
import { type MeasuredOffset, measureOffset } from '../../domain/registration.ts'
import { binMean, binSum } from '../../domain/resample.ts'
import { finiteStats, type ImageStats, median } from '../../domain/stats.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { readImageFile } from '../../formats/readers.ts'
import type { StoredFile } from '../../workspace/datasets.ts'

/** Gaussian PSFs, binning and noise by which an LR image is made from an HR one; lengths in HR pixels. */
export interface Degradation {
  readonly factor: number
  readonly hrPsfFwhmPixels: number
  readonly lrPsfFwhmPixels: number
  readonly noiseSigma: number
  readonly seed: number
}

export interface ImageRequest {
  readonly path: string
  readonly plane: number
  /** The file's hash, where it is known already from another plane. */
  readonly known: StoredFile | null
}

export interface SampleRequest {
  /** Number of the sample: the noise of a made LR follows from it and the seed. */
  readonly index: number
  readonly lr: ImageRequest | null
  readonly hr: ImageRequest | null
  /** HR pixels an LR pixel, where both are given. */
  readonly factor: number | null
  /** Whether to measure the offset of HR against LR. */
  readonly measure: boolean
  readonly degradation: (Degradation & { readonly bin: 'sum' | 'mean' }) | null
}

export interface ReadImage {
  /** Pixels that are not finite are filled by the median, so that a network can be trained on the rest. */
  readonly image: FloatImage
  /** Of the image as it is in the file. */
  readonly stats: ImageStats
  /** Null where the image was made and not read. */
  readonly file: StoredFile | null
  readonly plane: number
  /** SHA-256 of the pixels as float32. */
  readonly pixelHash: string
}

export interface ReadSample {
  readonly lr: ReadImage | null
  readonly hr: ReadImage | null
  readonly offset: MeasuredOffset | null
}

/** Task: reads, measures and, where asked, makes the images of one sample. */
export async function readSample(request: SampleRequest): Promise<ReadSample> {
  const hr = request.hr && (await readOne(request.hr))
  if (request.lr !== null) {
    const lr = await readOne(request.lr)
    return { lr, hr, offset: request.measure && hr ? offsetOf(lr.image, hr.image, request.factor) : null }
  }
  if (hr === null || request.degradation === null) return { lr: null, hr, offset: null }
  const lr = described(degrade(hr.image, request.degradation, request.index))
  // Both come from the same pixels.
  return { lr, hr, offset: { dx: 0, dy: 0, confidence: 1 } }
}

/** Task: the file as it is now. */
export async function describeFile(path: string): Promise<StoredFile> {
  try {
    const { size, mtimeMs } = await stat(path)
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    return { path, bytes: size, modifiedMillis: mtimeMs, sha256: hash.digest('hex') }
  } catch (error) {
    throw fileError(error, path, 'read')
  }
}

/** An image that was made and not read, with its statistics. */
export function described(image: FloatImage, file: StoredFile | null = null, plane = 0): ReadImage {
  const stats = finiteStats(image)
  return { image: stats.nonFinite === 0 ? image : filled(image), stats, file, plane, pixelHash: hashOf(image) }
}

async function readOne({ path, plane, known }: ImageRequest): Promise<ReadImage> {
  const { image } = await readImageFile(path, { plane })
  return described(image, known ?? (await describeFile(path)), plane)
}

function filled(image: FloatImage): FloatImage {
  const level = median(image.data)
  return { ...image, data: image.data.map(value => (Number.isFinite(value) ? value : level)) }
}

function hashOf({ data }: FloatImage): string {
  return createHash('sha256')
    .update(Buffer.from(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')
}

function offsetOf(lr: FloatImage, hr: FloatImage, factor: number | null): MeasuredOffset | null {
  if (factor === null || hr.width !== lr.width * factor || hr.height !== lr.height * factor) return null
  return measureOffset(lr, hr, factor)
}

/** LR from HR: convolved with the Gaussian that takes the HR's PSF to the LR's, binned, noise added. */
function degrade(hr: FloatImage, degradation: NonNullable<SampleRequest['degradation']>, index: number): FloatImage {
  const { factor, hrPsfFwhmPixels, lrPsfFwhmPixels, noiseSigma, seed, bin } = degradation
  const fwhm = matchingGaussianFwhm(hrPsfFwhmPixels, lrPsfFwhmPixels)
  const blurred = fwhm === 0 ? hr : convolveSeparable(hr, gaussianProfile(fwhm, 2 * Math.ceil(2 * fwhm) + 1))
  const binned = bin === 'sum' ? binSum(blurred, factor) : binMean(blurred, factor)
  if (noiseSigma === 0) return binned
  const random = createRandom(seed, index)
  return { ...binned, data: binned.data.map(value => value + noiseSigma * random.normal()) }
}
