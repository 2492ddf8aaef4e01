import { AppError } from '../../domain/errors.ts'
import { celestialWcs, formatSky, orientation } from '../../domain/wcs/index.ts'
import type { CelestialFrame } from '../../domain/wcs/types.ts'

/** Where on the sky the middle of an image lies, in the header's own frame, and how the image is turned there. */
export interface SkyDescription {
  readonly projection: string
  readonly frame: CelestialFrame
  /** Years; null where the frame has none. */
  readonly equinox: number | null
  /** Degrees. */
  readonly centre: { readonly lon: number; readonly lat: number }
  /** The centre in writing, to a tenth of a pixel. */
  readonly position: string
  readonly pixelScaleArcsec: number
  /** Directions from the x axis towards the y axis, degrees; null where the image ends within a pixel of its middle. */
  readonly northDeg: number | null
  readonly eastDeg: number | null
}

/** Null where the header gives no sky position to the middle of the image; `problem` says why, where it should. */
export function describeSky(
  cards: readonly string[],
  size: { readonly width: number; readonly height: number },
): { readonly sky: SkyDescription | null; readonly skyProblem: string | null } {
  try {
    const wcs = celestialWcs(cards)
    const middle = { x: (size.width - 1) / 2, y: (size.height - 1) / 2 }
    const centre = wcs?.pixelToSky(middle)
    if (!wcs || !centre) return { sky: null, skyProblem: null }
    const { projection, frame, equinox, pixelScaleArcsec } = wcs
    const { northDeg = null, eastDeg = null } = orientation(wcs, middle) ?? {}
    const position = formatSky(centre, frame, 'sexagesimal', pixelScaleArcsec)
    return {
      sky: { projection, frame, equinox, centre, position, pixelScaleArcsec, northDeg, eastDeg },
      skyProblem: null,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { sky: null, skyProblem: error.message }
  }
}
