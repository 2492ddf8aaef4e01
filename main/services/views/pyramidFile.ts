import {
  levelCount,
  levelSize,
  type PixelRect,
  type PixelSize,
  TILE_SIDE,
  type TilePlace,
  tileGrid,
  tileRect,
} from '../../domain/pyramid.ts'

/** The levels above 0, float32 little-endian: every tile in a slot of its own, its rows one after the other. */
export const LEVELS_FILE = 'levels.f32'

/** Level 0 as rows of float32, where the image's own file cannot be read in parts. */
export const RAW_FILE = 'level0.f32'

const SLOT_BYTES = TILE_SIDE * TILE_SIDE * 4

/** Bands of so many rows hold whole pixels of each level: 2^l divides it for every level that an image can have. */
export const BAND_ROWS = 2 * TILE_SIDE

/** Where a tile of a level above 0 begins in the file. */
export function tileOffset(size: PixelSize, { level, column, row }: TilePlace): number {
  let slots = 0
  for (let below = 1; below < level; below++) {
    const { columns, rows } = tileGrid(size, below)
    slots += columns * rows
  }
  return (slots + row * tileGrid(size, level).columns + column) * SLOT_BYTES
}

/** Length of the file when every tile is there. */
export const levelsBytes = (size: PixelSize): number => tileOffset(size, { level: levelCount(size), column: 0, row: 0 })

/** Rows of level 0, counted from the bottom, that must be there before a tile is whole. */
export function rowsNeeded(size: PixelSize, { level, row }: TilePlace): number {
  return Math.min(size.height, (row + 1) * TILE_SIDE * 2 ** level)
}

/** The pieces of tiles that `rows` rows of a level make up, from its row `y` on; `rect` counts from that row. */
export function levelPieces(
  size: PixelSize,
  level: number,
  y: number,
  rows: number,
): { rect: PixelRect; offset: number }[] {
  const { width } = levelSize(size, level)
  const pieces: { rect: PixelRect; offset: number }[] = []
  for (let start = y; start < y + rows; ) {
    const row = Math.floor(start / TILE_SIDE)
    const end = Math.min(y + rows, (row + 1) * TILE_SIDE)
    for (let column = 0; column * TILE_SIDE < width; column++) {
      const tile = tileRect(size, { level, column, row })
      if (tile === undefined) continue
      pieces.push({
        rect: { x: tile.x, y: start - y, width: tile.width, height: end - start },
        offset: tileOffset(size, { level, column, row }) + (start - tile.y) * tile.width * 4,
      })
    }
    start = end
  }
  return pieces
}
