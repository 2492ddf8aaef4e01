import { barFraction, barValue } from './levels.ts'
import type { Display } from './webgl/floatRenderer.ts'

/** A round value, and where on the colour bar it stands, 0 to 1. */
export interface Tick {
  readonly value: number
  readonly at: number
}

/** Ticks lie no nearer: their numbers must not touch on a narrow bar. */
const GAP = 0.21
const MOST_TICKS = 5
/** The finest step that is tried, as a part of the range: the dark end of a steep stretch shows a thousandth of it. */
const FINEST = 2000

/** Steps of 5, 2 and 1 times a power of ten, from the first that is not larger than `range` downwards. */
function* roundSteps(range: number): Generator<number> {
  for (let power = Math.floor(Math.log10(range)); ; power--) {
    for (const digit of [5, 2, 1]) {
      const step = Number(`${digit}e${power}`)
      if (step * FINEST < range) return
      if (step <= range) yield step
    }
  }
}

/** Steps finer than this part of the range give values that are in no way rounder than others: the step itself alone is. */
const COARSE = 12
const ENOUGH_TICKS = 3

/** Whole numbers of a range; of a long one only 1 and -1 where there are ticks enough. */
function multiples(low: number, high: number, hasEnough: boolean): number[] {
  if (hasEnough && high - low > COARSE) return [1, -1].filter(n => n >= low && n <= high)
  return Array.from({ length: Math.max(0, Math.floor(high) - Math.ceil(low) + 1) }, (_, i) => Math.ceil(low) + i)
}

/** Round values evenly along a colour bar in its own stretch: the roundest first, finer ones where they leave room. */
export function roundTicks(display: Display): Tick[] {
  const [first, last] = [barValue(display, 0), barValue(display, 1)]
  const [low, high] = [Math.min(first, last), Math.max(first, last)]
  const ticks: Tick[] = []
  if (!(high > low)) return ticks
  for (const step of roundSteps(high - low)) {
    for (const n of multiples(low / step, high / step, ticks.length >= ENOUGH_TICKS)) {
      const value = Number((n * step).toPrecision(12))
      const at = barFraction(display, value)
      const isFree = at >= 0 && at <= 1 && ticks.every(tick => Math.abs(tick.at - at) >= GAP)
      if (isFree && ticks.length < MOST_TICKS) ticks.push({ value, at })
    }
  }
  return ticks.sort((a, b) => a.at - b.at)
}

/** A round value as short as it is. */
export function tickText(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  const text = Number(value.toPrecision(7))
  return size < 1e-3 || size >= 1e5 ? text.toExponential() : String(text)
}
