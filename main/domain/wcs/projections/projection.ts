/** Native spherical coordinates of a projection, in radians. */
export interface Native {
  readonly phi: number
  readonly theta: number
}

/** Projection plane coordinates, in radians at the reference point. */
export interface Plane {
  readonly x: number
  readonly y: number
}

/** A map projection of the sphere (Calabretta & Greisen 2002, A&A 395, 1077, "paper II"), in its native system. */
export interface Projection {
  /** Native latitude of the reference point in degrees, to which CRVAL belongs; its native longitude is 0. */
  readonly theta0: number
  /** Undefined where the projection diverges or hides the position. `phi` is from -pi to pi. */
  toPlane(phi: number, theta: number): Plane | undefined
  /** Undefined where no position is projected to. */
  toNative(x: number, y: number): Native | undefined
}

/** The projection parameters PVi_m of the latitude axis; undefined where the header has none. */
export type ProjectionParameters = (m: number) => number | undefined
