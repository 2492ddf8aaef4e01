import { AppError } from '../../domain/errors.ts'
import { scalarsToFloats } from '../scalars.ts'
import { pixelCount, type Region } from './compression/tileGrid.ts'
import { describeSky, type SkyDescription } from './describeSky.ts'
import type { FitsFile, Hdu } from './file.ts'
import { inheritedHeader } from './imageHeader.ts'
import { pixelType, readRegion } from './pixels.ts'

/** What one HDU is and holds. */
export interface HduDescription {
  readonly index: number
  readonly type: Hdu['type']
  readonly name: string
  readonly version: number
  /** C order, slowest axis first; empty: no data. */
  readonly shape: readonly number[]
  readonly bitpix: number
  /** NumPy's name of the numbers: `uint16` for the unsigned convention, `int16 scaled`; null: no image. */
  readonly dtype: string | null
  /** ZCMPTYPE of a tile-compressed image. */
  readonly compression: string | null
  readonly unit: string | null
  readonly cards: number
  readonly columns: readonly { readonly name: string; readonly format: string; readonly unit: string | null }[]
  /** Null where they were not asked for, or the HDU has no pixels that can be read. */
  readonly statistics: PixelStatistics | null
  /** Why the pixels cannot be read, where they should be. */
  readonly problem: string | null
  /** Of an image with a celestial WCS. */
  readonly sky: SkyDescription | null
  /** Why the WCS cannot be used, where there is one. */
  readonly skyProblem: string | null
}

/** Of physical values, BSCALE and BZERO applied, BLANK being NaN; min, max and mean are of the finite ones. */
export interface PixelStatistics {
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  readonly nonFinite: number
  /** The first five pixels in the order of the file. */
  readonly first: readonly number[]
}

/** Values that are read and looked at together: 8 MiB as float64. */
const PIECE = 2 ** 20

/** Describes an HDU; its pixels are read in pieces, so an image of any size will do. */
export async function describeHdu(file: FitsFile, hdu: Hdu, withStatistics: boolean): Promise<HduDescription> {
  const { index, type, name, version, shape, bitpix, header } = hdu
  const isImage = type === 'primary' || type === 'image' || type === 'compressed'
  const hasPixels = isImage && shape.length > 0 && !shape.includes(0)
  const read = hasPixels && withStatistics ? await readStatistics(file, hdu) : { statistics: null, problem: null }
  return {
    index,
    type,
    name,
    version,
    shape,
    bitpix,
    dtype: hasPixels ? pixelType(hdu) : null,
    compression: type === 'compressed' ? (header.string('ZCMPTYPE') ?? null) : null,
    unit: header.string('BUNIT') || null,
    cards: header.cards.length,
    columns: type === 'bintable' || type === 'table' ? columnsOf(hdu) : [],
    ...read,
    ...skyOf(file, hdu, hasPixels),
  }
}

function skyOf(file: FitsFile, hdu: Hdu, hasPixels: boolean): Pick<HduDescription, 'sky' | 'skyProblem'> {
  if (!hasPixels || hdu.shape.length < 2) return { sky: null, skyProblem: null }
  const [height, width] = hdu.shape.slice(-2)
  return describeSky(inheritedHeader(file, hdu).cards, { width, height })
}

async function readStatistics(
  file: FitsFile,
  hdu: Hdu,
): Promise<{ statistics: PixelStatistics | null; problem: string | null }> {
  try {
    return { statistics: await pixelStatistics(file, hdu), problem: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { statistics: null, problem: error.message }
  }
}

async function pixelStatistics(file: FitsFile, hdu: Hdu): Promise<PixelStatistics> {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let sum = 0
  let finite = 0
  let total = 0
  const first: number[] = []
  for (const region of pieces(hdu.shape)) {
    const { data } = scalarsToFloats(await readRegion(file, hdu, region))
    first.push(...data.subarray(0, Math.max(0, FIRST - first.length)))
    total += data.length
    for (const value of data) {
      if (!Number.isFinite(value)) continue
      if (value < min) min = value
      if (value > max) max = value
      sum += value
      finite += 1
    }
  }
  const known = (value: number) => (finite === 0 ? null : value)
  return { min: known(min), max: known(max), mean: known(sum / finite), nonFinite: total - finite, first }
}

/** How many of the first pixels are told. */
const FIRST = 5

/** An array in parts of at most PIECE values, in the order of the file: runs of rows, or of planes where they are small. */
function* pieces(shape: readonly number[]): Generator<Region> {
  const [length, ...rest] = shape
  const inner = pixelCount(rest)
  const step = Math.max(1, Math.floor(PIECE / inner))
  for (let at = 0; at < length; at += step) {
    const count = Math.min(step, length - at)
    if (count * inner <= PIECE) yield { start: [at, ...rest.map(() => 0)], shape: [count, ...rest] }
    else for (const part of pieces(rest)) yield { start: [at, ...part.start], shape: [1, ...part.shape] }
  }
}

/** A table has at most 999 columns (FITS standard 4.0, section 7.3.1). */
const MAX_COLUMNS = 999

function columnsOf({ header }: Hdu): HduDescription['columns'] {
  const count = Math.min(header.number('TFIELDS') ?? 0, MAX_COLUMNS)
  return Array.from({ length: Math.max(0, Math.floor(count)) }, (_, i) => ({
    name: header.string(`TTYPE${i + 1}`) ?? '',
    format: header.string(`TFORM${i + 1}`) ?? '',
    unit: header.string(`TUNIT${i + 1}`) || null,
  }))
}
