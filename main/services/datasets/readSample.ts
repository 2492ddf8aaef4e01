import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { convolveSeparable } from '../../domain/convolve.ts'
import type { FloatImage } from '../../domain/image.ts'
import { binnedMask, blanked, filledPixels, type ValidPixels } from '../../domain/mask.ts'
import { gaussianProfile, matchingGaussianFwhm } from '../../domain/psf.ts'
import { createRandom } from '../../domain/random.ts'
import { type MeasuredOffset, measureOffset } from '../../domain/registration.ts'
import { binMean, binSum } from '../../domain/resample.ts'
import { finiteStats, type ImageStats } from '../../domain/stats.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { type ImageChoice, readImageFile } from '../../formats/readers.ts'
import type { StoredFile } from '../../workspace/datasets.ts'
import { type PlaneRequest, type ReadPlanes, readPlanes } from './readPlanes.ts'

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
  /** Which part of its file. */
  readonly choice: Pick<ImageChoice, 'hdu' | 'member'>
  /** The file's hash, where it is known already from another plane. */
  readonly known: StoredFile | null
  /** What belongs to it. */
  readonly companions: readonly PlaneRequest[]
}

export interface SampleRequest {
  /** Number of the sample: the noise of a made LR follows from it and the seed. */
  readonly index: number
  readonly lr: ImageRequest | null
  readonly hr: ImageRequest | null
  /** HR pixels an LR pixel, where both are given. */
  readonly factor: number | null
  /** Bits of a data quality value that make a pixel bad; null: any. */
  readonly qualityBits: number | null
  /** Whether to measure the offset of HR against LR. */
  readonly measure: boolean
  readonly degradation: (Degradation & { readonly bin: 'sum' | 'mean' }) | null
}

export interface ReadImage {
  /** Pixels that are not finite are filled from their surroundings, so that a network can be trained on the rest. */
  readonly image: FloatImage
  /** Of the pixels that count, with their values as in the file; `nonFinite` are those that the file has no value for. */
  readonly stats: ImageStats
  /** Null where the image was made and not read. */
  readonly file: StoredFile | null
  readonly plane: number
  readonly choice: Pick<ImageChoice, 'hdu' | 'member'>
  /** SHA-256 of the pixels as float32, and of those that do not count where others than missing ones do not. */
  readonly pixelHash: string
  readonly planes: StoredPlanes
}

/** What was read beside an image, with the files that it came from. */
export interface StoredPlanes extends Pick<ReadPlanes, 'error' | 'valid' | 'psf' | 'notes'> {
  readonly errorFrom: PlaneFile | null
  readonly maskFrom: readonly PlaneFile[]
  readonly psfFrom: PlaneFile | null
}

export interface PlaneFile {
  readonly file: StoredFile
  readonly label: string
}

export interface ReadSample {
  readonly lr: ReadImage | null
  readonly hr: ReadImage | null
  readonly offset: MeasuredOffset | null
  /** The class of the sample, where it is known. */
  readonly label?: string | null
}

/** Task: reads, measures and, where asked, makes the images of one sample. */
export async function readSample(request: SampleRequest): Promise<ReadSample> {
  const { qualityBits } = request
  const hr = request.hr && (await readOne(request.hr, qualityBits))
  if (request.lr !== null) {
    const lr = await readOne(request.lr, qualityBits)
    return { lr, hr, offset: request.measure && hr ? offsetOf(lr.image, hr.image, request.factor) : null }
  }
  if (hr === null || request.degradation === null) return { lr: null, hr, offset: null }
  const { factor } = request.degradation
  const valid = hr.planes.valid && binnedMask(hr.planes.valid, hr.image.width, factor)
  const lr = described(degrade(hr.image, request.degradation, request.index), null, { ...noPlanes, valid })
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

/** Of an image that nothing stands beside. */
export const noPlanes: StoredPlanes = {
  error: null,
  errorFrom: null,
  valid: null,
  maskFrom: [],
  psf: null,
  psfFrom: null,
  notes: [],
}

/** An image that was made or read, with its statistics. */
export function described(
  image: FloatImage,
  file: StoredFile | null = null,
  planes: StoredPlanes = noPlanes,
  { plane, choice }: Pick<ReadImage, 'plane' | 'choice'> = { plane: 0, choice: {} },
): ReadImage {
  const missing: number[] = []
  for (const [i, value] of image.data.entries()) if (!Number.isFinite(value)) missing.push(i)
  const stats = { ...finiteStats(blanked(image, planes.valid)), nonFinite: missing.length }
  const pixelHash = planes.maskFrom.length > 0 ? hashOf(image, planes.valid) : hashOf(image)
  return { image: filledPixels(image, missing), stats, file, plane, choice, pixelHash, planes }
}

async function readOne(request: ImageRequest, qualityBits: number | null): Promise<ReadImage> {
  const { path, plane, choice, companions } = request
  const { image } = await readImageFile(path, { ...choice, plane })
  const read = await readPlanes(image, companions, qualityBits)
  const files = new Map<string, StoredFile>([[path, request.known ?? (await describeFile(path))]])
  const fileOf = async ({ path: at, label, known }: PlaneRequest): Promise<PlaneFile> => {
    const file = files.get(at) ?? known ?? (await describeFile(at))
    files.set(at, file)
    return { file, label }
  }
  const planes: StoredPlanes = {
    ...read,
    errorFrom: read.errorFrom && (await fileOf(read.errorFrom)),
    maskFrom: await Promise.all(read.maskFrom.map(fileOf)),
    psfFrom: read.psfFrom && (await fileOf(read.psfFrom)),
  }
  return described(image, files.get(path) ?? null, planes, { plane, choice })
}

function hashOf({ data }: FloatImage, valid: ValidPixels | null = null): string {
  const hash = createHash('sha256')
  for (const { buffer, byteOffset, byteLength } of valid === null ? [data] : [data, valid])
    hash.update(Buffer.from(buffer, byteOffset, byteLength))
  return hash.digest('hex')
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
