import type { FloatImage } from './image.ts'

/*
 * A pyramid of a large image: level 0 is the image, each further level has half the pixels a side. A pixel of level l is
 * the mean of the finite pixels that it covers, 2^l x 2^l of level 0 and fewer at the right and upper edges; NaN where none
 * is finite. All levels share the lower left corner. Levels are cut into square tiles, numbered from the lower left.
 */

/** Side of a tile, pixels of its level: 1 MiB as float32. */
export const TILE_SIDE = 512

/** Images up to this many pixels are sent and shown whole: 16 MiB as float32. */
export const MAX_WHOLE_PIXELS = 2 ** 22

export interface PixelSize {
  readonly width: number
  readonly height: number
}

/** A rectangle of pixels, its lower left corner in zero-based pixel coordinates. */
export interface PixelRect extends PixelSize {
  readonly x: number
  readonly y: number
}

/** A tile's level, and its column and row among the tiles of that level. */
export interface TilePlace {
  readonly level: number
  readonly column: number
  readonly row: number
}

export const isTiled = ({ width, height }: PixelSize): boolean => width * height > MAX_WHOLE_PIXELS

export function levelSize({ width, height }: PixelSize, level: number): PixelSize {
  return { width: Math.ceil(width / 2 ** level), height: Math.ceil(height / 2 ** level) }
}

/** How many levels there are, level 0 among them: the last one fits into one tile. */
export function levelCount({ width, height }: PixelSize): number {
  return 1 + Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / TILE_SIDE)))
}

/** Columns and rows of tiles of a level. */
export function tileGrid(size: PixelSize, level: number): { columns: number; rows: number } {
  const { width, height } = levelSize(size, level)
  return { columns: Math.ceil(width / TILE_SIDE), rows: Math.ceil(height / TILE_SIDE) }
}

/** The pixels of its level that a tile holds; undefined where there is no such tile. */
export function tileRect(size: PixelSize, { level, column, row }: TilePlace): PixelRect | undefined {
  if (level < 0 || level >= levelCount(size)) return undefined
  const { width, height } = levelSize(size, level)
  const [x, y] = [column * TILE_SIDE, row * TILE_SIDE]
  if (x < 0 || y < 0 || x >= width || y >= height) return undefined
  return { x, y, width: Math.min(TILE_SIDE, width - x), height: Math.min(TILE_SIDE, height - y) }
}

/** Sums over the finite pixels that each pixel of a level covers, and how many those are. Row-major, row 0 at the bottom. */
export interface LevelSums extends PixelSize {
  readonly sum: Float64Array
  readonly count: Float32Array
}

const emptySums = (width: number, height: number): LevelSums => ({
  width,
  height,
  sum: new Float64Array(width * height),
  count: new Float32Array(width * height),
})

/** Level 1 of rows of level 0, summed into `into` from its row `firstRow` on. `values`: whole rows of `width` pixels. */
export function addRows(into: LevelSums, firstRow: number, values: Float32Array, width: number): void {
  const rows = values.length / width
  for (let y = 0; y < rows; y++) {
    const target = (firstRow + (y >> 1)) * into.width
    const from = y * width
    for (let x = 0; x < width; x++) {
      const value = values[from + x]
      // Only finite values are equal to zero after this; NaN and the infinities become NaN.
      if (value - value !== 0) continue
      const at = target + (x >> 1)
      into.sum[at] += value
      into.count[at] += 1
    }
  }
}

/** An empty level 1 of an image, or of a band of its rows. */
export const levelOneSums = ({ width, height }: PixelSize): LevelSums =>
  emptySums(Math.ceil(width / 2), Math.ceil(height / 2))

/** The next level. */
export function halved(level: LevelSums): LevelSums {
  const next = emptySums(Math.ceil(level.width / 2), Math.ceil(level.height / 2))
  for (let y = 0; y < level.height; y++) {
    const target = (y >> 1) * next.width
    const from = y * level.width
    for (let x = 0; x < level.width; x++) {
      next.sum[target + (x >> 1)] += level.sum[from + x]
      next.count[target + (x >> 1)] += level.count[from + x]
    }
  }
  return next
}

/** The level's pixels: means, NaN where nothing was finite. */
export function meansOf({ width, height, sum, count }: LevelSums): FloatImage {
  const data = new Float32Array(sum.length)
  for (let i = 0; i < data.length; i++) data[i] = sum[i] / count[i]
  return { width, height, data }
}

/** Every n-th pixel of each n-th row, so that neither side has more than this. */
const PREVIEW_SIDE = 1024

/** How many pixels a side stand for one of the preview, and the preview's size. */
export function previewLayout({ width, height }: PixelSize): { step: number; size: PixelSize } {
  const step = Math.ceil(Math.max(width, height) / PREVIEW_SIDE)
  return { step, size: { width: Math.ceil(width / step), height: Math.ceil(height / step) } }
}

/** The pixel of the image that stands for pixel `i` of its preview, along a side of `length` pixels. */
export const previewedPixel = (i: number, step: number, length: number): number =>
  Math.min(length - 1, i * step + (step >> 1))

/** Enough for the 99.9 % limits to rest on tens of values at each end. */
const SAMPLE_VALUES = 65_536

/** Finite values in ascending order, at most 65,536 that are spread evenly over their order, the smallest and largest among them. */
export function orderedSample(values: Float32Array): Float32Array {
  const sorted = values.filter(Number.isFinite).sort()
  if (sorted.length <= SAMPLE_VALUES) return sorted
  const stride = (sorted.length - 1) / (SAMPLE_VALUES - 1)
  return Float32Array.from({ length: SAMPLE_VALUES }, (_, i) => sorted[Math.round(i * stride)])
}
