import type { FloatImage } from '../../../main/domain/image.ts'
import type { Wcs } from '../../../main/domain/wcs/types.ts'

/** What goes with an image besides its values. */
export interface ImageExtras {
  readonly wcs?: Wcs | undefined
  readonly error?: FloatImage | undefined
  readonly mask?: FloatImage | undefined
}

export interface SampleExtras {
  readonly lr: ImageExtras
  readonly hr: ImageExtras
  /** Of images that are made from the LR: on its grid, refined by the factor. */
  readonly sr: ImageExtras
  /** Why there are no sky coordinates, where the headers have some that cannot be used. */
  readonly problem: string | null
}

export const NO_EXTRAS: SampleExtras = { lr: {}, hr: {}, sr: {}, problem: null }
