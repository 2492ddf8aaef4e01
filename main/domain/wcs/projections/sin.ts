import type { Projection, ProjectionParameters } from './projection.ts'

/**
 * Orthographic, and by PVi_1 and PVi_2 of the latitude axis the slant of synthesis telescopes (paper II sec. 5.1.5).
 * Shows the half of the sphere that faces the observer.
 */
export function slantOrthographic(pv: ProjectionParameters): Projection {
  return slanted(pv(1) ?? 0, pv(2) ?? 0)
}

/** The old NCP of east-west arrays, a SIN by the latitude of the reference point (paper II sec. 6.1.2). */
export function northCelestialPole(referenceLatitude: number): Projection {
  return slanted(0, 1 / Math.tan(referenceLatitude))
}

function slanted(xi: number, eta: number): Projection {
  return {
    theta0: 90,
    toPlane: (phi, theta) => {
      const sinPhi = Math.sin(phi)
      const cosPhi = Math.cos(phi)
      if (theta < -Math.atan(xi * sinPhi - eta * cosPhi)) return undefined
      const z = 2 * Math.sin((Math.PI / 2 - theta) / 2) ** 2
      return { x: Math.cos(theta) * sinPhi + xi * z, y: -Math.cos(theta) * cosPhi + eta * z }
    },
    toNative: (x, y) => {
      const z = depth(x, y, xi, eta)
      if (z === undefined) return undefined
      const east = x - xi * z
      const south = -(y - eta * z)
      return {
        phi: east === 0 && south === 0 ? 0 : Math.atan2(east, south),
        theta: Math.atan2(1 - z, Math.hypot(east, south)),
      }
    },
  }
}

/** 1 - sin(theta), the smaller root of a quadratic, in the form that does not cancel near the pole. */
function depth(x: number, y: number, xi: number, eta: number): number | undefined {
  const b = 1 + x * xi + y * eta
  const discriminant = b * b - (1 + xi * xi + eta * eta) * (x * x + y * y)
  if (discriminant < 0) return undefined
  const z = (x * x + y * y) / (b + Math.sqrt(discriminant))
  return z >= 0 && z <= 2 ? z : undefined
}
