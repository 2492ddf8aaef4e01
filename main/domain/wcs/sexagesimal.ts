/** The fields of an angle or time in a base of 60, rounded once as a whole, so that no field ever reads 60. */
export interface Sexagesimal {
  readonly sign: '+' | '-'
  /** Hours or degrees, minutes, seconds; seconds with their decimals, two digits before the point. */
  readonly fields: readonly [string, string, string]
}

/**
 * `value` in hours or degrees, rounded to `decimals` of a second. `turn` is where it begins anew: 24 or 360, or infinity.
 * What rounds to zero has no minus.
 */
export function toSexagesimal(value: number, decimals: number, turn: number): Sexagesimal {
  const perSecond = 10 ** decimals
  const total = Math.round(Math.abs(value) * 3600 * perSecond) % (turn * 3600 * perSecond)
  const seconds = total % (60 * perSecond)
  const minutes = ((total - seconds) / (60 * perSecond)) % 60
  const whole = Math.floor(total / (3600 * perSecond))
  const width = decimals === 0 ? 2 : decimals + 3
  return {
    sign: value < 0 && total !== 0 ? '-' : '+',
    fields: [
      String(whole).padStart(2, '0'),
      String(minutes).padStart(2, '0'),
      (seconds / perSecond).toFixed(decimals).padStart(width, '0'),
    ],
  }
}

/** How many decimals show a tenth of `step`, at most nine. */
export function decimalsFor(step: number): number {
  if (!(step > 0) || !Number.isFinite(step)) return 0
  return Math.max(0, Math.min(9, Math.ceil(1 - Math.log10(step) - 1e-9)))
}
