import type { Projection } from './projection.ts'

/** Sanson and Flamsteed's sinusoidal (paper II sec. 5.3.1). */
export function sinusoidal(): Projection {
  return {
    theta0: 0,
    toPlane: (phi, theta) => ({ x: phi * Math.cos(theta), y: theta }),
    toNative: (x, y) => onParallel(x, Math.cos(y), y),
  }
}

/** Parabolic (paper II sec. 5.3.2). */
export function parabolic(): Projection {
  return {
    theta0: 0,
    toPlane: (phi, theta) => ({ x: phi * (2 * Math.cos((2 * theta) / 3) - 1), y: Math.PI * Math.sin(theta / 3) }),
    toNative: (x, y) => {
      const sine = y / Math.PI
      return Math.abs(sine) <= 1 ? onParallel(x, 1 - 4 * sine * sine, 3 * Math.asin(sine)) : undefined
    },
  }
}

/** A position from x on a parallel that is `length` radians of x a radian of longitude; the poles are points. */
export function onParallel(x: number, length: number, theta: number): { phi: number; theta: number } | undefined {
  if (Math.abs(length) > 1e-15) return { phi: x / length, theta }
  return Math.abs(x) < 1e-12 ? { phi: 0, theta } : undefined
}
