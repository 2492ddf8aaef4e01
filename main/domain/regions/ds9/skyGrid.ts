import { convertSky } from '../../wcs/index.ts'
import type { PixelPosition, Wcs } from '../../wcs/types.ts'
import type { SkyGrid, SkySystem } from './sky.ts'

const frameOf = (system: SkySystem) => ({ frame: system, equinox: system === 'fk5' ? 2000 : null })

/**
 * The sky of an image, on the reference grid whose pixels are 1 / `scale` of its own and that shares its lower left
 * corner. FK5 is that of J2000.
 */
export function skyGridOf(wcs: Wcs, scale: number): SkyGrid {
  const own = { frame: wcs.frame, equinox: wcs.equinox }
  const toReference = ({ x, y }: PixelPosition) => ({ x: (x + 0.5) * scale - 0.5, y: (y + 0.5) * scale - 0.5 })
  const toImage = ({ x, y }: PixelPosition) => ({ x: (x + 0.5) / scale - 0.5, y: (y + 0.5) / scale - 0.5 })
  return {
    pixelScaleArcsec: wcs.pixelScaleArcsec / scale,
    toPixel: (system, lon, lat) => {
      const pixel = wcs.skyToPixel(convertSky({ lon, lat }, frameOf(system), own))
      return pixel && toReference(pixel)
    },
    toSky: (system, pixel) => {
      const sky = wcs.pixelToSky(toImage(pixel))
      return sky && convertSky(sky, own, frameOf(system))
    },
  }
}
