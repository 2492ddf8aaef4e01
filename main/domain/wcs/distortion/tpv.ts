import { AppError } from '../../errors.ts'
import type { CardValues } from '../cards.ts'
import type { CelestialAxes } from '../celestialAxes.ts'
import type { PlaneMap } from './planeMap.ts'
import { evaluatePolynomial } from './polynomial.ts'

const LAST_TERM = 39
/** The powers of the distance among the terms: PVi_3 is of r, PVi_11 of r^3, ... */
const RADIAL_TERMS: ReadonlyMap<number, number> = new Map([
  [3, 1],
  [11, 3],
  [23, 5],
  [39, 7],
])

interface AxisPolynomial {
  readonly coefficients: number[][]
  /** Power and coefficient. */
  readonly radial: (readonly [number, number])[]
}

/**
 * The TPV distortion of SCAMP and its successors (the FITS registry's TPV convention): polynomials to the seventh order of
 * intermediate world coordinates in degrees, the latitude's with the two exchanged. PVi_1 is 1 unless given, the others
 * 0. Throws `bad-input` for terms beyond PVi_39.
 */
export function readTpv(values: CardValues, axes: CelestialAxes, version: string): PlaneMap {
  const lon = readAxis(values, axes.lon, version)
  const lat = readAxis(values, axes.lat, version)
  return (x, y) => {
    const f = evaluateAxis(lon, x, y)
    const g = evaluateAxis(lat, y, x)
    return { x: f.value, y: g.value, jacobian: { a: f.du, b: f.dv, c: g.dv, d: g.du } }
  }
}

/** Whether a TAN header has SCAMP's terms, which before 2012 came without a name of their own. */
export function hasScampTerms(values: CardValues, axes: CelestialAxes, version: string): boolean {
  return [axes.lon, axes.lat].some(axis => termsOf(values, axis, version).some(term => term >= 5))
}

function readAxis(values: CardValues, axis: number, version: string): AxisPolynomial {
  const coefficients = Array.from({ length: 8 }, (_, p) => new Array<number>(8 - p).fill(0))
  coefficients[1][0] = 1
  const radial: [number, number][] = []
  for (const term of termsOf(values, axis, version)) {
    const value = values.number(`PV${axis}_${term}${version}`) ?? 0
    const power = RADIAL_TERMS.get(term)
    if (term > LAST_TERM) {
      throw new AppError(
        'bad-input',
        `The header's TPV term PV${axis}_${term} is beyond the convention's ${LAST_TERM}.`,
      )
    }
    if (power !== undefined) radial.push([power, value])
    else {
      const [p, q] = powersOf(term)
      coefficients[p][q] = value
    }
  }
  return { coefficients, radial }
}

/** Terms of one order stand together, by falling powers of the first variable; radial ones follow the odd orders. */
function powersOf(term: number): [number, number] {
  let first = 0
  for (let order = 0; ; order++) {
    if (term <= first + order) return [order - (term - first), term - first]
    first += order + 1 + (order % 2)
  }
}

function termsOf(values: CardValues, axis: number, version: string): number[] {
  const pattern = new RegExp(`^PV${axis}_(\\d{1,3})${version}$`)
  return [...values.keywords()].flatMap(keyword => {
    const match = pattern.exec(keyword)
    return match ? [Number(match[1])] : []
  })
}

function evaluateAxis({ coefficients, radial }: AxisPolynomial, u: number, v: number) {
  let { value, du, dv } = evaluatePolynomial(coefficients, u, v)
  const r = Math.hypot(u, v)
  for (const [power, coefficient] of radial) {
    value += coefficient * r ** power
    // The distance itself has no derivative at its origin; there its share is left out.
    if (r === 0) continue
    const slope = coefficient * power * r ** (power - 2)
    du += slope * u
    dv += slope * v
  }
  return { value, du, dv }
}
