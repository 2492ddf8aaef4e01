import { AppError } from '../errors.ts'
import { positiveDegrees } from './angles.ts'
import { decimalsFor, toSexagesimal } from './sexagesimal.ts'
import type { CelestialFrame, SkyPosition } from './types.ts'

export type AngleStyle = 'sexagesimal' | 'degrees'

/** Whether longitude is counted in hours: right ascension is. */
export function hasHours(frame: CelestialFrame): boolean {
  return frame === 'icrs' || frame === 'fk5' || frame === 'fk4'
}

/**
 * A position as text: `10:00:24.00 +02:12:36.0`, with hours where the frame has right ascension, or `150.10000 +2.21000`.
 * The last digit is about a tenth of `pixelScaleArcsec`, of right ascension as of declination.
 */
export function formatSky(
  { lon, lat }: SkyPosition,
  frame: CelestialFrame,
  style: AngleStyle,
  pixelScaleArcsec = 0.1,
): string {
  if (style === 'degrees') {
    const decimals = decimalsFor(pixelScaleArcsec / 3600)
    const turned = Number(positiveDegrees(lon).toFixed(decimals)) % 360
    const height = Number(lat.toFixed(decimals)) || 0
    return `${turned.toFixed(decimals)} ${height < 0 ? '' : '+'}${height.toFixed(decimals)}`
  }
  const perUnit = hasHours(frame) ? 15 : 1
  // A second of time is 15 arcsec: one decimal more.
  const lonStep = perUnit === 15 ? pixelScaleArcsec / 10 : pixelScaleArcsec
  const across = toSexagesimal(positiveDegrees(lon) / perUnit, decimalsFor(lonStep), 360 / perUnit)
  const up = toSexagesimal(lat, decimalsFor(pixelScaleArcsec), Number.POSITIVE_INFINITY)
  return `${across.fields.join(':')} ${up.sign}${up.fields.join(':')}`
}

const NUMBER = String.raw`\d+(?:\.\d*)?|\.\d+`
const FIELDS = new RegExp(
  `^([+-]?)(${NUMBER})(?:[:hd°\\s]\\s*(${NUMBER})(?:[:m'′\\s]\\s*(${NUMBER})\\s*(?:s|"|″)?)?[m'′]?)?[hd°]?$`,
)

/**
 * Longitude and latitude as people type them: `10:00:24 +02:12:36`, `10h00m24s -2d12m36s`, `10 00 24 +2 12 36`, or degrees,
 * `150.1 2.21`. Longitude with minutes is in hours where the frame has right ascension, unless it says d. Throws
 * `bad-input` for any other text, and for positions off the sky.
 */
export function parseSky(text: string, frame: CelestialFrame = 'icrs'): SkyPosition {
  const [first, second] = halves(text.trim().toLowerCase())
  const lon = FIELDS.exec(first)
  const lat = FIELDS.exec(second)
  if (lon && lat) {
    const isTime = first.includes('h') || (lon[3] !== undefined && hasHours(frame) && !/[d°]/.test(first))
    const position = { lon: angleOf(lon) * (isTime ? 15 : 1), lat: angleOf(lat) }
    const inRange = [lon, lat].every(
      ([, , , minutes, seconds]) => Number(minutes ?? 0) < 60 && Number(seconds ?? 0) < 60,
    )
    if (inRange && Math.abs(position.lat) <= 90 && Math.abs(position.lon) <= 360) {
      return { lon: positiveDegrees(position.lon), lat: position.lat }
    }
  }
  throw new AppError('bad-input', 'This is no position of the sky. Write 10:00:24 +02:12:36, or degrees: 150.1 2.21.', {
    text,
  })
}

/** At a comma, before a sign, or in the middle of the fields. */
function halves(text: string): [string, string] {
  const comma = text.split(',')
  if (comma.length === 2) return [comma[0].trim(), comma[1].trim()]
  const sign = text.search(/\s*[+-][^+-]*$/)
  if (sign > 0) return [text.slice(0, sign).trim(), text.slice(sign).trim()]
  const fields = text.split(/\s+/)
  const middle = fields.length / 2
  if (!Number.isInteger(middle)) return [text, '']
  return [fields.slice(0, middle).join(' '), fields.slice(middle).join(' ')]
}

function angleOf([, sign, whole, minutes = '0', seconds = '0']: RegExpExecArray): number {
  const value = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600
  return sign === '-' ? -value : value
}
