import { AppError } from '../../../main/domain/errors.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { measureRegion } from '../../../main/domain/photometry/measureRegion.ts'
import type { ShapeMeasurement } from '../../../main/domain/photometry/measureShape.ts'
import type { SkyRing } from '../../../main/domain/photometry/sky.ts'
import { toImagePixels } from '../../../main/domain/regions/geometry.ts'
import { excludedPixels } from '../../../main/domain/regions/mask.ts'
import type { Region } from '../../../main/domain/regions/region.ts'
import type { ViewerPanel } from '../panels.ts'
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
const known = new WeakMap<FloatImage, Map<string, ShapeMeasurement>>()
const MOST_KNOWN = 2000

/**
 * A panel's sum, in the flux of reference pixels: pixels that hold surface brightness (levelFactor 1) count with their area; those that hold flux
 * (levelFactor scale^2) count as they are.
 */
export const fluxFactor = ({ scale, levelFactor }: Pick<ViewerPanel, 'scale' | 'levelFactor'>): number =>
  (scale * scale) / levelFactor

/** Every region but the excluded ones in every panel, region by region. */
export function measureAll(
  panels: readonly ViewerPanel[],
  regions: readonly Region[],
  sky: SkyRing | null,
): MeasuredRow[] {
  const masks = new Map(panels.map(panel => [panel.id, panelMask(panel, regions)]))
  const exclusions = JSON.stringify(regions.filter(region => region.exclude).map(region => region.shape))
  return regions.flatMap((region, index) =>
    region.exclude
      ? []
      : panels.map(panel => {
          const masked = masks.get(panel.id) ?? null
          return measuredRow(panel, region, regionName(region, index), sky, { masked, key: exclusions })
        }),
  )
}

/** The pixels of a panel that excluded regions take out. */
export function panelMask({ image, scale }: ViewerPanel, regions: readonly Region[]): Uint8Array | null {
  const own = regions.map(({ exclude, shape }) => ({ exclude, shape: toImagePixels(shape, scale) }))
  return excludedPixels(own, image)
}

function measuredRow(
  panel: ViewerPanel,
  region: Region,
  name: string,
  sky: SkyRing | null,
  mask: { readonly masked: Uint8Array | null; readonly key: string },
): MeasuredRow {
  const { image, scale, title, unit } = panel
  const ring = sky && { gap: sky.gap / scale, width: sky.width / scale }
  const common = { key: `${region.id}/${panel.id}`, regionId: region.id, region: name, panel: title, unit }
  const results = known.get(image) ?? new Map<string, ShapeMeasurement>()
  known.set(image, results)
  const asked = JSON.stringify([region.shape, scale, ring, mask.key])
  try {
    const measurement =
      results.get(asked) ?? measureRegion({ image, masked: mask.masked }, toImagePixels(region.shape, scale), ring)
    if (results.size >= MOST_KNOWN) results.clear()
    results.set(asked, measurement)
    const factor = fluxFactor(panel)
    return {
      ...common,
      measurement,
      problem: null,
      flux: measurement.sum * factor,
      fluxError: measurement.sumError * factor,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...common, measurement: null, problem: error.message, flux: Number.NaN, fluxError: Number.NaN }
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
