import { type TilePlace, tileGrid } from '../../../main/domain/pyramid.ts'
import type { TiledImage } from './tiledImage.ts'
import { type DeviceRect, type ImagePlace, planTiles, type TextureGrid, tileTextureGrid } from './tilePlan.ts'

/** One texture's share of the screen. */
export interface TilePart<T> {
  readonly texture: T
  readonly grid: TextureGrid
  readonly clip: DeviceRect
}

export interface TileParts<T> {
  /** The tiles in sight, or what stands for them until they are there: a coarser tile, or the preview. */
  readonly parts: readonly TilePart<T>[]
  /** What to load, the most needed first. */
  readonly missing: readonly TilePlace[]
}

export interface TileFinder<T> {
  find(place: TilePlace): T | undefined
  holds(place: TilePlace): boolean
}

/**
 * What is drawn of a tiled image, by the textures that are there. Each device pixel is drawn once.
 *
 * @param textures `find`: a tile's texture, if it is there, which counts as used; `holds`: only whether it is there
 * @param preview the texture of the image's preview
 */
export function tileParts<T>(
  image: TiledImage,
  place: ImagePlace,
  { find, holds }: TileFinder<T>,
  preview: T,
): TileParts<T> {
  const plan = planTiles(image, image.levels, place)
  const missing: TilePlace[] = []
  const parts = plan.tiles.map(({ place: wanted, clip }): TilePart<T> => {
    const texture = find(wanted)
    if (texture !== undefined) return { texture, grid: tileTextureGrid(image, wanted), clip }
    missing.push(wanted)
    const coarser = coarserTile(image, wanted, find)
    return { ...(coarser ?? { texture: preview, grid: { x: 0, y: 0, scale: image.previewStep } }), clip }
  })
  return { parts, missing: missing.length > 0 ? missing : plan.beside.filter(beside => !holds(beside)) }
}

function coarserTile<T>(
  image: TiledImage,
  { level, column, row }: TilePlace,
  find: (place: TilePlace) => T | undefined,
) {
  for (let up = 1; level + up < image.levels; up++) {
    const { columns, rows } = tileGrid(image, level + up)
    const place = { level: level + up, column: column >> up, row: row >> up }
    if (place.column >= columns || place.row >= rows) return undefined
    const texture = find(place)
    if (texture !== undefined) return { texture, grid: tileTextureGrid(image, place) }
  }
  return undefined
}
