import { percentileOfSorted, sortedFinite } from '../../main/domain/stats.ts'
import { colorTable, divergingTable } from './colorTables.ts'
import type { ViewerPanel } from './panels.ts'
import type { Stretch, ViewState } from './viewState.ts'
import type { Display } from './webgl/floatRenderer.ts'

export interface Limits {
  readonly low: number
  readonly high: number
}

/** Percentiles of larger images are taken from a regular sample of their pixels. */
const SAMPLE_PIXELS = 1_000_000

const sortedCache = new WeakMap<Float32Array, Float64Array>()

function sortedSample(data: Float32Array): Float64Array {
  const known = sortedCache.get(data)
  if (known) return known
  const stride = Math.max(1, Math.ceil(data.length / SAMPLE_PIXELS))
  const sample =
    stride === 1 ? data : Float32Array.from({ length: Math.ceil(data.length / stride) }, (_, i) => data[i * stride])
  const sorted = sortedFinite(sample)
  sortedCache.set(data, sorted)
  return sorted
}

/** Limits that are never equal and always finite, so that the shader's division holds. */
function usable({ low, high }: Limits): Limits {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { low: 0, high: 1 }
  return high > low ? { low, high } : { low, high: low + Math.max(Math.abs(low) * 1e-6, 1e-30) }
}

/** Limits of one image by the view's rule. */
export function imageLimits(data: Float32Array, view: ViewState): Limits {
  if (view.rule === 'manual') return usable({ low: view.low, high: view.high })
  const sorted = sortedSample(data)
  if (view.rule === 'minmax') return usable({ low: sorted[0] ?? Number.NaN, high: sorted.at(-1) ?? Number.NaN })
  const tail = (100 - view.percent) / 2
  return usable({ low: percentileOfSorted(sorted, tail), high: percentileOfSorted(sorted, 100 - tail) })
}

/** Limits symmetric about zero that hold 99.5 % of a residual's values. */
export function residualLimits(data: Float32Array): Limits {
  const high = percentileOfSorted(sortedSample(data.map(Math.abs)), 99.5)
  return usable({ low: -high, high })
}

/**
 * Limits for all: the widest of what each image asks for, in the unit of the reference pixels. Every panel then shows the
 * same brightness in the same colour.
 */
export function sharedLimits(panels: readonly ViewerPanel[], view: ViewState): Limits {
  if (view.rule === 'manual') return usable({ low: view.low, high: view.high })
  const each = panels.map(panel => {
    const limits = imageLimits(panel.image.data, view)
    return { low: limits.low / panel.levelFactor, high: limits.high / panel.levelFactor }
  })
  return usable({ low: Math.min(...each.map(l => l.low)), high: Math.max(...each.map(l => l.high)) })
}

/** How each panel is drawn, by panel id. */
export function panelDisplays(panels: readonly ViewerPanel[], view: ViewState): ReadonlyMap<string, Display> {
  const images = panels.filter(panel => panel.kind === 'image')
  const shared = view.shared && images.length > 0 ? sharedLimits(images, view) : null
  const { stretch, invert, contrast, bias } = view
  return new Map(
    panels.map(panel => {
      if (panel.kind === 'residual') {
        const plain = { stretch: 'linear', invert: false, contrast: 1, bias: 0.5 } as const
        return [panel.id, { ...residualLimits(panel.image.data), ...plain, colors: divergingTable() }]
      }
      const limits = shared
        ? { low: shared.low * panel.levelFactor, high: shared.high * panel.levelFactor }
        : imageLimits(panel.image.data, view)
      return [panel.id, { ...limits, stretch, invert, contrast, bias, colors: colorTable(view.colorMap) }]
    }),
  )
}

/** Values at fractions of the colour bar: the inverse of limits, stretch, contrast and bias. */
export function barValue(display: Display, fraction: number): number {
  const color = display.invert ? 1 - fraction : fraction
  const stretched = Math.min(1, Math.max(0, (color - 0.5) / display.contrast + display.bias))
  return display.low + (display.high - display.low) * unstretch(display.stretch, stretched)
}

function unstretch(stretch: Stretch, t: number): number {
  if (stretch === 'log') return (1001 ** t - 1) / 1000
  if (stretch === 'sqrt') return t * t
  return stretch === 'asinh' ? 0.1 * Math.sinh(t * Math.asinh(10)) : t
}
