import type { ColorMapName } from '../../main/domain/colormap.ts'
import type { StretchName } from '../../main/domain/stretch.ts'
import { type Frame, MAX_ZOOM, MIN_ZOOM } from './frame.ts'

export const STRETCHES: readonly StretchName[] = ['linear', 'log', 'sqrt', 'asinh']
/** For images; residuals have their own. */
export const COLOR_MAPS: readonly ColorMapName[] = ['ember', 'grey']

/** How the values that become black and white are found. */
export const LIMIT_RULES = ['zscale', 'minmax', 'percentile', 'manual'] as const
export type LimitRule = (typeof LIMIT_RULES)[number]

/**
 * All that decides how a set of panels looks, as one plain record: it can be saved, put into an address and compared.
 * `frame: null` is "fit": the whole image, whatever the panel's size.
 */
export interface ViewState {
  readonly frame: Frame | null
  readonly stretch: StretchName
  readonly rule: LimitRule
  /** Central percentage of the values between the limits, for the rule `percentile`. */
  readonly percent: number
  /** In the image's unit, for the rule `manual`. */
  readonly low: number
  readonly high: number
  /** One pair of limits for all panels that allow it, or each its own. */
  readonly shared: boolean
  readonly colorMap: ColorMapName
  readonly invert: boolean
  /** DS9's: the slope of the colour map, and the stretched value at its middle. */
  readonly contrast: number
  readonly bias: number
}

export const DEFAULT_VIEW: ViewState = {
  frame: null,
  stretch: 'asinh',
  rule: 'percentile',
  percent: 99.5,
  low: 0,
  high: 1,
  shared: true,
  colorMap: 'ember',
  invert: false,
  contrast: 1,
  bias: 0.5,
}

/** Contrast and bias after a right-drag across a panel, in fractions of its width and height, as DS9 does it. */
export function adjustLevels(view: ViewState, dx: number, dy: number): ViewState {
  return {
    ...view,
    bias: Math.min(1, Math.max(0, view.bias + dx)),
    contrast: Math.min(10, Math.max(0.1, view.contrast * Math.exp(dy * 3))),
  }
}

const round = (value: number, digits: number) => String(Number(value.toPrecision(digits)))

/** What differs from `DEFAULT_VIEW`, as query parameters; other parameters of `into` are kept. */
export function encodeView(view: ViewState, into = new URLSearchParams()): URLSearchParams {
  const query = new URLSearchParams(into)
  const put = (key: string, value: string, plain: string) =>
    value === plain ? query.delete(key) : query.set(key, value)
  const d = DEFAULT_VIEW
  put('at', view.frame ? [view.frame.x, view.frame.y, view.frame.zoom].map(v => round(v, 7)).join(',') : '', '')
  put('stretch', view.stretch, d.stretch)
  const limits = {
    zscale: 'zscale',
    minmax: 'minmax',
    percentile: `p${round(view.percent, 6)}`,
    manual: `${round(view.low, 9)},${round(view.high, 9)}`,
  }[view.rule]
  put('limits', limits, `p${d.percent}`)
  put('own', view.shared ? '' : '1', '')
  put('map', view.colorMap, d.colorMap)
  put('invert', view.invert ? '1' : '', '')
  put('levels', `${round(view.contrast, 4)},${round(view.bias, 4)}`, `${d.contrast},${d.bias}`)
  return query
}

/** The view that an address describes. Anything missing or absurd is the default: a bad link still opens. */
export function decodeView(query: URLSearchParams): ViewState {
  const d = DEFAULT_VIEW
  const numbers = (key: string) => {
    const parts = (query.get(key) ?? '').split(',').map(part => (part.trim() === '' ? Number.NaN : Number(part)))
    return parts.every(Number.isFinite) ? parts : []
  }
  const [x, y, zoom] = numbers('at')
  const framed = x !== undefined && y !== undefined && zoom !== undefined && zoom >= MIN_ZOOM && zoom <= MAX_ZOOM
  const [contrast = d.contrast, bias = d.bias] = numbers('levels')
  return {
    ...d,
    ...decodeLimits(query.get('limits') ?? '', numbers('limits')),
    frame: framed ? { x, y, zoom } : null,
    stretch: STRETCHES.find(stretch => stretch === query.get('stretch')) ?? d.stretch,
    shared: query.get('own') !== '1',
    colorMap: COLOR_MAPS.find(map => map === query.get('map')) ?? d.colorMap,
    invert: query.get('invert') === '1',
    contrast: contrast >= 0.1 && contrast <= 10 ? contrast : d.contrast,
    bias: bias >= 0 && bias <= 1 ? bias : d.bias,
  }
}

function decodeLimits(text: string, [low, high]: number[]): Partial<ViewState> {
  if (text === 'zscale' || text === 'minmax') return { rule: text }
  const percent = /^p(\d+(?:\.\d+)?)$/.exec(text)?.[1]
  if (percent !== undefined && Number(percent) > 0 && Number(percent) <= 100) {
    return { rule: 'percentile', percent: Number(percent) }
  }
  return low !== undefined && high !== undefined && low < high ? { rule: 'manual', low, high } : {}
}
