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
 * Tiles for an image too large for one pass. Cores cover each pixel exactly once; each input reaches `overlap` pixels
 * beyond its core on every side that does not lie at the image's edge, and is at most `tile` pixels a side. With an
 * overlap of the network's receptive radius the joined result equals the untiled one. An image that fits is one tile.
 */
export function planTiles(width: number, height: number, tile: number, overlap: number): Tile[] {
  const whole = [width, height, tile, overlap].every(Number.isInteger)
  if (!whole || width < 1 || height < 1 || overlap < 0 || tile <= 2 * overlap) {
    throw new AppError(
      'bad-input',
      `Tiles of ${tile} pixels with an overlap of ${overlap} cannot cover ${width} x ${height}: ` +
        'a tile must be larger than twice its overlap.',
      { width, height, tile, overlap },
    )
  }
  const columns = spans(width, tile, overlap)
  return spans(height, tile, overlap).flatMap(row =>
    columns.map(column => ({
      input: { x: column.inputStart, y: row.inputStart, width: column.inputLength, height: row.inputLength },
      core: { x: column.coreStart, y: row.coreStart, width: column.coreLength, height: row.coreLength },
    })),
  )
}

/** Equal cores, as few as possible, so that most inputs share one size and the engine compiles few graphs. */
function spans(length: number, tile: number, overlap: number) {
  const count = length <= tile ? 1 : Math.ceil(length / (tile - 2 * overlap))
  const core = Math.ceil(length / count)
  return Array.from({ length: Math.ceil(length / core) }, (_, i) => {
    const coreStart = i * core
    const coreEnd = Math.min(length, coreStart + core)
    const inputStart = Math.max(0, coreStart - overlap)
    const inputEnd = Math.min(length, coreEnd + overlap)
    return { coreStart, coreLength: coreEnd - coreStart, inputStart, inputLength: inputEnd - inputStart }
  })
}
