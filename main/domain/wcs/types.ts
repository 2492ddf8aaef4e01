/** Zero-based pixel coordinates: (0, 0) is the centre of the lower left pixel, FITS's (1, 1). */
export interface PixelPosition {
  readonly x: number
  readonly y: number
}

/** Longitude and latitude in degrees, in the frame that goes with them: RA and Dec, or l and b. */
export interface SkyPosition {
  readonly lon: number
  readonly lat: number
}

/** Celestial frames as RADESYS and CTYPE name them; FK4 and FK5 go with an equinox. */
export type CelestialFrame = 'icrs' | 'fk5' | 'fk4' | 'galactic' | 'ecliptic'

/** A celestial frame; the equinox of FK4 in Besselian years, of FK5 and the ecliptic in Julian ones, else null. */
export interface SkyFrame {
  readonly frame: CelestialFrame
  readonly equinox: number | null
}

/** The celestial coordinates of an image's pixels (Greisen & Calabretta 2002; Calabretta & Greisen 2002). */
export interface Wcs {
  /** Three letters of the projection: TAN, SIN, ... */
  readonly projection: string
  readonly frame: CelestialFrame
  /** Of FK4, FK5 and the ecliptic, in years; null where the frame has none. */
  readonly equinox: number | null
  /** Side of a pixel at the reference pixel, the square root of its area. */
  readonly pixelScaleArcsec: number
  /** Undefined where the pixel lies off the projected sky. */
  pixelToSky(pixel: PixelPosition): SkyPosition | undefined
  /** Undefined where the projection does not show the position, or a distortion cannot be inverted there. */
  skyToPixel(sky: SkyPosition): PixelPosition | undefined
}
