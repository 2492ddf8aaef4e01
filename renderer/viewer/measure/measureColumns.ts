import type { ShapeMeasurement } from '../../../main/domain/photometry/measureShape.ts'
import type { MeasuredRow } from './measurements.ts'

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

/** The table as VOTable has it: `null` where there is no number. */
export const rowsAsTable = (rows: readonly MeasuredRow[]) => ({
  columns: COLUMNS.map(column => ({ name: column.title, unit: null })),
  rows: rows.map(row =>
    COLUMNS.map(column => {
      const value = column.value(row)
      return typeof value === 'string' || Number.isFinite(value) ? value : null
    }),
  ),
})
