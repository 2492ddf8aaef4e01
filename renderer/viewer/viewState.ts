import { type ColorMapName, IMAGE_COLOR_MAPS } from '../../main/domain/colormap.ts'
import { STRETCH_NAMES, type StretchName } from '../../main/domain/stretch.ts'
import type { Frame } from './frame.ts'

export const STRETCHES: readonly StretchName[] = STRETCH_NAMES
/** For images; residuals have their own. */
export const COLOR_MAPS: readonly ColorMapName[] = IMAGE_COLOR_MAPS

/** How the values that become black and white are found. */
export const LIMIT_RULES = ['zscale', 'minmax', 'percentile', 'symmetric', 'manual'] as const
export type LimitRule = (typeof LIMIT_RULES)[number]

/** Panels show the same pixels of a common grid, or the same place of the sky. */
export const LINKS = ['pixels', 'sky'] as const
export type Link = (typeof LINKS)[number]

export const SKY_FRAMES = ['icrs', 'fk5', 'galactic'] as const
export type SkyFrame = (typeof SKY_FRAMES)[number]
export const SKY_FORMATS = ['sexagesimal', 'degrees'] as const
export type SkyFormat = (typeof SKY_FORMATS)[number]

/** Seconds an image stays while blinking; never as fast as three flashes a second (WCAG 2.3.1). */
export const BLINK_SECONDS = [0.4, 0.6, 1, 2] as const
export type BlinkSeconds = (typeof BLINK_SECONDS)[number]

/** A panel made of others: a - b, a / b, or a colour composite of red, green and blue. */
export const DERIVATIONS = ['minus', 'over', 'rgb'] as const
export interface Derived {
  readonly op: (typeof DERIVATIONS)[number]
  /** Ids of panels: two, or three of a composite. */
  readonly of: readonly string[]
}

/** In one panel's place, another one's image to the right of a divider. */
export interface Swipe {
  readonly place: string
  readonly shown: string
  /** Of the divider, 0 to 1 of the panel's width. */
  readonly at: number
}

/** Around the cursor, in every panel, another panel's image. */
export interface Lens {
  readonly shown: string
  /** CSS pixels. */
  readonly radius: number
}

/**
 * All that decides how a set of panels looks, as one plain record: it can be saved, put into an address and compared.
 * `frame: null` is "fit": the whole image, whatever the panel's size.
 */
export interface ViewState {
  readonly frame: Frame | null
  /** Frames of the panels that are not linked, by panel id. */
  readonly own: Readonly<Record<string, Frame | null>>
  readonly link: Link
  readonly stretch: StretchName
  readonly rule: LimitRule
  /** Central percentage of the values between the limits, for the rules `percentile` and `symmetric`. */
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
  /** Bilinear between valid pixels; false: each pixel is a square of one colour. */
  readonly smooth: boolean
  /** '#rrggbb': of pixels without a value, and of those beyond the limits; null: the colour map's ends. */
  readonly nanColor: string
  readonly underColor: string | null
  readonly overColor: string | null
  /** Pixels that the mask leaves out are hatched. */
  readonly masks: boolean
  readonly swipe: Swipe | null
  readonly lens: Lens | null
  readonly blinkSeconds: BlinkSeconds
  readonly derived: readonly Derived[]
  /** Softening of colour composites (Lupton et al. 2004). */
  readonly compositeQ: number
  readonly compass: boolean
  readonly scaleBar: boolean
  readonly grid: boolean
  readonly skyFrame: SkyFrame
  readonly skyFormat: SkyFormat
}

export const DEFAULT_VIEW: ViewState = {
  frame: null,
  own: {},
  link: 'pixels',
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
  smooth: false,
  nanColor: '#6b3d4d',
  underColor: null,
  overColor: null,
  masks: false,
  swipe: null,
  lens: null,
  blinkSeconds: 0.6,
  derived: [],
  compositeQ: 8,
  compass: false,
  scaleBar: false,
  grid: false,
  skyFrame: 'icrs',
  skyFormat: 'sexagesimal',
}

/** What the switches for values beyond the limits begin with: in no image's colour map. */
export const UNDER_COLOR = '#2f6bff'
export const OVER_COLOR = '#ff2fd0'

export const LENS_RADIUS = 64
export const LEAST_LENS_RADIUS = 8
export const MOST_LENS_RADIUS = 400

/** Contrast and bias after a right-drag across a panel, in fractions of its width and height; as in DS9, down is steeper. */
export function adjustLevels(view: ViewState, dx: number, dy: number): ViewState {
  return {
    ...view,
    bias: Math.min(1, Math.max(0, view.bias + dx)),
    contrast: Math.min(10, Math.max(0.1, view.contrast * Math.exp(dy * 3))),
  }
}

const isLinked = (view: ViewState, panel: string) => !Object.hasOwn(view.own, panel)

/** What a panel looks at; null: all of it. */
export const frameOf = (view: ViewState, panel: string): Frame | null =>
  isLinked(view, panel) ? view.frame : (view.own[panel] ?? null)

/** The view after a panel was moved: with it all that are linked, or it alone. */
export const withFrame = (view: ViewState, panel: string, frame: Frame | null): ViewState =>
  isLinked(view, panel) ? { ...view, frame } : { ...view, own: { ...view.own, [panel]: frame } }

/** Lets a panel go its own way from where it is, or takes it back to the others. */
export function toggleLinked(view: ViewState, panel: string): ViewState {
  if (isLinked(view, panel)) return { ...view, own: { ...view.own, [panel]: view.frame } }
  const { [panel]: _, ...own } = view.own
  return { ...view, own }
}

export const derivedId = ({ op, of }: Derived): string => `${op}(${of.join(',')})`

/** The view with a panel made of others, or without it if it was there. */
export function toggleDerived(view: ViewState, derived: Derived): ViewState {
  const id = derivedId(derived)
  const rest = view.derived.filter(d => derivedId(d) !== id)
  return { ...view, derived: rest.length < view.derived.length ? rest : [...view.derived, derived] }
}
