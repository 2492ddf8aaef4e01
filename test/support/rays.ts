import type { Brightness } from '../../main/lensing/brightness.ts'
import type { Deflector } from '../../main/lensing/deflector.ts'

/** The deflection of one ray, arcsec. */
export function deflectionAt(deflect: Deflector, x: number, y: number): { x: number; y: number } {
  const [alphaX, alphaY] = [new Float64Array(1), new Float64Array(1)]
  deflect({ count: 1, x: Float64Array.of(x), y, alphaX, alphaY })
  return { x: alphaX[0], y: alphaY[0] }
}

/** The surface brightness at one place. */
export function brightnessAt(shine: Brightness, x: number, y: number): number {
  const into = new Float64Array(1)
  shine({ count: 1, x: Float64Array.of(x), y: Float64Array.of(y) }, into)
  return into[0]
}
