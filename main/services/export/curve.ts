import { escapeHtml } from './html.ts'

export interface Curve {
  readonly title: string
  readonly xTitle: string
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Losses span decades; values of zero and below are left out of a logarithmic curve. */
  readonly logarithmic?: boolean
}

const WIDTH = 460
const HEIGHT = 240
const LEFT = 64
const BOTTOM = 40
const TOP = 28
const RIGHT = 12

/** One curve as an inline SVG with axes: no script, no style sheet of its own. */
export function curveSvg(curve: Curve): string {
  const points = curve.x
    .map((x, i) => ({ x, y: curve.logarithmic ? Math.log10(curve.y[i]) : curve.y[i] }))
    .filter(p => Number.isFinite(p.x) && Number.isFinite(p.y))
  const label = escapeHtml(curve.title)
  if (points.length < 2) return `<p>${label}: too few points for a curve.</p>`
  const xs = extent(points.map(p => p.x))
  const ys = extent(points.map(p => p.y))
  const px = (x: number) => LEFT + ((x - xs.low) / (xs.high - xs.low)) * (WIDTH - LEFT - RIGHT)
  const py = (y: number) => HEIGHT - BOTTOM - ((y - ys.low) / (ys.high - ys.low)) * (HEIGHT - TOP - BOTTOM)
  const path = points.map((p, i) => `${i === 0 ? 'M' : 'L'}${px(p.x).toFixed(1)} ${py(p.y).toFixed(1)}`).join('')
  const yTicks = ticks(ys).map(v => {
    const text = number(curve.logarithmic ? 10 ** v : v)
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${py(v)}" y2="${py(v)}" stroke="currentColor" opacity=".15"/><text x="${LEFT - 6}" y="${py(v) + 4}" text-anchor="end">${text}</text>`
  })
  const xTicks = ticks(xs).map(
    v => `<text x="${px(v)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${number(v)}</text>`,
  )
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}" font-size="11" fill="currentColor">
<text x="${LEFT}" y="16" font-weight="bold">${label}</text>
${yTicks.join('')}${xTicks.join('')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escapeHtml(curve.xTitle)}</text>
<path d="${path}" fill="none" stroke="#3d7eff" stroke-width="1.5"/>
</svg>`
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
