/** How a coordinate or a length stands in a region file (DS9 reference manual, "Region file format"). */
const PLAIN = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(["'dripDRIP]?)$/
const COLONS = /^([+-]?)(\d+):(\d+):(\d+(?:\.\d*)?)$/
const LETTERS = /^([+-]?)(\d+)([hd])(\d+)m(\d+(?:\.\d*)?)s$/i

const DEGREES_PER_RADIAN = 180 / Math.PI

/** A number with the letter or sign behind it; NaN where the text is none. */
export function suffixed(text: string): { readonly value: number; readonly suffix: string } {
  const [, digits, suffix = ''] = PLAIN.exec(text) ?? []
  return { value: digits === undefined ? Number.NaN : Number(digits), suffix: suffix.toLowerCase() }
}

/** A celestial coordinate in degrees; with colons it is in hours if `inHours`. NaN where the text is none. */
export function skyCoordinate(text: string, inHours: boolean): number {
  const sexagesimal = COLONS.exec(text)
  if (sexagesimal) {
    const [, sign, whole, minutes, seconds] = sexagesimal
    return fromSexagesimal(sign, whole, minutes, seconds) * (inHours ? 15 : 1)
  }
  const lettered = LETTERS.exec(text)
  if (lettered) {
    const [, sign, whole, unit, minutes, seconds] = lettered
    return fromSexagesimal(sign, whole, minutes, seconds) * (unit.toLowerCase() === 'h' ? 15 : 1)
  }
  const { value, suffix } = suffixed(text)
  if (suffix === 'r') return value * DEGREES_PER_RADIAN
  return suffix === '' || suffix === 'd' ? value : Number.NaN
}

function fromSexagesimal(sign: string, whole: string, minutes: string, seconds: string): number {
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return Number.NaN
  const size = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600
  return sign === '-' ? -size : size
}

/** Arcsec of a length with a unit of angle; undefined for pixels and plain numbers. */
export function lengthArcsec(value: number, suffix: string): number | undefined {
  const units: Readonly<Record<string, number>> = { '"': 1, "'": 60, d: 3600, r: 3600 * DEGREES_PER_RADIAN }
  return Object.hasOwn(units, suffix) ? value * units[suffix] : undefined
}

/** Degrees of an angle: plain, with d, or in radians; NaN where the text is none. */
export function angleDegrees(text: string): number {
  return skyCoordinate(text, false)
}
