/** Rays of one row of the grid, arcsec, and by how much they have been deflected so far. */
export interface Rays {
  readonly count: number
  readonly x: Float64Array
  /** The same for all of them. */
  readonly y: number
  readonly alphaX: Float64Array
  readonly alphaY: Float64Array
}

/** Adds its deflection to each ray's. Whole rows at a time: a call a ray would cost more than most profiles. */
export type Deflector = (rays: Rays) => void
