/** Places in the sky, arcsec. */
export interface Places {
  readonly count: number
  readonly x: Float64Array
  readonly y: Float64Array
}

/** Adds the surface brightness at each place, per square arcsec, to `into`. */
export type Brightness = (places: Places, into: Float64Array) => void
