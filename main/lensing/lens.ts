import { AppError } from '../domain/errors.ts'
import type { Brightness } from './brightness.ts'
import type { DeflectorModel, LightModel } from './config.ts'
import type { Deflector } from './deflector.ts'
import { imageBrightness } from './imageSource.ts'
import { type ImageSet, imageOf } from './images.ts'
import { nfwDeflector } from './nfw.ts'
import { pointMassDeflector } from './pointMasses.ts'
import { powerLawDeflector } from './powerLaw.ts'
import { sersicBrightness, sersicFlux } from './sersic.ts'
import { shearDeflector } from './shear.ts'
import { sieDeflector } from './sie.ts'

/** A deflector's function. Throws `bad-input` for values that make no lens. */
export function deflectorOf(model: DeflectorModel): Deflector {
  if ('einsteinRadiusArcsec' in model && !(model.einsteinRadiusArcsec >= 0)) {
    throw new AppError('bad-input', `An Einstein radius must be 0 or more, not ${model.einsteinRadiusArcsec}".`)
  }
  switch (model.kind) {
    case 'sie':
      return sieDeflector({ ...model, centreXArcsec: model.xArcsec, centreYArcsec: model.yArcsec })
    case 'sis':
      return sieDeflector({ ...model, e1: 0, e2: 0, centreXArcsec: model.xArcsec, centreYArcsec: model.yArcsec })
    case 'power-law':
      return powerLawDeflector(model)
    case 'nfw':
      return nfwDeflector(model)
    case 'point-mass':
      return pointMassDeflector({
        xArcsec: Float64Array.of(model.xArcsec),
        yArcsec: Float64Array.of(model.yArcsec),
        einsteinRadiusArcsec: Float64Array.of(model.einsteinRadiusArcsec),
      })
    case 'shear':
      return shearDeflector(model.gamma1, model.gamma2)
  }
}

/** Surface brightness of a light of this total flux, per square arcsec. */
export function brightnessOf(light: LightModel, flux: number, images: ImageSet): Brightness {
  if (light.kind === 'image') return imageBrightness({ ...light, flux, image: imageOf(light.file, images) })
  const { radiusArcsec, index, e1, e2, xArcsec, yArcsec } = light
  const shape = { radiusArcsec, index, e1, e2, centreXArcsec: xArcsec, centreYArcsec: yArcsec }
  return sersicBrightness({ ...shape, amplitude: flux / sersicFlux({ ...shape, amplitude: 1 }) })
}
