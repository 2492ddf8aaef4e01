import type { Projection } from './projection.ts'

/** Hammer and Aitoff's equal area ellipse (paper II sec. 5.3.4). */
export function hammerAitoff(): Projection {
  return {
    theta0: 0,
    toPlane: (phi, theta) => {
      const gamma = Math.sqrt(2 / (1 + Math.cos(theta) * Math.cos(phi / 2)))
      return { x: 2 * gamma * Math.cos(theta) * Math.sin(phi / 2), y: gamma * Math.sin(theta) }
    },
    toNative: (x, y) => {
      const square = 1 - (x / 4) ** 2 - (y / 2) ** 2
      if (square < 0.5 - 1e-13) return undefined
      const z = Math.sqrt(square)
      // The halved longitude's Cartesian components.
      const forward = 2 * square - 1
      const side = (x * z) / 2
      const up = y * z
      return {
        phi: forward === 0 && side === 0 ? 0 : 2 * Math.atan2(side, forward),
        theta: Math.atan2(up, Math.hypot(forward, side)),
      }
    },
  }
}
