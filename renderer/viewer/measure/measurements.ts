import { AppError } from '../../../main/domain/errors.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import type { MeasuredImage } from '../../../main/domain/photometry/measuredImage.ts'
import { measureRegion } from '../../../main/domain/photometry/measureRegion.ts'
import type { ShapeMeasurement } from '../../../main/domain/photometry/measureShape.ts'
import type { SkyRing } from '../../../main/domain/photometry/sky.ts'
import { excludedPixels } from '../../../main/domain/regions/mask.ts'
import type { Region, Shape } from '../../../main/domain/regions/region.ts'
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
    return notMeasured('This image is too large to be measured as a whole. Open a cutout of it.')
  }
  if (!measured || !shape) return notMeasured('This image does not show that place of the sky.')
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

interface Column {
  readonly title: string
  readonly value: (row: MeasuredRow) => number | string
  /** What the number is, for a tooltip. */
  readonly help?: string
}

const of =
  (pick: (measurement: ShapeMeasurement) => number) =>
  ({ measurement }: MeasuredRow): number =>
    measurement ? pick(measurement) : Number.NaN

/** The table's numbers, in their order, for the screen and the files alike. */
export const NUMBER_COLUMNS: readonly Column[] = [
  { title: 'flux', value: row => row.flux, help: "The sum in the reference's pixels, so that LR, SR and HR compare" },
  {
    title: 'error',
    value: row => row.fluxError,
    help: 'One sigma of the flux, from the scatter of the sky or an error image',
  },
  {
    title: 'sum',
    value: of(m => m.sum),
    help: "The panel's own values less the sky, each by the share of its pixel in the region",
  },
  { title: 'area', value: of(m => m.area), help: "In the panel's own pixels" },
  { title: 'mean', value: of(m => m.mean), help: 'Of pixels whose centre lies in the region' },
  { title: 'median', value: of(m => m.median) },
  { title: 'sigma', value: of(m => m.sigma) },
  { title: 'min', value: of(m => m.min) },
  { title: 'max', value: of(m => m.max) },
  { title: 'x', value: of(m => m.centroid.x), help: "Centroid in the panel's own pixels, from 0" },
  { title: 'y', value: of(m => m.centroid.y), help: "Centroid in the panel's own pixels, from 0" },
  {
    title: 'sky',
    value: of(m => m.sky?.level ?? Number.NaN),
    help: "A pixel's sky in the ring, taken from all values",
  },
  { title: 'sky sigma', value: of(m => m.sky?.sigma ?? Number.NaN) },
  { title: 'left out', value: of(m => m.rejected), help: 'Pixels without a value, or in an excluded region' },
]

const TEXT_COLUMNS: readonly Column[] = [
  { title: 'region', value: row => row.region },
  { title: 'panel', value: row => row.panel },
  { title: 'unit', value: row => row.unit ?? '' },
  { title: 'error from', value: row => row.measurement?.errorSource ?? '' },
]

const COLUMNS = [...TEXT_COLUMNS, ...NUMBER_COLUMNS]

/** A number in full, nothing where there is none. */
const cell = (value: number | string): string =>
  typeof value === 'string' ? value : Number.isFinite(value) ? String(value) : ''

/** RFC 4180: quoted where need be. A text that a spreadsheet would take for a formula is quoted by an apostrophe. */
function csvCell(value: number | string): string {
  const text = cell(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const rowsAsCsv = (rows: readonly MeasuredRow[]): string =>
  [COLUMNS.map(column => column.title), ...rows.map(row => COLUMNS.map(column => csvCell(column.value(row))))]
    .map(cells => cells.join(','))
    .join('\r\n')
    .concat('\r\n')

export const rowsAsTsv = (rows: readonly MeasuredRow[]): string =>
  [
    COLUMNS.map(column => column.title),
    ...rows.map(row => COLUMNS.map(column => cell(column.value(row)).replaceAll(/[\t\r\n]/g, ' '))),
  ]
    .map(cells => cells.join('\t'))
    .join('\n')
