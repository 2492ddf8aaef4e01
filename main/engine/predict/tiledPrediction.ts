import type { FloatImage } from '../../domain/image.ts'
import type { Predictor } from '../devices/device.ts'
import { axisSpans, type Span } from './tiles.ts'

export interface Tiling {
  /** Side of a tile, in LR pixels. */
  readonly window: number
  /** The network's receptive field, in LR pixels. */
  readonly margin: number
  readonly magnification: number
}

/** The network's output for an image of any size, tile by tile; equal to that of the whole image. Network values. */
export async function predictTiled(predictor: Predictor, image: FloatImage, tiling: Tiling): Promise<FloatImage> {
  const r = tiling.magnification
  const output = { width: image.width * r, height: image.height * r, data: new Float32Array(image.data.length * r * r) }
  const rows = axisSpans(image.height, tiling.window, tiling.margin)
  const columns = axisSpans(image.width, tiling.window, tiling.margin)
  for (const row of rows) {
    for (const column of columns) {
      const tile = cut(image, row, column, tiling.window)
      const { data, width } = await predictor.predict({ count: 1, ...tile })
      keepCore(output, { data, width }, row, column, r)
    }
  }
  return output
}

function cut(image: FloatImage, row: Span, column: Span, window: number): FloatImage {
  const height = Math.min(window, image.height)
  const width = Math.min(window, image.width)
  const data = new Float32Array(height * width)
  for (let y = 0; y < height; y++) {
    const start = (row.windowStart + y) * image.width + column.windowStart
    data.set(image.data.subarray(start, start + width), y * width)
  }
  return { width, height, data }
}

function keepCore(
  output: FloatImage,
  tile: { readonly data: Float32Array; readonly width: number },
  row: Span,
  column: Span,
  r: number,
): void {
  const length = (column.coreEnd - column.coreStart) * r
  for (let y = row.coreStart * r; y < row.coreEnd * r; y++) {
    const from = (y - row.windowStart * r) * tile.width + (column.coreStart - column.windowStart) * r
    output.data.set(tile.data.subarray(from, from + length), y * output.width + column.coreStart * r)
  }
}
