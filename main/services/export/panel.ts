import { colorTable } from '../../domain/colormap.ts'
import type { FloatImage } from '../../domain/image.ts'
import { limitsOf } from '../../domain/limits.ts'
import { stretchedPosition, stretches } from '../../domain/stretch.ts'
import { encodePng } from '../../formats/png.ts'
import { drawText, textSize } from './pixelFont.ts'

export interface PanelTile {
  readonly title: string
  /** Under the image: a score, or nothing. */
  readonly caption: string
  readonly image: FloatImage
  /** Residuals are drawn linearly around zero, in two colours. */
  readonly residual?: boolean
}

interface Canvas {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Shown side of a tile, pixels: each image is enlarged to about this, whole pixels by whole pixels. */
const TILE_SIDE = 256
const GAP = 8
const TEXT_SCALE = 2
const BACKGROUND = 18
const INK = 225
/** What is not a number, in the images: a dark blue that no colour map has. */
const MISSING = [30, 30, 60] as const

/**
 * A row of images with titles and captions as an 8-bit PNG: LR | bicubic | SR | HR | residual. All but residuals share
 * the limits of `reference` (asinh stretch from its sky to its bright end), so that brightness can be compared; the
 * origin is the lower left corner.
 */
export function panelPng(tiles: readonly PanelTile[], reference: FloatImage): Uint8Array {
  const line = textSize('X', TEXT_SCALE).height + GAP
  const canvas: Canvas = {
    width: tiles.length * (TILE_SIDE + GAP) + GAP,
    height: TILE_SIDE + 2 * line + 2 * GAP,
    data: new Uint8Array(0),
  }
  const filled = { ...canvas, data: new Uint8Array(canvas.width * canvas.height * 3).fill(BACKGROUND) }
  const shared = limitsOf(reference.data, { kind: 'percentile', percent: 99.5 })
  tiles.forEach((tile, i) => {
    const left = GAP + i * (TILE_SIDE + GAP)
    write(filled, tile.title, left, GAP)
    paint(filled, tile, shared, left, GAP + line)
    write(filled, tile.caption, left, GAP + line + TILE_SIDE + GAP)
  })
  return encodePng({ ...filled, channels: 3 })
}

function write(canvas: Canvas, text: string, left: number, top: number): void {
  const most = Math.floor(TILE_SIDE / textSize('XX', TEXT_SCALE).width) * 2
  drawText(text.slice(0, most), TEXT_SCALE, (x, y) => {
    canvas.data.fill(INK, ((top + y) * canvas.width + left + x) * 3, ((top + y) * canvas.width + left + x) * 3 + 3)
  })
}

function paint(
  canvas: Canvas,
  { image, residual = false }: PanelTile,
  shared: { readonly low: number; readonly high: number },
  left: number,
  top: number,
): void {
  const { low, high } = residual ? limitsOf(image.data, { kind: 'symmetric', percent: 99.5 }) : shared
  const stretch = residual ? stretches.linear : stretches.asinh
  const colours = colorTable(residual ? 'residual' : 'ember')
  const longest = Math.max(image.width, image.height)
  for (let y = 0; y < TILE_SIDE; y++) {
    // The tile's lowest row is the image's row 0.
    const row = Math.floor(((TILE_SIDE - 1 - y) * longest) / TILE_SIDE)
    for (let x = 0; x < TILE_SIDE; x++) {
      const column = Math.floor((x * longest) / TILE_SIDE)
      if (row >= image.height || column >= image.width) continue
      const position = stretchedPosition(image.data[row * image.width + column], low, high, stretch)
      const colour = Math.round(255 * position) * 3
      canvas.data.set(
        Number.isNaN(position) ? MISSING : colours.subarray(colour, colour + 3),
        ((top + y) * canvas.width + left + x) * 3,
      )
    }
  }
}
