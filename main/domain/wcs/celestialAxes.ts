import { AppError } from '../errors.ts'
import type { CardValues } from './cards.ts'

/** The two celestial axes of a header, by FITS axis number, and what their CTYPEs say. */
export interface CelestialAxes {
  readonly lon: number
  readonly lat: number
  /** RA, GLON, ELON, ... */
  readonly lonType: string
  /** Three letters. */
  readonly projection: string
  /** What follows the projection in CTYPE: '', or SIP or another distortion. */
  readonly distortion: string
}

interface AxisType {
  readonly axis: number
  readonly name: string
  readonly projection: string
  readonly distortion: string
}

/** Images have their celestial axes among the first nine. */
const MAX_AXIS = 9
const TYPE = /^([A-Z-]{4})-([A-Z]{3})(?:-([A-Z0-9]{3}))?$/
const LONGITUDE = /^(RA|.LON|..LN)$/

/**
 * The axes of one WCS version (`''`, `'A'`, ...) with celestial types in 4-3 form (FITS 4.0 sec. 8.2), either first.
 * Undefined where there is no such pair. Throws `bad-input` where longitude and latitude contradict each other.
 */
export function celestialAxes(values: CardValues, version: string): CelestialAxes | undefined {
  const types: AxisType[] = []
  for (let axis = 1; axis <= MAX_AXIS; axis++) {
    const match = TYPE.exec(values.text(`CTYPE${axis}${version}`)?.trim().toUpperCase() ?? '')
    if (match) {
      types.push({ axis, name: match[1].replace(/-+$/, ''), projection: match[2], distortion: match[3] ?? '' })
    }
  }
  const lon = types.find(type => LONGITUDE.test(type.name))
  const latName = lon && latitudeOf(lon.name)
  const lat = types.find(type => type.name === latName)
  if (!lon || !lat) return undefined
  if (lon.projection !== lat.projection || lon.distortion !== lat.distortion) {
    throw new AppError(
      'bad-input',
      `The header's two celestial axes have different projections: ${lon.projection} and ${lat.projection}. Correct CTYPE${lon.axis}${version} and CTYPE${lat.axis}${version}.`,
      { axes: [lon.axis, lat.axis] },
    )
  }
  return {
    lon: lon.axis,
    lat: lat.axis,
    lonType: lon.name,
    projection: lon.projection,
    distortion: lon.distortion,
  }
}

/** DEC of RA, GLAT of GLON, and XYLT of XYLN. */
function latitudeOf(lonType: string): string {
  if (lonType === 'RA') return 'DEC'
  return lonType.endsWith('LON') ? `${lonType[0]}LAT` : `${lonType.slice(0, 2)}LT`
}
