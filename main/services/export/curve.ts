import { escapeHtml } from './html.ts'

export interface Series {
  readonly name: string
  readonly x: readonly number[]
  readonly y: readonly number[]
}

interface Axes {
  readonly title: string
  readonly xTitle: string
  /** Losses span decades; values of zero and below are left out of a logarithmic curve. */
  readonly logarithmic?: boolean
}

export interface Curve extends Axes {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

export interface Curves extends Axes {
  readonly series: readonly Series[]
}

const WIDTH = 460
const HEIGHT = 240
const LEFT = 64
const BOTTOM = 40
const TOP = 28
const RIGHT = 12
const LEGEND_LINE = 16
const LEGEND_LETTERS = 58

/** Told apart also by those who see colours differently (Okabe and Ito 2008), and by their dashes where they come round again. */
const COLOURS = ['#3d7eff', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#8a8a00'] as const
const DASHES = ['', '6 3', '2 2'] as const

/** One curve as an inline SVG with axes: no script, no style sheet of its own. */
export function curveSvg({ x, y, ...axes }: Curve): string {
  return curvesSvg({ ...axes, series: [{ name: '', x, y }] })
}

/** Curves over each other as an inline SVG with axes, and a legend where there are several. */
export function curvesSvg({ title, xTitle, logarithmic = false, series }: Curves): string {
  const label = escapeHtml(title)
  const drawn = series.map(one => ({ name: one.name, points: shownPoints(one, logarithmic) }))
  const points = drawn.flatMap(one => one.points)
  if (points.length < 2) return `<p>${label}: too few points for a curve.</p>`
  const xs = extent(points.map(p => p.x))
  const ys = extent(points.map(p => p.y))
  const px = (x: number) => LEFT + ((x - xs.low) / (xs.high - xs.low)) * (WIDTH - LEFT - RIGHT)
  const py = (y: number) => HEIGHT - BOTTOM - ((y - ys.low) / (ys.high - ys.low)) * (HEIGHT - TOP - BOTTOM)
  const yTicks = ticks(ys).map(v => {
    const text = number(logarithmic ? 10 ** v : v)
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${py(v)}" y2="${py(v)}" stroke="currentColor" opacity=".15"/><text x="${LEFT - 6}" y="${py(v) + 4}" text-anchor="end">${text}</text>`
  })
  const xTicks = ticks(xs).map(
    v => `<text x="${px(v)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${number(v)}</text>`,
  )
  const paths = drawn.map(({ points: own }, at) => {
    const path = own.map((p, i) => `${i === 0 ? 'M' : 'L'}${px(p.x).toFixed(1)} ${py(p.y).toFixed(1)}`).join('')
    return path === '' ? '' : `<path d="${path}" fill="none" stroke-width="1.5" ${strokeOf(at)}/>`
  })
  const legend = series.length > 1 ? legendSvg(series.map(one => one.name)) : { svg: '', height: 0 }
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT + legend.height}" role="img" aria-label="${label}" font-size="11" fill="currentColor">
<text x="${LEFT}" y="16" font-weight="bold">${label}</text>
${yTicks.join('')}${xTicks.join('')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escapeHtml(xTitle)}</text>
${paths.join('\n')}
${legend.svg}</svg>`
}

function shownPoints({ x, y }: Series, logarithmic: boolean): { x: number; y: number }[] {
  return x
    .map((at, i) => ({ x: at, y: logarithmic ? Math.log10(y[i]) : y[i] }))
    .filter(p => Number.isFinite(p.x) && Number.isFinite(p.y))
}

function strokeOf(at: number): string {
  const dash = DASHES[Math.floor(at / COLOURS.length) % DASHES.length]
  return `stroke="${COLOURS[at % COLOURS.length]}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`
}

/** A line a name, under the curves. */
function legendSvg(names: readonly string[]): { svg: string; height: number } {
  const lines = names.map((name, at) => {
    const y = HEIGHT + 8 + at * LEGEND_LINE
    const shown = name.length > LEGEND_LETTERS ? `${name.slice(0, LEGEND_LETTERS - 3)}...` : name
    return `<line x1="${LEFT}" x2="${LEFT + 24}" y1="${y}" y2="${y}" stroke-width="2" ${strokeOf(at)}/><text x="${LEFT + 32}" y="${y + 4}">${escapeHtml(shown)}</text>`
  })
  return { svg: `${lines.join('\n')}\n`, height: names.length * LEGEND_LINE + 8 }
}

function extent(values: readonly number[]): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return low === high ? { low: low - 0.5, high: high + 0.5 } : { low, high }
}

function ticks({ low, high }: { low: number; high: number }): number[] {
  return Array.from({ length: 5 }, (_, i) => low + ((high - low) * i) / 4)
}

function number(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(1)
  return Number(value.toPrecision(3)).toString()
}
