import { RADIANS } from '../angles.ts'
import { dot, type Matrix3, product, rotation, unit, type Vector3 } from './vector.ts'

/** Days of a tropical year, and the Julian date of B1900 (Lieske 1979, A&A 73, 282). */
const TROPICAL_YEAR = 365.242198781
const B1900 = 2415020.31352
const B1950 = 2433282.42345905

/** FK4 of B1950 to FK5 of J2000 at epoch B1950 and its change in a century (Murray 1989, A&A 218, 325, eqs. 28 and 29). */
const TO_J2000: Matrix3 = [
  [0.9999256794956877, -0.0111814832204662, -0.0048590038153592],
  [0.0111814832391717, 0.9999374848933135, -0.0000271625947142],
  [0.0048590037723143, -0.000027170293744, 0.9999881946023742],
]
const CHANGE: Matrix3 = [
  [-0.0026455262e-6, -1.1539918689e-6, 2.111134619e-6],
  [1.1540628161e-6, -0.0129042997e-6, 0.0236021478e-6],
  [-2.1112979048e-6, -0.0056024448e-6, 0.0102587734e-6],
]

/** FK4 of B1950, without E-terms, to FK5 of J2000, for the epoch of a Besselian year: FK4 rotates against FK5. */
export function fk4ToJ2000(epoch: number): Matrix3 {
  const centuries = (2000 + (julianDate(epoch) - 2451545) / 365.25 - 1950) / 100
  const row = (i: 0 | 1 | 2): Vector3 => {
    const [a, b, c] = TO_J2000[i]
    const [da, db, dc] = CHANGE[i]
    return [a + da * centuries, b + db * centuries, c + dc * centuries]
  }
  return [row(0), row(1), row(2)]
}

/** Newcomb's precession between the equinoxes of two Besselian years, without E-terms (Explanatory Supplement 1992). */
export function newcombPrecession(from: number, to: number): Matrix3 {
  const t = (from - 1850) / 1000
  const dt = (to - 1850) / 1000 - t
  const zeta1 = (0.06 * t + 139.72) * t + 23035.545
  const zeta = ((17.995 * dt + 30.24 - 0.27 * t) * dt + zeta1) * dt
  const z = ((18.325 * dt + 109.48 + 0.39 * t) * dt + zeta1) * dt
  const theta = ((-41.8 * dt - 42.65 - 0.37 * t) * dt + (-0.37 * t - 85.29) * t + 20051.12) * dt
  return product(rotation(-z / 3600, 'z'), rotation(theta / 3600, 'y'), rotation(-zeta / 3600, 'z'))
}

/** Takes the elliptic part of the annual aberration out of an FK4 direction. */
export function withoutETerms(v: Vector3, equinox: number): Vector3 {
  const e = eTerms(equinox)
  const along = dot(e, v)
  return unit([v[0] - e[0] + along * v[0], v[1] - e[1] + along * v[1], v[2] - e[2] + along * v[2]])
}

/** The inverse of `withoutETerms`, by iteration: the terms are 2e-6, so that four rounds exhaust a double. */
export function withETerms(v: Vector3, equinox: number): Vector3 {
  const e = eTerms(equinox)
  let result = v
  for (let i = 0; i < 10; i++) {
    const scale = 1 / (1 + dot(e, result))
    result = [(v[0] + e[0]) * scale, (v[1] + e[1]) * scale, (v[2] + e[2]) * scale]
  }
  return unit(result)
}

/** The E-terms' vector in radians (Explanatory Supplement 1992, sec. 3.53). */
function eTerms(equinox: number): Vector3 {
  const date = julianDate(equinox)
  const t = (date - B1950) / 36525
  const k = 0.0056932 * RADIANS * ((-0.000000126 * t - 0.00004193) * t + 0.01673011)
  const perigee = ((((0.012 * t + 1.65) * t + 6190.67) * t + 1015489.951) / 3600) * RADIANS
  const j = (date - 2451545) / 36525
  const obliquity = ((((0.001813 * j - 0.00059) * j - 46.815) * j + 84381.448) / 3600) * RADIANS
  const c = -k * Math.cos(perigee)
  return [k * Math.sin(perigee), c * Math.cos(obliquity), c * Math.sin(obliquity)]
}

function julianDate(besselianYear: number): number {
  return B1900 + (besselianYear - 1900) * TROPICAL_YEAR
}
