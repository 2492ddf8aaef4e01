import { AppError } from '../../../main/domain/errors.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import type { MeasuredImage } from '../../../main/domain/photometry/measuredImage.ts'
import { measureRegion } from '../../../main/domain/photometry/measureRegion.ts'
import type { ShapeMeasurement } from '../../../main/domain/photometry/measureShape.ts'
import type { SkyRing } from '../../../main/domain/photometry/sky.ts'
import { excludedPixels } from '../../../main/domain/regions/mask.ts'
import type { Region, Shape } from '../../../main/domain/regions/region.ts'
import { t } from '../../text/t.ts'
import type { Linking } from '../linking.ts'
import type { ViewerPanel } from '../panels.ts'
import { TiledImage } from '../tiles/tiledImage.ts'
import { referenceScale, shapeOnPanel } from './placeShape.ts'
import { regionName } from './regionSet.ts'

/** One region in one panel. */
export interface MeasuredRow {
  readonly key: string
  readonly regionId: string
  readonly region: string
  readonly panel: string
  readonly unit: string | null
  /** Null where it cannot be measured; `problem` says why. */
  readonly measurement: ShapeMeasurement | null
  readonly problem: string | null
  /** Sum and error in the reference's pixels, so that LR, SR and HR compare. */
  readonly flux: number
  readonly fluxError: number
}

/** Results by image, then by what was asked: a drag changes one region, and the others stay measured. */
const known = new WeakMap<
  FloatImage,
  { of: MeasuredImage['masked']; readonly measurements: Map<string, ShapeMeasurement> }
>()
const MOST_KNOWN = 2000

/**
 * A panel's sum, in the flux of reference pixels: pixels that hold surface brightness (levelFactor 1) count with their
 * area; those that hold flux (levelFactor scale^2) count as they are.
 */
export const fluxFactor = ({ scale, levelFactor }: Pick<ViewerPanel, 'scale' | 'levelFactor'>): number =>
  (scale * scale) / levelFactor

/** Panels with one value a pixel: a composite has three, and a mask none to be measured. */
export const measurable = (panels: readonly ViewerPanel[]): readonly ViewerPanel[] =>
  panels.filter(({ kind }) => kind !== 'composite' && kind !== 'mask')

/** Panels whose pixels are all here: a large image is drawn by its tiles and never in memory as a whole. */
export const wholeImages = (panels: readonly ViewerPanel[]): readonly ViewerPanel[] =>
  panels.filter(({ image }) => !(image instanceof TiledImage))

export interface MeasuredSet {
  readonly panels: readonly ViewerPanel[]
  readonly regions: readonly Region[]
  readonly linking: Linking
  readonly sky: SkyRing | null
}

/** Every region but the excluded ones in every panel, region by region. */
export function measureAll({ panels, regions, linking, sky }: MeasuredSet): MeasuredRow[] {
  const images = new Map(wholeImages(panels).map(panel => [panel.id, measuredImage(panel, regions, linking)]))
  return regions.flatMap((region, index) =>
    region.exclude
      ? []
      : panels.map(panel => {
          const common = {
            key: `${region.id}/${panel.id}`,
            regionId: region.id,
            region: regionName(region, index),
            panel: panel.title,
            unit: panel.unit,
          }
          const measured = images.get(panel.id)
          const shape = shapeOnPanel(region.shape, panel, linking)
          const scale = referenceScale(panel, linking)
          const ring = sky && { gap: sky.gap / scale, width: sky.width / scale }
          return { ...common, ...measuredFlux(panel, measured, shape, ring) }
        }),
  )
}

const masks = new WeakMap<FloatImage, { readonly of: string; readonly masked: Uint8Array | null }>()

/** A panel's image with its errors, without the pixels that its mask or an excluded region takes out. */
export function measuredImage(panel: ViewerPanel, regions: readonly Region[], linking: Linking): MeasuredImage {
  const { image, error, mask } = panel
  const excluded = regions.flatMap(({ exclude, shape }) => {
    const own = exclude ? shapeOnPanel(shape, panel, linking) : null
    return own ? [{ exclude, shape: own }] : []
  })
  const of = JSON.stringify(excluded)
  const found = masks.get(image)
  if (found?.of === of) return { image, error, masked: found.masked }
  const masked = excludedPixels(excluded, image) ?? (mask ? new Uint8Array(image.data.length) : null)
  if (mask && masked) for (let i = 0; i < masked.length; i++) if (mask.data[i] === 0) masked[i] = 1
  masks.set(image, { of, masked })
  return { image, error, masked }
}

type Results = Pick<MeasuredRow, 'measurement' | 'problem' | 'flux' | 'fluxError'>

const notMeasured = (problem: string): Results => ({
  measurement: null,
  problem,
  flux: Number.NaN,
  fluxError: Number.NaN,
})

function measuredFlux(
  panel: ViewerPanel,
  measured: MeasuredImage | undefined,
  shape: Shape | null,
  ring: SkyRing | null,
): Results {
  if (panel.image instanceof TiledImage) {
    return notMeasured(t.measure.thisImageIsTooLargeToBe)
  }
  if (!measured || !shape) return notMeasured(t.measure.thisImageDoesNotShowThatPlace)
  const results = known.get(panel.image) ?? { of: measured.masked, measurements: new Map<string, ShapeMeasurement>() }
  if (results.of !== measured.masked || results.measurements.size >= MOST_KNOWN) results.measurements.clear()
  results.of = measured.masked
  known.set(panel.image, results)
  const asked = JSON.stringify([shape, ring])
  try {
    const measurement = results.measurements.get(asked) ?? measureRegion(measured, shape, ring)
    results.measurements.set(asked, measurement)
    const factor = fluxFactor(panel)
    return {
      measurement,
      problem: null,
      flux: measurement.sum * factor,
      fluxError: measurement.sumError * factor,
    }
  } catch (error) {
    if (error instanceof AppError) return notMeasured(error.message)
    throw error
  }
}
