/** A two-component angle in arcsec; functions write into one to spare an allocation a ray. */
export interface Angle {
  x: number
  y: number
}

/** Adds a deflection at (x, y), arcsec, to `into`. */
export type Deflector = (x: number, y: number, into: Angle) => void
