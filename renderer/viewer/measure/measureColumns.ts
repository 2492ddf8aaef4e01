import type { ShapeMeasurement } from '../../../main/domain/photometry/measureShape.ts'
import { t } from '../../text/t.ts'
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
  { title: 'flux', value: row => row.flux, help: t.measure.theSumInTheReferencesPixelsSo },
  {
    title: 'error',
    value: row => row.fluxError,
    help: t.measure.oneSigmaOfTheFluxFromThe,
  },
  {
    title: 'sum',
    value: of(m => m.sum),
    help: t.measure.thePanelsOwnValuesLessTheSky,
  },
  { title: 'area', value: of(m => m.area), help: t.measure.inThePanelsOwnPixels },
  { title: 'mean', value: of(m => m.mean), help: t.measure.ofPixelsWhoseCentreLiesInThe },
  { title: 'median', value: of(m => m.median) },
  { title: 'sigma', value: of(m => m.sigma) },
  { title: 'min', value: of(m => m.min) },
  { title: 'max', value: of(m => m.max) },
  { title: 'x', value: of(m => m.centroid.x), help: t.measure.centroidInThePanelsOwnPixels },
  { title: 'y', value: of(m => m.centroid.y), help: t.measure.centroidInThePanelsOwnPixels },
  {
    title: 'sky',
    value: of(m => m.sky?.level ?? Number.NaN),
    help: t.measure.aPixelsSkyInTheRingTakenFrom,
  },
  { title: t.measure.skySigma, value: of(m => m.sky?.sigma ?? Number.NaN) },
  { title: t.measure.leftOut, value: of(m => m.rejected), help: t.measure.pixelsWithoutAValueOrInAn },
]

const TEXT_COLUMNS: readonly Column[] = [
  { title: 'region', value: row => row.region },
  { title: 'panel', value: row => row.panel },
  { title: 'unit', value: row => row.unit ?? '' },
  { title: t.measure.errorFrom, value: row => row.measurement?.errorSource ?? '' },
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
