import type { TrainingEvent } from '../../../main/contract/jobs.ts'
import type { RunSeries } from '../../../main/contract/runs.ts'

/** A chart of the window's width shows no more; the core thins by the same number. */
export const MOST_POINTS = 4000

export const EMPTY_SERIES: RunSeries = {
  step: [],
  epoch: [],
  loss: [],
  gradientNorm: [],
  learningRate: [],
  imagesPerSecond: [],
  validation: { step: [], epoch: [], mse: [], psnr: [], ssim: [] },
}

type Columns = Readonly<Record<string, readonly number[]>>

const lastOf = (values: readonly number[]) => values.at(-1) ?? Number.NEGATIVE_INFINITY

/** Rows with a later step than the columns' last one are appended: what was sent twice is kept once. */
function append<C extends Columns & { readonly step: readonly number[] }>(
  columns: C,
  rows: readonly Record<keyof C, number>[],
): C {
  let last = lastOf(columns.step)
  const fresh = rows.filter(row => {
    const isNew = row.step > last
    if (isNew) last = row.step
    return isNew
  })
  if (fresh.length === 0) return columns
  const grown = Object.entries(columns).map(([key, values]) => [key, [...values, ...fresh.map(row => row[key])]])
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
  const { validation, ...steps } = series
  const grown = append(
    steps,
    events.filter(event => event.type === 'step'),
  )
  const validated = append(
    validation,
    events.filter(event => event.type === 'validation'),
  )
  if (grown === steps && validated === validation) return series
  return { ...thinned(grown, MOST_POINTS), validation: validated }
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
