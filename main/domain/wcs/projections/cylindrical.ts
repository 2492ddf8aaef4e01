import { AppError } from '../../errors.ts'
import type { Projection, ProjectionParameters } from './projection.ts'

/** A cylindrical projection: meridians are parallel lines (paper II sec. 5.2). */
function cylindrical(
  heightOf: (theta: number) => number | undefined,
  thetaOf: (height: number) => number | undefined,
  xPerPhi = 1,
): Projection {
  return {
    theta0: 0,
    toPlane: (phi, theta) => {
      const height = heightOf(theta)
      return height === undefined ? undefined : { x: phi * xPerPhi, y: height }
    },
    toNative: (x, y) => {
      const theta = thetaOf(y)
      return theta === undefined ? undefined : { phi: x / xPerPhi, theta }
    },
  }
}

/** Plate carree (paper II sec. 5.2.3). */
export function plateCarree(): Projection {
  return cylindrical(
    theta => theta,
    height => height,
  )
}

/** Mercator's conformal projection (paper II sec. 5.2.4); the poles lie at infinity. */
export function mercator(): Projection {
  return cylindrical(
    theta => (Math.abs(theta) < Math.PI / 2 ? Math.asinh(Math.tan(theta)) : undefined),
    height => Math.atan(Math.sinh(height)),
  )
}

/** Lambert's cylindrical equal area, with PVi_1 the squared cosine of the conformal latitudes (paper II sec. 5.2.2). */
export function cylindricalEqualArea(pv: ProjectionParameters): Projection {
  const lambda = pv(1) ?? 1
  if (!(lambda > 0 && lambda <= 1)) {
    throw new AppError('bad-input', `The CEA projection needs a PV coefficient 1 in 0 to 1, not ${lambda}.`, { lambda })
  }
  return cylindrical(
    theta => Math.sin(theta) / lambda,
    height => {
      const sine = height * lambda
      return Math.abs(sine) <= 1 + 1e-13 ? Math.asin(Math.max(-1, Math.min(1, sine))) : undefined
    },
  )
}

/** Perspective on a cylinder of radius PVi_2 from a point at PVi_1 on the equator's plane (paper II sec. 5.2.1). */
export function cylindricalPerspective(pv: ProjectionParameters): Projection {
  const mu = pv(1) ?? 1
  const lambda = pv(2) ?? 1
  if (!(lambda > 0) || mu + lambda === 0) {
    throw new AppError('bad-input', `The CYP projection has no image with PV ${mu} and ${lambda}.`, { mu, lambda })
  }
  return cylindrical(
    theta => {
      const denominator = mu + Math.cos(theta)
      return denominator === 0 ? undefined : ((mu + lambda) * Math.sin(theta)) / denominator
    },
    height => {
      const eta = height / (mu + lambda)
      const sine = (eta * mu) / Math.hypot(eta, 1)
      return Math.abs(sine) <= 1 ? Math.atan(eta) + Math.asin(sine) : undefined
    },
    lambda,
  )
}
