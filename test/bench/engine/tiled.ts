import { planTiles } from '../../../main/domain/tiling.ts'
import { tilingOf } from '../../../main/engine/predict/tiledPrediction.ts'
import { networkOf } from '../../../models/registry.ts'
import { resnet, type Study } from '../networks.ts'
import { alternate, type Effort, type RateRow, type Sides } from './rates.ts'

/** Apply's default. */
const TILE_PIXELS = 256

/** An image through the study's network in tiles: megapixels of input a second. Every peer is given the same tiles. */
export async function measureTiled(sides: Sides, study: Study, pixels: number, effort: Effort): Promise<RateRow[]> {
  const network = resnet(study)
  const margin = networkOf(network).receptiveField(network)
  const tiling = tilingOf(TILE_PIXELS, margin, networkOf(network).magnification(network))
  const tiles = planTiles(pixels, pixels, tiling.side, margin)
  // One tile, so that the first round finds everything compiled and the caches warm.
  const first = { kind: 'tiled', network: study, batch: 1, pixels: tiling.side, tiling, repeats: 1 } as const
  const oneTile = planTiles(tiling.side, tiling.side, tiling.side, margin)
  if (pixels > tiling.side) {
    for (const peer of [...sides.ours, ...sides.theirs]) await peer.measure({ ...first, tiles: oneTile, warmups: 1 })
  }
  const measured = { ...first, pixels, tiles, firstWarmups: pixels > tiling.side ? 0 : 1 }
  const what = `${pixels} x ${pixels} in ${tiles.length} tiles of ${tiling.side}`
  return [await alternate(sides, what, pixels ** 2 / 1e6, measured, effort)]
}
