import { AppError } from '../errors.ts'
import { halfTurn, positiveDegrees, RADIANS } from './angles.ts'
import type { Native } from './projections/projection.ts'
import type { SkyPosition } from './types.ts'

/** What fixes the native coordinate system on the sky (paper II sec. 2.4), all in degrees. */
export interface SphereParameters {
  /** CRVAL: the celestial position of the point with native coordinates phi0, theta0. */
  readonly reference: SkyPosition
  readonly phi0: number
  readonly theta0: number
  /** LONPOLE: native longitude of the celestial pole. */
  readonly lonPole: number
  /** LATPOLE: native latitude of the celestial pole, used where the rest leaves two choices. */
  readonly latPole: number
}

/** The rotation between a projection's native coordinates and celestial ones. */
export interface Sphere {
  toSky(native: Native): SkyPosition
  toNative(sky: SkyPosition): Native
}

/** Paper II eqs. 2 and 5. Throws `bad-input` where the parameters contradict each other. */
export function sphereRotation(parameters: SphereParameters): Sphere {
  const pole = nativePole(parameters)
  const [sinPole, cosPole] = sinCos(pole.lat)
  const phiPole = parameters.lonPole * RADIANS
  return {
    toSky: ({ phi, theta }) => {
      const cosTheta = Math.cos(theta)
      const a = cosTheta * Math.cos(phi - phiPole)
      const c = Math.sin(theta)
      const x = c * cosPole - a * sinPole
      const y = -cosTheta * Math.sin(phi - phiPole)
      const z = c * sinPole + a * cosPole
      // The arc tangent keeps all digits at the poles, where the arc sine of the papers loses half of them.
      const lat = Math.atan2(z, Math.hypot(x, y)) / RADIANS
      return { lon: positiveDegrees(pole.lon + Math.atan2(y, x) / RADIANS), lat }
    },
    toNative: ({ lon, lat }) => {
      const [sinLat, cosLat] = sinCos(lat)
      const [sinLon, cosLon] = sinCos(lon - pole.lon)
      const a = sinLat * cosPole - cosLat * cosLon * sinPole
      const b = -cosLat * sinLon
      const c = cosLat * cosLon * cosPole + sinLat * sinPole
      return { phi: halfTurn(phiPole + Math.atan2(b, a)), theta: Math.atan2(c, Math.hypot(a, b)) }
    },
  }
}

/** Celestial coordinates of the native pole in degrees (paper II eqs. 8 to 10). */
function nativePole(parameters: SphereParameters): SkyPosition {
  const { reference, phi0, theta0, lonPole } = parameters
  if (theta0 === 90) return reference
  const lat = nativePoleLatitude(parameters)
  const [, cosReference] = sinCos(reference.lat)
  if (Math.abs(cosReference) < 1e-10) return { lon: reference.lon, lat }
  const [sinPole, cosPole] = sinCos(lat)
  const [sinTheta0, cosTheta0] = sinCos(theta0)
  const [sinPhi, cosPhi] = sinCos(phi0 - lonPole)
  const fromPole = Math.atan2(-cosTheta0 * sinPhi, sinTheta0 * cosPole - cosTheta0 * sinPole * cosPhi)
  return { lon: reference.lon - fromPole / RADIANS, lat }
}

function nativePoleLatitude({ reference, phi0, theta0, lonPole, latPole }: SphereParameters): number {
  const [sinTheta0, cosTheta0] = sinCos(theta0)
  const [sinPhi, cosPhi] = sinCos(lonPole - phi0)
  const [sinReference] = sinCos(reference.lat)
  const length = Math.hypot(cosTheta0 * cosPhi, sinTheta0)
  if (length < 1e-10) {
    if (Math.abs(sinReference) > 1e-10) throw contradiction()
    return Math.max(-90, Math.min(90, latPole))
  }
  const ratio = sinReference / length
  if (Math.abs(ratio) > 1 + 1e-10) throw contradiction()
  const middle = Math.atan2(sinTheta0, cosTheta0 * cosPhi) / RADIANS
  // Exact where the meridians coincide, as they do by default.
  const half = sinPhi === 0 ? 90 - reference.lat : Math.acos(Math.max(-1, Math.min(1, ratio))) / RADIANS
  const valid = [middle + half, middle - half]
    .map(lat => lat - 360 * Math.round(lat / 360))
    .filter(lat => Math.abs(lat) < 90 + 1e-10)
    .map(lat => Math.max(-90, Math.min(90, lat)))
  if (valid.length === 0) throw contradiction()
  const [first, second = first] = valid
  return Math.abs(latPole - first) < Math.abs(latPole - second) ? first : second
}

function sinCos(degrees: number): [number, number] {
  // Quarter turns are exact, so that reference points on the equator or at a pole have exact rotations.
  const quarter = degrees / 90
  if (Number.isInteger(quarter)) {
    const turn = ((quarter % 4) + 4) % 4
    return [[0, 1, 0, -1][turn], [1, 0, -1, 0][turn]]
  }
  return [Math.sin(degrees * RADIANS), Math.cos(degrees * RADIANS)]
}

function contradiction(): AppError {
  return new AppError('bad-input', "The header's CRVAL, LONPOLE and reference latitude exclude each other.")
}
