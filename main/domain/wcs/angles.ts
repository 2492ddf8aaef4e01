/** Radians in a degree. */
export const RADIANS = Math.PI / 180

/** The angle in degrees brought to 0 <= angle < 360. */
export function positiveDegrees(angle: number): number {
  const turned = angle % 360
  if (turned >= 0) return turned
  // A tiny negative angle would round to 360.
  return turned + 360 < 360 ? turned + 360 : 0
}

/** The angle in radians brought to -pi <= angle <= pi. */
export function halfTurn(angle: number): number {
  if (Math.abs(angle) <= Math.PI) return angle
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI))
}
