/** Values from 20 to 239 of which no wrong row, column or tile would give the same. */
export const patternValue = (x: number, y: number): number =>
  20 + ((x * 37 + y * 11 + Math.floor(x / 512) * 71 + Math.floor(y / 512) * 53) % 220)
