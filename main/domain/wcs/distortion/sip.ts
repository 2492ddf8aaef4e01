import { AppError } from '../../errors.ts'
import type { CardValues } from '../cards.ts'
import type { PlaneMap } from './planeMap.ts'
import { type Coefficients, evaluatePolynomial } from './polynomial.ts'

/** The simple imaging polynomials (Shupe et al. 2005, ASPC 347, 491), on pixels counted from CRPIX. */
export interface Sip {
  /** Pixels to undistorted pixels. */
  readonly forward: PlaneMap
  /** The header's own approximate inverse, if it has one. */
  readonly guess: ((x: number, y: number) => { readonly x: number; readonly y: number }) | undefined
}

const MAX_ORDER = 9

/**
 * Undefined where the header has no SIP; orders below 2 are ignored, as by astropy. Throws `bad-input` for an order
 * above 9, or of one axis alone.
 */
export function readSip(values: CardValues): Sip | undefined {
  const a = readPair(values, 'A', 'B')
  if (!a) return undefined
  const inverse = readPair(values, 'AP', 'BP')
  return {
    forward: (u, v) => {
      const f = evaluatePolynomial(a[0], u, v)
      const g = evaluatePolynomial(a[1], u, v)
      return { x: u + f.value, y: v + g.value, jacobian: { a: 1 + f.du, b: f.dv, c: g.du, d: 1 + g.dv } }
    },
    guess:
      inverse &&
      ((x, y) => ({
        x: x + evaluatePolynomial(inverse[0], x, y).value,
        y: y + evaluatePolynomial(inverse[1], x, y).value,
      })),
  }
}

function readPair(values: CardValues, first: string, second: string): [Coefficients, Coefficients] | undefined {
  const order = orderOf(values, first)
  const other = orderOf(values, second)
  if (order < 2 && other < 2) return undefined
  if (order < 2 || other < 2) {
    throw new AppError('bad-input', `The header has SIP's ${first}_ORDER or ${second}_ORDER without the other one.`)
  }
  return [readCoefficients(values, first, order), readCoefficients(values, second, other)]
}

function orderOf(values: CardValues, name: string): number {
  const order = values.number(`${name}_ORDER`) ?? 0
  if (Number.isInteger(order) && order >= 0 && order <= MAX_ORDER) return order
  throw new AppError('bad-input', `The header's ${name}_ORDER must be a whole number to ${MAX_ORDER}, not ${order}.`, {
    order,
  })
}

function readCoefficients(values: CardValues, name: string, order: number): Coefficients {
  return Array.from({ length: order + 1 }, (_, p) =>
    Array.from({ length: order - p + 1 }, (_, q) => values.number(`${name}_${p}_${q}`) ?? 0),
  )
}
