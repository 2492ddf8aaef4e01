/**
 * A single-band image. `data` is row-major, row 0 at the bottom: the origin is the lower left corner, as in FITS.
 * Pixel (x, y) is `data[y * width + x]`; its centre is at (x, y) in zero-based pixel coordinates.
 */
export interface FloatImage {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}
