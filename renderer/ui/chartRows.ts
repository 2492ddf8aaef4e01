export interface PlotSeries {
  readonly name: string
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Few points are marked, many are a line alone. */
  readonly markers?: boolean
  /** How uncertain it is, on points of its own. */
  readonly band?: { readonly x: readonly number[]; readonly low: readonly number[]; readonly high: readonly number[] }
}

export interface ChartRow {
  readonly x: number
  /** A series without a point at this x has null. */
  readonly values: readonly (number | null)[]
}

/** Rows over every x of any series, rising. */
export function chartRows(series: readonly Pick<PlotSeries, 'x' | 'y'>[]): ChartRow[] {
  const byX = series.map(({ x, y }) => new Map(x.map((value, index) => [value, y[index]])))
  const all = [...new Set(series.flatMap(({ x }) => x))].sort((a, b) => a - b)
  return all.map(x => ({ x, values: byX.map(values => values.get(x) ?? null) }))
}

/** At most `most` rows, evenly chosen, the last always among them: the newest is what one looks for. */
export function thinnedRows(rows: readonly ChartRow[], most: number): readonly ChartRow[] {
  if (rows.length <= most) return rows
  const stride = (rows.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, i) => rows[Math.round(i * stride)])
}

/** Every row as tab-separated text, for spreadsheets. */
export function chartText(series: readonly Pick<PlotSeries, 'x' | 'y' | 'name'>[], xTitle: string): string {
  const head = [xTitle, ...series.map(s => s.name)].join('\t')
  const rows = chartRows(series).map(({ x, values }) => [x, ...values.map(v => v ?? '')].join('\t'))
  return [head, ...rows].join('\n')
}
