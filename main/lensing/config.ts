import type { Camera, Psf } from './camera.ts'
import type { Cosmology, DistanceRule } from './cosmology.ts'
import type { Distribution, Drawable } from './draw.ts'
import type { Nfw } from './nfw.ts'
import type { PowerLaw } from './powerLaw.ts'
import type { Substructure } from './substructure.ts'

/** Position of a component's centre, arcsec from the image's. */
interface Placed {
  readonly xArcsec: number
  readonly yArcsec: number
}

/** A mass that deflects; each is one of lenstronomy's profiles, in its parameters. */
export type DeflectorModel =
  | ({ readonly kind: 'sie'; readonly einsteinRadiusArcsec: number; readonly e1: number; readonly e2: number } & Placed)
  | ({ readonly kind: 'sis'; readonly einsteinRadiusArcsec: number } & Placed)
  | ({ readonly kind: 'power-law' } & PowerLaw)
  | ({ readonly kind: 'nfw' } & Nfw)
  | ({ readonly kind: 'point-mass'; readonly einsteinRadiusArcsec: number } & Placed)
  | { readonly kind: 'shear'; readonly gamma1: number; readonly gamma2: number }

/** Something that shines; `magnitude` is AB, of all of its light, without any lens. */
export type LightModel =
  | ({
      readonly kind: 'sersic'
      readonly magnitude: number
      readonly radiusArcsec: number
      readonly index: number
      readonly e1: number
      readonly e2: number
    } & Placed)
  /** A galaxy's image (FITS or NPY). */
  | ({
      readonly kind: 'image'
      readonly file: string
      readonly pixelScaleArcsec: number
      readonly magnitude: number
      readonly rotationDegrees: number
    } & Placed)

/**
 * `common`: HR in the LR's unit, counts a second and LR pixel at the LR's zero point. `counts`: each image in counts a
 * second of its own camera's pixels. `per-image`: each image stretched from its least to its largest value onto 0 to 1.
 */
export type ValueRule = 'common' | 'counts' | 'per-image'

/** A camera whose numbers may differ from sample to sample. */
export type DrawableCamera = Drawable<Omit<Camera, 'psf' | 'zeroPointMag'>> & {
  readonly psf: Drawable<Psf>
  readonly zeroPointMag: number
}

/** Everything that defines a simulated data set but its seed. Ellipticities and radii are lenstronomy's, angles arcsec. */
export interface SimulationConfig {
  /** `pairs`: LR and HR. `single`: the HR camera's image alone. */
  readonly products: 'pairs' | 'single'
  /** Side of the HR image; LR has hrPixels / factor. */
  readonly hrPixels: number
  readonly factor: number
  readonly hrPixelScaleArcsec: number
  /** Rays a side of an HR pixel. */
  readonly subsampling: number
  readonly cosmology: Cosmology
  readonly distances: DistanceRule
  readonly zLens: number
  readonly zSource: number
  readonly deflectors: readonly Drawable<DeflectorModel>[]
  readonly sources: readonly Drawable<LightModel>[]
  readonly lensLight: readonly Drawable<LightModel>[]
  /** Sample i has class i modulo their number, so that classes are balanced. */
  readonly substructure: readonly Drawable<Substructure>[]
  readonly lr: DrawableCamera
  readonly hr: DrawableCamera
  /** Where the HR's content lies relative to the LR's, HR pixels, to the right and up. */
  readonly offset: { readonly x: Distribution; readonly y: Distribution }
  readonly values: ValueRule
}
