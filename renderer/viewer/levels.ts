import { colorTable } from '../../main/domain/colormap.ts'
import { type LimitRule, limitsOf } from '../../main/domain/limits.ts'
import { stretches, valueAtPosition } from '../../main/domain/stretch.ts'
import type { Limits } from '../../main/domain/zscale.ts'
import type { ViewerPanel } from './panels.ts'
import type { ViewState } from './viewState.ts'
import type { Display } from './webgl/floatRenderer.ts'

/** Limits of larger images are taken from a regular sample of their pixels, so that they come at once. */
const SAMPLE_PIXELS = 1_000_000

/** The share of a residual's values that its map holds, per cent. */
const RESIDUAL_RULE: LimitRule = { kind: 'symmetric', percent: 99.5 }

/** Limits that were found before: a drag changes the view sixty times a second, the values never. */
const known = new WeakMap<Float32Array, Map<string, Limits>>()

function sampleOf(data: Float32Array): Float32Array {
  const stride = Math.max(1, Math.ceil(data.length / SAMPLE_PIXELS))
  if (stride === 1) return data
  return Float32Array.from({ length: Math.ceil(data.length / stride) }, (_, i) => data[i * stride])
}

/** Limits that are never equal and always finite, so that the shader's division holds. */
function usable({ low, high }: Limits): Limits {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { low: 0, high: 1 }
  return high > low ? { low, high } : { low, high: low + Math.max(Math.abs(low) * 1e-6, 1e-30) }
}

function limitsByRule(data: Float32Array, rule: LimitRule): Limits {
  const key = JSON.stringify(rule)
  const ofData = known.get(data) ?? new Map<string, Limits>()
  known.set(data, ofData)
  const limits = ofData.get(key) ?? usable(limitsOf(sampleOf(data), rule))
  ofData.set(key, limits)
  return limits
}

/** Limits of one image by the view's rule. */
export function imageLimits(data: Float32Array, view: ViewState): Limits {
  if (view.rule === 'manual') return usable({ low: view.low, high: view.high })
  return limitsByRule(
    data,
    view.rule === 'percentile' ? { kind: 'percentile', percent: view.percent } : { kind: view.rule },
  )
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
      const { data } = panel.image
      if (panel.kind === 'residual') {
        const plain = { stretch: 'linear', invert: false, contrast: 1, bias: 0.5 } as const
        return [panel.id, { ...limitsByRule(data, RESIDUAL_RULE), ...plain, colors: colorTable('residual') }]
      }
      const limits = shared
        ? { low: shared.low * panel.levelFactor, high: shared.high * panel.levelFactor }
        : imageLimits(data, view)
      return [panel.id, { ...limits, stretch, invert, contrast, bias, colors: colorTable(view.colorMap) }]
    }),
  )
}

/** Values at fractions of the colour bar: the inverse of limits, stretch, contrast and bias. */
export function barValue(display: Display, fraction: number): number {
  const color = display.invert ? 1 - fraction : fraction
  const stretched = (color - 0.5) / display.contrast + display.bias
  return valueAtPosition(stretched, display.low, display.high, stretches[display.stretch])
}
