import { AppError } from '../domain/errors.ts'

/** A flat universe of matter and a cosmological constant. */
export interface Cosmology {
  /** km/s/Mpc. */
  readonly hubbleConstant: number
  readonly omegaMatter: number
}

/**
 * `angular`: angular diameter distances, as lensing asks for. `published`: luminosity distances, with D_LS taken as
 * their difference, as in the code behind the study's data (DeepLenseSim): radii come out smaller by a quarter.
 */
export type DistanceRule = 'angular' | 'published'

const speedOfLightKmS = 299_792.458
/** 4 G M_sun / c^2 in Mpc: IAU 2015 nominal GM_sun, 1.3271244e20 m^3/s^2, and Mpc of 3.085677581491367e22 m. */
const einsteinLengthMpc = (4 * 1.3271244e20) / (speedOfLightKmS * 1e3) ** 2 / 3.085677581491367e22
const arcsecPerRadian = (180 * 3600) / Math.PI

/** Line-of-sight comoving distance, Mpc: c / H0 times the integral of 1 / E(z), by Simpson's rule; 1e-9 up to z = 10. */
export function comovingDistanceMpc(z: number, { hubbleConstant, omegaMatter }: Cosmology): number {
  const inverseE = (at: number): number => 1 / Math.sqrt(omegaMatter * (1 + at) ** 3 + 1 - omegaMatter)
  const steps = 1000
  const step = z / steps
  let sum = inverseE(0) + inverseE(z)
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * inverseE(i * step)
  return ((speedOfLightKmS / hubbleConstant) * sum * step) / 3
}

/**
 * Einstein radius of a point mass of one solar mass, arcsec: theta_E^2 = 4 G M / c^2 D_LS / (D_L D_S); a mass M has
 * sqrt(M) times it. Throws `bad-input` unless 0 < zLens < zSource and the universe is possible.
 */
export function solarEinsteinRadiusArcsec(
  zLens: number,
  zSource: number,
  cosmology: Cosmology,
  rule: DistanceRule = 'angular',
): number {
  const { hubbleConstant, omegaMatter } = cosmology
  if (!(zLens > 0 && zSource > zLens && zSource <= 20)) {
    throw new AppError('bad-input', `The source (z = ${zSource}) must lie behind the lens (z = ${zLens}), up to 20.`, {
      zLens,
      zSource,
    })
  }
  if (!(hubbleConstant > 0) || !(omegaMatter > 0 && omegaMatter <= 1)) {
    throw new AppError('bad-input', 'The Hubble constant must be positive, Omega_m between 0 and 1.', { ...cosmology })
  }
  const toLens = comovingDistanceMpc(zLens, cosmology)
  const toSource = comovingDistanceMpc(zSource, cosmology)
  const ratio =
    rule === 'angular'
      ? // D_LS / (D_L D_S) with D = comoving / (1 + z); the factors of the source cancel.
        ((toSource - toLens) * (1 + zLens)) / (toLens * toSource)
      : 1 / (toLens * (1 + zLens)) - 1 / (toSource * (1 + zSource))
  return Math.sqrt(einsteinLengthMpc * ratio) * arcsecPerRadian
}
