import type { FloatImage } from '../../domain/image.ts'
import { crop } from '../../domain/resample.ts'
import { planTiles, type Tile } from '../../domain/tiling.ts'
import type { Predictor } from '../devices/device.ts'

export interface Tiling {
  /** Side of a tile, in LR pixels. */
  readonly side: number
  /** The network's receptive field: how far the inputs of tiles overlap, in LR pixels. */
  readonly margin: number
  readonly magnification: number
  /** Tiles begin at multiples of it, LR pixels. */
  readonly grid: number
}

/** Tiles of the side asked for, but large enough that at least half of each side is kept. */
export function tilingOf(tilePixels: number, margin: number, magnification: number, grid = 1): Tiling {
  return { side: grid * Math.ceil(Math.max(tilePixels, 4 * margin, 1) / grid), margin, magnification, grid }
}

/**
 * The network's output for an image of any size, tile by tile, in network values. Equal to that of the whole image: no
 * kept pixel sees an edge of its tile, unless it is the image's own, where the zero padding is the same.
 */
export async function predictTiled(predictor: Predictor, image: FloatImage, tiling: Tiling): Promise<FloatImage> {
  const { side, margin, magnification: r, grid } = tiling
  const output = { width: image.width * r, height: image.height * r, data: new Float32Array(image.data.length * r * r) }
  for (const tile of planTiles(image.width, image.height, side, margin, grid)) {
    const { x, y, width, height } = tile.input
    const result = await predictor.predict({ count: 1, ...crop(image, x, y, width, height) })
    keepCore(output, result, tile, r)
  }
  return output
}

function keepCore(output: FloatImage, result: { data: Float32Array; width: number }, { input, core }: Tile, r: number) {
  for (let y = core.y * r; y < (core.y + core.height) * r; y++) {
    const from = (y - input.y * r) * result.width + (core.x - input.x) * r
    output.data.set(result.data.subarray(from, from + core.width * r), y * output.width + core.x * r)
  }
}
