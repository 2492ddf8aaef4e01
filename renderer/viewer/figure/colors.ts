import { luptonColor } from '../../../main/domain/lupton.ts'
import { stretchedPosition } from '../../../main/domain/stretch.ts'
import { stretchOf } from '../levels.ts'
import type { ViewState } from '../viewState.ts'
import type { Display } from '../webgl/floatRenderer.ts'

/** Bytes R, G, B. */
export type Color = readonly [number, number, number]

export const colorOfHex = (hex: string): Color => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
]

/** The screen's background beside an image, whatever the theme. */
export const BACKGROUND: Color = [7, 9, 12]

/**
 * The colour of a value, by the same steps as the shader: limits, stretch, contrast and bias, colour table. Values that
 * are not finite have the view's colour for them, without the screen's hatching.
 */
export function valueColor(
  display: Display,
  { nanColor, underColor, overColor }: Pick<ViewState, 'nanColor' | 'underColor' | 'overColor'>,
): (value: number) => Color {
  const { low, high, colors, invert, contrast, bias } = display
  const stretch = stretchOf(display)
  const [nan, under, over] = [nanColor, underColor, overColor].map(hex => (hex === null ? null : colorOfHex(hex)))
  const entries = colors.length / 3
  return value => {
    if (!Number.isFinite(value)) return nan ?? BACKGROUND
    if (under && value < low) return under
    if (over && value > high) return over
    const shown = Math.min(1, Math.max(0, (stretchedPosition(value, low, high, stretch) - bias) * contrast + 0.5))
    const at = 3 * Math.min(entries - 1, Math.floor((invert ? 1 - shown : shown) * entries))
    return [colors[at], colors[at + 1], colors[at + 2]]
  }
}

/** The colour of three bands of a composite, as the shader has it. */
export function bandsColor(
  display: Display,
  view: Pick<ViewState, 'nanColor'>,
): (bands: readonly [number, number, number]) => Color {
  const { composite } = display
  const nan = colorOfHex(view.nanColor)
  return bands => {
    if (composite === null || !bands.every(Number.isFinite)) return nan
    const [r, g, b] = luptonColor(bands, composite).map(part => Math.round(255 * part))
    return [r, g, b]
  }
}
