import type { Projection } from './projection.ts'

/**
 * A zenithal projection about the native pole, from the distance of a position from it in the plane (paper II sec. 5.1).
 * Both functions give undefined where the projection ends.
 */
export function zenithal(
  radiusOf: (theta: number) => number | undefined,
  thetaOf: (radius: number) => number | undefined,
): Projection {
  return {
    theta0: 90,
    toPlane: (phi, theta) => {
      const radius = radiusOf(theta)
      return radius === undefined ? undefined : { x: radius * Math.sin(phi), y: -radius * Math.cos(phi) }
    },
    toNative: (x, y) => {
      const theta = thetaOf(Math.hypot(x, y))
      return theta === undefined ? undefined : { phi: x === 0 && y === 0 ? 0 : Math.atan2(x, -y), theta }
    },
  }
}
