import { basename } from 'node:path'
import type { FloatImage } from '../../domain/image.ts'
import { bothValid, finitePixels, type ValidPixels } from '../../domain/mask.ts'
import { readFlags } from '../../formats/flags.ts'
import { type ImageChoice, readImageFile } from '../../formats/readers.ts'
import type { StoredFile } from '../../workspace/datasets.ts'
import type { Companion } from './companions.ts'

/** A plane that belongs to an image: where it lies, and what it is. */
export interface PlaneRequest extends Pick<Companion, 'path' | 'role'> {
  readonly choice: Pick<ImageChoice, 'hdu' | 'member'>
  readonly plane: number
  /** `[ERR]` where its file has several parts. */
  readonly label: string
  /** The file's hash, where it is known already from another plane. */
  readonly known: StoredFile | null
}

/** What was read beside an image, on its pixels. */
export interface ReadPlanes {
  /** Standard deviation of each pixel in the image's unit, NaN where it is not known; null: of none. */
  readonly error: FloatImage | null
  readonly errorFrom: PlaneRequest | null
  /** Null: every pixel counts. */
  readonly valid: ValidPixels | null
  readonly maskFrom: readonly PlaneRequest[]
  readonly psf: FloatImage | null
  readonly psfFrom: PlaneRequest | null
  /** What was found but could not be used, and why. */
  readonly notes: readonly string[]
}

/**
 * Reads what belongs to an image and makes one error map and one mask of it. Pixels that are missing, flagged, or of no
 * weight do not count.
 *
 * @param bits of a data quality value that make a pixel bad; null: any
 */
export async function readPlanes(
  image: FloatImage,
  requests: readonly PlaneRequest[],
  bits: number | null,
): Promise<ReadPlanes> {
  const notes: string[] = []
  const maskFrom: PlaneRequest[] = []
  let valid = finitePixels(image)
  let error: { image: FloatImage; from: PlaneRequest } | null = null
  let psf: { image: FloatImage; from: PlaneRequest } | null = null
  for (const from of requests) {
    const found = await readPlane(from, bits)
    const name = `${basename(from.path)}${from.label}`
    if (from.role === 'psf') {
      const problem = psfProblem(found)
      if (problem !== null) notes.push(`The PSF ${name} is not used: ${problem}`)
      else psf ??= { image: found, from }
      continue
    }
    if (found.width !== image.width || found.height !== image.height) {
      notes.push(
        `${name} is not used: it has ${found.width} x ${found.height} pixels, the image ${image.width} x ${image.height}.`,
      )
      continue
    }
    const counts = validBy(from.role, found)
    if (counts !== null) {
      valid = bothValid(valid, counts)
      maskFrom.push(from)
    }
    if (from.role === 'quality') continue
    const sigma = errorMap(from.role, found)
    if (sigma === null)
      notes.push(`The noise map ${name} is not used: it has negative values, and no noise is negative.`)
    else error ??= { image: sigma, from }
  }
  return {
    error: error?.image ?? null,
    errorFrom: error?.from ?? null,
    valid,
    maskFrom,
    psf: psf?.image ?? null,
    psfFrom: psf?.from ?? null,
    notes,
  }
}

async function readPlane({ path, choice, plane, role }: PlaneRequest, bits: number | null): Promise<FloatImage> {
  if (role === 'quality') return readFlags(path, { ...choice, plane }, bits)
  return (await readImageFile(path, { ...choice, plane })).image
}

/** The pixels that count by a plane; null where it says nothing of that, or all count. */
function validBy(role: PlaneRequest['role'], { data }: FloatImage): ValidPixels | null {
  if (role !== 'quality' && role !== 'weight') return null
  const valid = data.map(value => (role === 'quality' ? (value === 0 ? 1 : 0) : value > 0 ? 1 : 0))
  return valid.includes(0) ? valid : null
}

/** What makes a plane's value a standard deviation. */
const sigmaOf = {
  error: (value: number) => value,
  variance: Math.sqrt,
  weight: (value: number) => 1 / Math.sqrt(value),
}

/** Standard deviations; NaN where the plane has none. Null for a plane that cannot be one of noise. */
function errorMap(role: keyof typeof sigmaOf, plane: FloatImage): FloatImage | null {
  if (role !== 'weight' && plane.data.some(value => value < 0)) return null
  const isKnown = (value: number): boolean => value > 0 && value < Number.POSITIVE_INFINITY
  return { ...plane, data: plane.data.map(value => (isKnown(value) ? sigmaOf[role](value) : Number.NaN)) }
}

/** Why an image is no PSF, or null. */
function psfProblem({ width, height, data }: FloatImage): string | null {
  if (width > 2001 || height > 2001) return `it has ${width} x ${height} pixels, and a PSF at most 2001.`
  if (!data.every(Number.isFinite)) return 'it has pixels that are not finite.'
  let sum = 0
  let negative = 0
  for (const value of data) {
    sum += value
    negative += Math.max(0, -value)
  }
  return sum > 0 && negative < 0.1 * sum ? null : 'its values do not add up to a flux above zero.'
}
