import { type PixelSize, TILE_SIDE, type TilePlace, tileGrid, tileRect } from '../../../main/domain/pyramid.ts'

export interface DeviceRect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where a tiled image lies on the canvas: device pixels, origin at the canvas's lower left. */
export interface ImagePlace {
  readonly rect: DeviceRect
  /** The part of the rect that is drawn. */
  readonly clip: DeviceRect
  /** The image's lower left corner, from the rect's lower left corner. */
  readonly origin: { readonly x: number; readonly y: number }
  /** Device pixels a pixel of level 0. */
  readonly pixelSize: number
}

/** A tile and the device pixels that it covers. No two tiles of a plan share one, and none between them is left out. */
export interface PlannedTile {
  readonly place: TilePlace
  readonly clip: DeviceRect
}

export interface TilePlan {
  readonly level: number
  /** In sight, the middle first. */
  readonly tiles: readonly PlannedTile[]
  /** Around those in sight: what is needed next when the image is moved. */
  readonly beside: readonly TilePlace[]
}

/**
 * The level whose pixels are nearest to a device pixel in size, but never coarser than the image where a pixel of it covers
 * a device pixel: at whole zooms the file's own pixels are seen.
 */
export function levelFor(pixelSize: number, levels: number): number {
  return Math.min(levels - 1, Math.max(0, Math.round(Math.log2(1 / pixelSize))))
}

/**
 * First device pixel of the canvas whose centre lies at or beyond an edge of the image, along one axis. Every tile's limits
 * are found so, from the same number for both neighbours of an edge.
 */
const firstPixel = (edge: number, start: number, pixelSize: number): number => Math.ceil(start + edge * pixelSize - 0.5)

/** The tiles of the level that suits the zoom which lie in sight, each with its own part of the screen. */
export function planTiles(size: PixelSize, levels: number, place: ImagePlace): TilePlan {
  const level = levelFor(place.pixelSize, levels)
  const { columns, rows } = tileGrid(size, level)
  const side = TILE_SIDE * 2 ** level
  const across = tilesInSight(place.rect.x + place.origin.x, place, side, size.width, [place.clip.x, place.clip.width])
  const up = tilesInSight(place.rect.y + place.origin.y, place, side, size.height, [place.clip.y, place.clip.height])
  const tiles: PlannedTile[] = []
  for (const { index: row, from: y, to: top } of up)
    for (const { index: column, from: x, to: right } of across)
      tiles.push({ place: { level, column, row }, clip: { x, y, width: right - x, height: top - y } })
  const middle = { x: place.clip.x + place.clip.width / 2, y: place.clip.y + place.clip.height / 2 }
  tiles.sort((a, b) => distance(a.clip, middle) - distance(b.clip, middle))
  return { level, tiles, beside: besides(level, across, up, columns, rows) }
}

interface Span {
  readonly index: number
  readonly from: number
  readonly to: number
}

/** Tiles along one axis and the device pixels of each, within the clip. `start`: the image's corner on the canvas. */
function tilesInSight(
  start: number,
  { pixelSize }: ImagePlace,
  side: number,
  length: number,
  [clipStart, clipLength]: readonly [number, number],
): Span[] {
  const clipEnd = clipStart + clipLength
  const first = Math.max(0, Math.floor((clipStart - start) / pixelSize / side))
  const last = Math.min(Math.ceil(length / side) - 1, Math.floor((clipEnd - start) / pixelSize / side))
  const spans: Span[] = []
  for (let index = first; index <= last; index++) {
    const from = Math.max(clipStart, firstPixel(index * side, start, pixelSize))
    const to = Math.min(clipEnd, firstPixel(Math.min(length, (index + 1) * side), start, pixelSize))
    if (to > from) spans.push({ index, from, to })
  }
  return spans
}

const distance = (clip: DeviceRect, { x, y }: { x: number; y: number }): number =>
  Math.hypot(clip.x + clip.width / 2 - x, clip.y + clip.height / 2 - y)

function besides(level: number, across: Span[], up: Span[], columns: number, rows: number): TilePlace[] {
  const [left, right, bottom, top] = [across.at(0), across.at(-1), up.at(0), up.at(-1)]
  if (!left || !right || !bottom || !top) return []
  const places: TilePlace[] = []
  for (let row = Math.max(0, bottom.index - 1); row <= Math.min(rows - 1, top.index + 1); row++)
    for (let column = Math.max(0, left.index - 1); column <= Math.min(columns - 1, right.index + 1); column++) {
      const isInSight = row >= bottom.index && row <= top.index && column >= left.index && column <= right.index
      if (!isInSight) places.push({ level, column, row })
    }
  return places
}

/** A texture's place: its lower left pixel and the size of its pixels, both in pixels of level 0. */
export interface TextureGrid {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export function tileTextureGrid(size: PixelSize, place: TilePlace): TextureGrid {
  const rect = tileRect(size, place)
  const scale = 2 ** place.level
  return { x: (rect?.x ?? 0) * scale, y: (rect?.y ?? 0) * scale, scale }
}

/**
 * A texture's corner on the canvas, and its pixels' size: what the shader needs. Exact in float64, and small numbers,
 * because only textures that are in sight are drawn.
 */
export function textureOrigin(place: ImagePlace, grid: TextureGrid): { x: number; y: number; pixelSize: number } {
  return {
    x: place.origin.x + grid.x * place.pixelSize,
    y: place.origin.y + grid.y * place.pixelSize,
    pixelSize: place.pixelSize * grid.scale,
  }
}
