import { AppError } from './errors.ts'

/** A rectangle of pixels, lower left corner (x, y). */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What is read for a tile, and the part of it whose result is kept, both in image pixels. */
export interface Tile {
  readonly input: Rectangle
  readonly core: Rectangle
}

/**
 * Tiles for an image too large for one pass. Cores cover each pixel exactly once; each input reaches at least `overlap`
 * pixels beyond its core on every side that does not lie at the image's edge, and all are of one size, at most `tile`
 * pixels a side. With an overlap of the network's receptive radius the joined result equals the untiled one. An image
 * that fits is one tile.
 * @param grid inputs begin at multiples of it, for networks that look at squares of an image; the last one may be smaller
 */
export function planTiles(width: number, height: number, tile: number, overlap: number, grid = 1): Tile[] {
  const whole = [width, height, tile, overlap, grid].every(Number.isInteger)
  if (!whole || width < 1 || height < 1 || overlap < 0 || grid < 1 || tile < 2 * overlap + grid) {
    throw new AppError(
      'bad-input',
      `Tiles of ${tile} pixels with an overlap of ${overlap} cannot cover ${width} x ${height}: ` +
        'a tile must be larger than twice its overlap.',
      { width, height, tile, overlap },
    )
  }
  const columns = spans(width, tile, overlap, grid)
  return spans(height, tile, overlap, grid).flatMap(row =>
    columns.map(column => ({
      input: { x: column.inputStart, y: row.inputStart, width: column.inputLength, height: row.inputLength },
      core: { x: column.coreStart, y: row.coreStart, width: column.coreLength, height: row.coreLength },
    })),
  )
}

/** Inputs of one size, as few as possible, since a network is compiled anew for each size; the last is moved inwards. */
function spans(length: number, tile: number, overlap: number, grid: number) {
  const down = (place: number) => grid * Math.floor(place / grid)
  const lastStart = grid * Math.ceil(Math.max(0, length - tile) / grid)
  const found: { coreStart: number; coreLength: number; inputStart: number; inputLength: number }[] = []
  for (let coreStart = 0; coreStart < length; ) {
    const inputStart = Math.min(down(Math.max(0, coreStart - overlap)), lastStart)
    const inputEnd = Math.min(length, inputStart + tile)
    const coreEnd = inputEnd === length ? length : inputEnd - overlap
    found.push({ coreStart, coreLength: coreEnd - coreStart, inputStart, inputLength: inputEnd - inputStart })
    coreStart = coreEnd
  }
  return found
}
