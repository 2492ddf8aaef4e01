import { colorTable } from '../../main/domain/colormap.ts'
import { type LimitRule, limitsOf } from '../../main/domain/limits.ts'
import { LUPTON_FRACTION, type LuptonSettings } from '../../main/domain/lupton.ts'
import { equalization, type Stretch, stretches, valueAtPosition } from '../../main/domain/stretch.ts'
import type { Limits } from '../../main/domain/zscale.ts'
import { t } from '../text/t.ts'
import { ownTable, scaledTable, sharedTable } from './equalize.ts'
import type { PanelKind, ViewerPanel } from './panels.ts'
import { remembered, sampleOf } from './samples.ts'
import type { ViewState } from './viewState.ts'
import type { Display } from './webgl/floatRenderer.ts'

/** The share of a residual's values that its map holds, per cent. */
const RESIDUAL_RULE: LimitRule = { kind: 'symmetric', percent: 99.5 }

/** Standard deviations that a map of residuals over noise shows. */
const SIGMAS = 5

/** Limits that are never equal and always finite, so that the shader's division holds. */
function usable({ low, high }: Limits): Limits {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { low: 0, high: 1 }
  return high > low ? { low, high } : { low, high: low + Math.max(Math.abs(low) * 1e-6, 1e-30) }
}

const limitsByRule = (data: Float32Array, rule: LimitRule): Limits =>
  remembered(data, JSON.stringify(rule), () => usable(limitsOf(sampleOf(data), rule)))

/** Limits of one image by the view's rule. */
export function imageLimits(data: Float32Array, view: ViewState): Limits {
  if (view.rule === 'manual') return usable({ low: view.low, high: view.high })
  const hasPercent = view.rule === 'percentile' || view.rule === 'symmetric'
  return limitsByRule(data, hasPercent ? { kind: view.rule, percent: view.percent } : { kind: view.rule })
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

/** What is shown the same way whatever the view: linearly between limits that follow from what the image is. */
function fixedDisplay(kind: Exclude<PanelKind, 'image' | 'composite'>, data: Float32Array): Display {
  const plain = {
    stretch: 'linear',
    equalization: null,
    invert: false,
    contrast: 1,
    bias: 0.5,
    composite: null,
  } as const
  if (kind === 'mask') return { low: 0, high: 1, ...plain, colors: colorTable('grey') }
  const colors = colorTable('residual')
  if (kind === 'sigma') return { low: -SIGMAS, high: SIGMAS, ...plain, colors }
  if (kind === 'residual') return { ...limitsByRule(data, RESIDUAL_RULE), ...plain, colors }
  const reach = remembered(data, t.viewer.aboutOne, () =>
    usable(
      limitsOf(
        sampleOf(data).map(v => v - 1),
        RESIDUAL_RULE,
      ),
    ),
  )
  return { low: 1 - reach.high, high: 1 + reach.high, ...plain, colors }
}

/** A composite's black in each band, and the stretch with which the mean of the bands' upper limits becomes white. */
function luptonSettings({ image, bands = [image, image] }: ViewerPanel, view: ViewState): LuptonSettings {
  const limits = [image, ...bands].map(band => imageLimits(band.data, view))
  const reach = limits.reduce((sum, { low, high }) => sum + (high - low) / limits.length, 0)
  const q = view.compositeQ
  return {
    minimum: [limits[0].low, limits[1].low, limits[2].low],
    stretch: (reach * q) / Math.sinh(Math.asinh(LUPTON_FRACTION * q) / LUPTON_FRACTION),
    q,
  }
}

/** How each panel is drawn, by panel id. */
export function panelDisplays(panels: readonly ViewerPanel[], view: ViewState): ReadonlyMap<string, Display> {
  const images = panels.filter(panel => panel.kind === 'image')
  const isShared = view.shared && images.length > 0
  const shared = isShared ? sharedLimits(images, view) : null
  const table = isShared && view.stretch === 'histeq' ? sharedTable(images) : null
  const { stretch, invert, contrast, bias } = view
  return new Map(
    panels.map(panel => {
      const { kind, levelFactor } = panel
      const { data } = panel.image
      if (kind !== 'image' && kind !== 'composite') return [panel.id, fixedDisplay(kind, data)]
      const composite = kind === 'composite' ? luptonSettings(panel, view) : null
      const limits =
        shared && !composite
          ? { low: shared.low * levelFactor, high: shared.high * levelFactor }
          : imageLimits(data, view)
      const own = stretch === 'histeq' && !table ? ownTable(panel) : null
      const equalized = table ? scaledTable(table, levelFactor) : own
      const colors = colorTable(view.colorMap)
      return [panel.id, { ...limits, stretch, equalization: equalized, invert, contrast, bias, colors, composite }]
    }),
  )
}

/** The stretch of a display; of an image without any value, which has nothing to equalise, the linear one. */
export function stretchOf({ stretch, equalization: table, low, high }: Display): Stretch {
  if (stretch !== 'histeq') return stretches[stretch]
  return table ? equalization(table, low, high) : stretches.linear
}

/** Values at fractions of the colour bar: the inverse of limits, stretch, contrast and bias. */
export function barValue(display: Display, fraction: number): number {
  const color = display.invert ? 1 - fraction : fraction
  const stretched = (color - 0.5) / display.contrast + display.bias
  return valueAtPosition(stretched, display.low, display.high, stretchOf(display))
}

/** Where on the colour bar a value between the limits stands, 0 to 1; outside of it where the contrast hides it. */
export function barFraction(display: Display, value: number): number {
  const stretched = stretchOf(display).apply((value - display.low) / (display.high - display.low))
  const color = (stretched - display.bias) * display.contrast + 0.5
  return display.invert ? 1 - color : color
}

/** The view in which all panels have the limits that one of them has now. */
export function matchLevels(view: ViewState, panel: ViewerPanel, { low, high }: Display): ViewState {
  return { ...view, rule: 'manual', shared: true, low: low / panel.levelFactor, high: high / panel.levelFactor }
}
