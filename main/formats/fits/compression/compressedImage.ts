import { AppError } from '../../../domain/errors.ts'
import { newScalars, type ScalarArray } from '../../scalars.ts'
import type { FitsFile, Hdu } from '../file.ts'
import { pixelKind } from '../pixelKind.ts'
import { type TileCoding, tileCoding } from './coding.ts'
import { checkPlausible, decodeTile, type TileBatch, type TileDecoder } from './tile.ts'
import { pixelCount, type Region, sharedRuns, type TileGrid, tilesOf, tilesPerAxis } from './tileGrid.ts'
import { type LocatedTile, locateTiles } from './tileRows.ts'

/** How many batches are in hand at once where nothing else is said: one decodes while the next is read. */
const READ_AHEAD = 2

/** Pixels of one batch, and bytes that are read at once for it. */
const BATCH_PIXELS = 2 ** 20
const BATCH_BYTES = 2 ** 23

/** Bytes between two tiles that are read along rather than asked for separately. */
const NEAR_BYTES = 65_536

/** Threads for tiles: `decode` hands a batch to one of them, `width` says how many there are. */
export interface ParallelDecoder {
  readonly decode: TileDecoder
  readonly width: number
}

/** How a compressed image HDU is cut into tiles (ZTILEn; rows where they are missing). */
export function tileGrid(hdu: Hdu): TileGrid {
  const axes = hdu.shape.length
  const tileShape = hdu.shape.map((length, axis) => {
    const n = axes - axis
    const size = hdu.header.number(`ZTILE${n}`) ?? (n === 1 ? length : 1)
    if (!Number.isInteger(size) || size < 1)
      throw new AppError(
        'bad-input',
        `HDU ${hdu.index}: ZTILE${n} is ${size}, not a count of pixels. The file is damaged: copy or download it again.`,
      )
    return Math.min(size, Math.max(1, length))
  })
  const grid = { shape: hdu.shape, tileShape }
  const tiles = pixelCount(tilesPerAxis(grid))
  const rows = hdu.header.number('NAXIS2') ?? 0
  if (tiles > rows)
    throw new AppError(
      'bad-input',
      `HDU ${hdu.index}: the image has ${tiles} tiles, the table ${rows} rows (NAXIS2). The file is damaged: copy or download it again.`,
    )
  return grid
}

/**
 * The stored values of a region of a tile-compressed image (FITS standard 4.0, section 10), in the type that ZBITPIX
 * names: BSCALE, BZERO and BLANK are not applied. Only the rows and the bytes of its tiles are read.
 */
export async function readCompressed(
  file: FitsFile,
  hdu: Hdu,
  region: Region,
  parallel?: ParallelDecoder,
): Promise<ScalarArray> {
  const coding = codingOf(hdu)
  const tiles = await locateTiles(file, hdu, tilesOf(tileGrid(hdu), region))
  for (const tile of tiles) checkPlausible(hdu.index, coding, tile)
  const values = newScalars(pixelKind(hdu.bitpix), pixelCount(region.shape))
  const batches = intoBatches(tiles)
  const largest = batches.reduce((most, batch) => Math.max(most, batchPixels(batch)), 0)
  const memory = new SharedMemory(largest * values.BYTES_PER_ELEMENT)
  const decode = async (batch: readonly LocatedTile[]): Promise<void> => {
    const packed = { hdu: hdu.index, coding, ...(await readBatch(file, batch)) }
    if (parallel === undefined) {
      decodeHere(packed, batch, region, values)
      return
    }
    const output = memory.take()
    placeBatch(batch, await parallel.decode({ ...packed, output }), region, values)
    memory.giveBack(output)
  }
  await inTurns(batches, parallel?.width ?? READ_AHEAD, decode)
  return values
}

function codingOf(hdu: Hdu): TileCoding {
  try {
    return tileCoding(hdu.header, hdu.bitpix)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, `HDU ${hdu.index}: ${error.message}`, { ...error.details, hdu: hdu.index }, error)
  }
}

/** Pieces of memory that other threads write to, used again and again: new memory costs more than the pixels in it. */
class SharedMemory {
  private readonly size: number
  private readonly free: SharedArrayBuffer[] = []

  constructor(size: number) {
    this.size = size
  }

  take(): SharedArrayBuffer {
    return this.free.pop() ?? new SharedArrayBuffer(this.size)
  }

  giveBack(piece: SharedArrayBuffer): void {
    this.free.push(piece)
  }
}

function batchPixels(batch: readonly LocatedTile[]): number {
  return batch.reduce((sum, { shape }) => sum + pixelCount(shape), 0)
}

/** Does the work for all items, for `width` of them at a time; after an error no more are begun. */
async function inTurns<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const take = async (): Promise<void> => {
    while (next < items.length) {
      try {
        await work(items[next++])
      } catch (error) {
        next = items.length
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: width }, take))
}

/** Tiles that stand close together in the file, up to the size of a batch. */
function intoBatches(tiles: readonly LocatedTile[]): LocatedTile[][] {
  const batches: LocatedTile[][] = []
  let pixels = 0
  for (const tile of tiles) {
    const batch = batches.at(-1)
    const gap = batch === undefined ? -1 : tile.offset - end(batch[batch.length - 1])
    const span = batch === undefined ? 0 : end(tile) - batch[0].offset
    pixels += pixelCount(tile.shape)
    if (batch !== undefined && gap >= 0 && gap <= NEAR_BYTES && span <= BATCH_BYTES && pixels <= BATCH_PIXELS) {
      batch.push(tile)
    } else {
      batches.push([tile])
      pixels = pixelCount(tile.shape)
    }
  }
  return batches
}

function end({ offset, byteLength }: Pick<LocatedTile, 'offset' | 'byteLength'>): number {
  return offset + byteLength
}

/** Reads the bytes of all tiles of a batch at once. */
async function readBatch(file: FitsFile, batch: readonly LocatedTile[]) {
  const start = batch[0].offset
  const bytes = await file.source.read(start, end(batch[batch.length - 1]) - start)
  return { bytes, start, tiles: batch.map(({ place: _, ...tile }) => tile) }
}

/** Decodes on this thread; a tile whose pixels stay together goes straight to its place. */
function decodeHere(packed: TileBatch, batch: readonly LocatedTile[], region: Region, values: ScalarArray): void {
  for (const tile of batch) {
    const count = pixelCount(tile.shape)
    const runs = [...sharedRuns(tile.place.region, region)]
    if (runs.length === 1 && runs[0].length === count) {
      decodeTile(packed, tile, values.subarray(runs[0].to, runs[0].to + count))
      continue
    }
    const pixels = newScalars(pixelKind(packed.coding.bitpix), count)
    decodeTile(packed, tile, pixels)
    for (const run of runs) setScalars(values, pixels.subarray(run.from, run.from + run.length), run.to)
  }
}

function placeBatch(batch: readonly LocatedTile[], pixels: ScalarArray, region: Region, values: ScalarArray): void {
  let from = 0
  for (const tile of batch) {
    for (const run of sharedRuns(tile.place.region, region))
      setScalars(values, pixels.subarray(from + run.from, from + run.from + run.length), run.to)
    from += pixelCount(tile.shape)
  }
}

function setScalars(values: ScalarArray, part: ScalarArray, at: number): void {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    if (part instanceof BigInt64Array || part instanceof BigUint64Array) values.set(part, at)
  } else if (!(part instanceof BigInt64Array || part instanceof BigUint64Array)) values.set(part, at)
}
