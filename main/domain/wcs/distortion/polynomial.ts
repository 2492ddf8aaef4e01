/** Coefficients of a polynomial in two variables: `[p][q]` is that of u^p v^q. */
export type Coefficients = readonly (readonly number[])[]

export interface PolynomialValue {
  readonly value: number
  readonly du: number
  readonly dv: number
}

/** A polynomial in two variables and its derivatives, by Horner's rule in both. */
export function evaluatePolynomial(coefficients: Coefficients, u: number, v: number): PolynomialValue {
  let value = 0
  let du = 0
  let dv = 0
  for (let p = coefficients.length - 1; p >= 0; p--) {
    const row = coefficients[p]
    let inner = 0
    let innerSlope = 0
    for (let q = row.length - 1; q >= 0; q--) {
      innerSlope = innerSlope * v + inner
      inner = inner * v + row[q]
    }
    du = du * u + value
    value = value * u + inner
    dv = dv * u + innerSlope
  }
  return { value, du, dv }
}
