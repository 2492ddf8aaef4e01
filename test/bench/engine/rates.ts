import { median } from '../../../main/domain/stats.ts'
import type { Measurement, Peer } from '../peer.ts'

/** The two sides of a benchmark: our devices, and what they are measured against. */
export interface Sides {
  readonly ours: readonly Peer[]
  readonly theirs: readonly Peer[]
}

/** Rates in units of `amount` a second, by the peers' names. */
export interface RateRow {
  readonly what: string
  readonly rates: Readonly<Record<string, number>>
  /** `ours / theirs`: the median of the rounds' own ratios, both sides of which were measured next to each other. */
  readonly ratios: Readonly<Record<string, number>>
  readonly rounds: number
}

export interface Effort {
  /** At most; fewer where `until`, by performance.now(), comes first. */
  readonly rounds: number
  readonly until: number
  /** Told of each row as it is there: what is stopped midway has told of what it did. */
  report(row: RateRow): void
}

/** Peers in turns, round after round; at least one. */
export async function alternate(
  { ours, theirs }: Sides,
  what: string,
  amount: number,
  measurement: Omit<Measurement, 'warmups'> & { readonly firstWarmups: number },
  { rounds, until, report }: Effort,
): Promise<RateRow> {
  const { firstWarmups, ...measured } = measurement
  const found = new Map<string, number[]>()
  let done = 0
  while (done === 0 || (done < rounds && performance.now() < until)) {
    const warmups = done === 0 ? firstWarmups : 0
    for (const peer of [...ours, ...theirs]) {
      const rate = amount / median((await peer.measure({ ...measured, warmups })).seconds)
      found.set(peer.name, [...(found.get(peer.name) ?? []), rate])
    }
    done += 1
  }
  const of = (peer: Peer) => found.get(peer.name) ?? []
  const ratios = ours.flatMap(a =>
    theirs.map(b => [`${a.name} / ${b.name}`, median(of(a).map((rate, i) => rate / of(b)[i]))] as const),
  )
  const row = {
    what,
    rates: Object.fromEntries([...found].map(([name, rates]) => [name, median(rates)])),
    ratios: Object.fromEntries(ratios),
    rounds: done,
  }
  report(row)
  return row
}

/** As a line for people. */
export function rateLine({ what, rates, ratios, rounds }: RateRow): string {
  const of = (numbers: Readonly<Record<string, number>>, text: (value: number) => string) =>
    Object.entries(numbers).map(([name, value]) => `${name} ${text(value)}`)
  return [`${what} (${rounds} rounds)`, ...of(rates, rateText), ...of(ratios, ratio => ratio.toFixed(2))].join('; ')
}

/** As a table for people. */
export function rateTable(title: string, unit: string, rows: readonly RateRow[]): string {
  if (rows.length === 0) return title
  const columns = [...Object.keys(rows[0].rates).map(name => `${name} ${unit}`), ...Object.keys(rows[0].ratios)]
  const wide = Math.max(...rows.map(({ what }) => what.length)) + 2
  const cells = rows.map(({ what, rates, ratios }) => {
    const numbers = [...Object.values(rates).map(rateText), ...Object.values(ratios).map(ratio => ratio.toFixed(2))]
    return what.padEnd(wide) + numbers.map((text, i) => text.padStart(columns[i].length + 2)).join('')
  })
  const head = ''.padEnd(wide) + columns.map(column => column.padStart(column.length + 2)).join('')
  return [title, head, ...cells].join('\n')
}

const rateText = (rate: number): string => (rate < 0.01 ? rate.toExponential(1) : rate.toPrecision(3))
