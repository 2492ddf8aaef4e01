import { conic } from './conic.ts'

/** Conic perspective (paper II sec. 5.4.1). */
export const conicPerspective = conic('COP', (middle, half) => {
  const cosHalf = Math.cos(half)
  const constant = Math.sin(middle)
  return {
    constant,
    radiusOf: theta => {
      const radius = cosHalf * (1 / Math.tan(middle) - Math.tan(theta - middle))
      return Math.abs(theta - middle) < Math.PI / 2 && radius * constant >= 0 ? radius : undefined
    },
    thetaOf: radius => middle + Math.atan(1 / Math.tan(middle) - radius / cosHalf),
  }
})

/** Albers' conic equal area (paper II sec. 5.4.2). */
export const conicEqualArea = conic('COE', (middle, half) => {
  const sine1 = Math.sin(middle - half)
  const sine2 = Math.sin(middle + half)
  const gamma = sine1 + sine2
  return {
    constant: gamma / 2,
    radiusOf: theta => (2 / gamma) * Math.sqrt(Math.max(0, 1 + sine1 * sine2 - gamma * Math.sin(theta))),
    thetaOf: radius => {
      const sine = (1 + sine1 * sine2) / gamma - gamma * (radius / 2) ** 2
      return Math.abs(sine) <= 1 + 1e-12 ? Math.asin(Math.max(-1, Math.min(1, sine))) : undefined
    },
  }
})

/** Conic equidistant (paper II sec. 5.4.3). */
export const conicEquidistant = conic('COD', (middle, half) => {
  const ratio = half === 0 ? 1 : Math.sin(half) / half
  const apex = middle + Math.cos(half) / ratio / Math.tan(middle)
  return {
    constant: Math.sin(middle) * ratio,
    radiusOf: theta => apex - theta,
    thetaOf: radius => apex - radius,
  }
})

/** Lambert's conic orthomorphic (paper II sec. 5.4.4). */
export const conicOrthomorphic = conic('COO', (middle, half) => {
  const theta1 = middle - half
  const theta2 = middle + half
  const halfTangent = (theta: number) => Math.tan((Math.PI / 2 - theta) / 2)
  const constant =
    half === 0
      ? Math.sin(theta1)
      : Math.log(Math.cos(theta2) / Math.cos(theta1)) / Math.log(halfTangent(theta2) / halfTangent(theta1))
  const psi = Math.cos(theta1) / (constant * halfTangent(theta1) ** constant)
  return {
    constant,
    radiusOf: theta => psi * halfTangent(theta) ** constant,
    thetaOf: radius => Math.PI / 2 - 2 * Math.atan((radius / psi) ** (1 / constant)),
  }
})
