import type { TrainingEvent } from '../../../main/contract/jobs.ts'
import type { RunSeries } from '../../../main/contract/runs.ts'
import { LOSS_TERMS } from '../../../main/domain/lossTermNames.ts'

/** A chart of the window's width shows no more; the core thins by the same number. */
export const MOST_POINTS = 4000

export const EMPTY_SERIES: RunSeries = {
  step: [],
  epoch: [],
  loss: [],
  terms: {},
  gradientNorm: [],
  learningRate: [],
  imagesPerSecond: [],
  validation: { step: [], epoch: [], mse: [], psnr: [], ssim: [] },
}

type Columns = Readonly<Record<string, readonly (number | null)[]>>

const lastOf = (values: readonly number[]) => values.at(-1) ?? Number.NEGATIVE_INFINITY

/** Rows with a later step than the columns' last one are appended: what was sent twice is kept once. */
function append<C extends Columns & { readonly step: readonly number[] }>(
  columns: C,
  rows: readonly (Readonly<Record<string, unknown>> & { readonly step: number })[],
): C {
  let last = lastOf(columns.step)
  const fresh = rows.filter(row => {
    const isNew = row.step > last
    if (isNew) last = row.step
    return isNew
  })
  if (fresh.length === 0) return columns
  const grown = Object.entries(columns).map(([key, values]) => [
    key,
    [...values, ...fresh.map(row => row[key] ?? null)],
  ])
  return Object.fromEntries(grown)
}

/** Every second point but the last, until no more than `most` are left. */
function thinned<C extends Columns & { readonly step: readonly number[] }>(columns: C, most: number): C {
  const count = columns.step.length
  if (count <= most) return columns
  const halved = Object.entries(columns).map(([key, values]) => [
    key,
    values.filter((_, index) => index % 2 === 0 || index === count - 1),
  ])
  return thinned(Object.fromEntries(halved), most)
}

/** The series with a running training's newest events; validations are never thinned. */
export function withEvents(series: RunSeries, events: readonly TrainingEvent[]): RunSeries {
  const { validation, ...own } = series
  const made = events.filter(event => event.type === 'step')
  const steps = withTermColumns(own, made)
  const grown = append(
    steps,
    made.map(event => ({ ...event, ...prefixedTerms(event.terms ?? {}) })),
  )
  const validated = append(
    validation,
    events.filter(event => event.type === 'validation'),
  )
  if (grown === steps && validated === validation) return series
  return { ...withoutTermColumns(thinned(grown, MOST_POINTS)), validation: validated }
}

const TERM = 'term.'
type TermColumns = Readonly<Record<`term.${string}`, readonly (number | null)[]>>

const prefixedTerms = <V>(terms: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(terms).map(([name, value]) => [TERM + name, value]))

/** The steps' columns with those of the loss's terms among them: new ones, empty so far, for terms that the events bring. */
function withTermColumns(
  { terms, ...columns }: Omit<RunSeries, 'validation'>,
  events: readonly { readonly terms?: Readonly<Record<string, number>> | undefined }[],
): Omit<RunSeries, 'validation' | 'terms'> & TermColumns {
  const fresh = LOSS_TERMS.filter(
    name => terms[name] === undefined && events.some(event => event.terms?.[name] !== undefined),
  )
  const empty = Object.fromEntries(fresh.map(name => [name, columns.step.map(() => null)]))
  return { ...columns, ...prefixedTerms({ ...terms, ...empty }) }
}

function withoutTermColumns(
  columns: Omit<RunSeries, 'validation' | 'terms'> & TermColumns,
): Omit<RunSeries, 'validation'> {
  const { step, epoch, loss, gradientNorm, learningRate, imagesPerSecond } = columns
  const own = Object.entries(columns).filter(([key]) => key.startsWith(TERM))
  const terms = Object.fromEntries(own.map(([key, values]) => [key.slice(TERM.length), [...values]]))
  return { step, epoch, loss, terms, gradientNorm, learningRate, imagesPerSecond }
}

/** Exponential moving mean, corrected for its start (Kingma and Ba 2015, section 3): noise off, trend on. */
export function smoothed(values: readonly number[], decay = 0.95): number[] {
  let mean = 0
  let weight = 0
  return values.map(value => {
    mean = decay * mean + (1 - decay) * value
    weight = decay * weight + (1 - decay)
    return mean / weight
  })
}
