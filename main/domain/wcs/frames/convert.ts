import { AppError } from '../../errors.ts'
import type { SkyFrame, SkyPosition } from '../types.ts'
import { fk4ToJ2000, newcombPrecession, withETerms, withoutETerms } from './fk4.ts'
import { icrsToEcliptic, precessionFromJ2000 } from './iau2006.ts'
import { apply, type Matrix3, multiply, positionOf, product, rotation, transpose, vectorOf } from './vector.ts'

/** The same direction in another frame, a function for many positions. Errors are those of `convertSky`. */
export function skyConverter(from: SkyFrame, to: SkyFrame): (position: SkyPosition) => SkyPosition {
  const [start, end] = [from, to].map(definite)
  if (start.frame === end.frame && start.equinox === end.equinox) return position => position
  const matrix = matrixBetween(start, end)
  return position => {
    const v = vectorOf(position)
    const turned = apply(matrix, start.frame === 'fk4' ? withoutETerms(v, start.equinox) : v)
    return positionOf(end.frame === 'fk4' ? withETerms(turned, end.equinox) : turned)
  }
}

/**
 * The same direction in another celestial frame, without proper motion: ICRS; FK5 and the mean ecliptic of any equinox
 * (IAU 2006; J2000 unless given); FK4 with its E-terms (B1950 unless given; epoch and equinox are the same); galactic.
 * Constants are those of astropy, and the ecliptic its barycentric mean one. Throws `bad-input` for an impossible equinox.
 */
export function convertSky(position: SkyPosition, from: SkyFrame, to: SkyFrame): SkyPosition {
  return skyConverter(from, to)(position)
}

interface DefiniteFrame extends SkyFrame {
  readonly equinox: number
}

function definite({ frame, equinox }: SkyFrame): DefiniteFrame {
  if (frame === 'icrs' || frame === 'galactic') return { frame, equinox: 2000 }
  const year = equinox ?? (frame === 'fk4' ? 1950 : 2000)
  if (year > 1500 && year < 2500) return { frame, equinox: year }
  throw new AppError('bad-input', `An equinox lies between the years 1500 and 2500, not at ${year}.`, { equinox })
}

function matrixBetween(from: DefiniteFrame, to: DefiniteFrame): Matrix3 {
  if (from.frame === 'fk4' && to.frame === 'fk4') return newcombPrecession(from.equinox, to.equinox)
  // The galactic frame was defined in FK4, and that way is direct.
  if (from.frame === 'fk4' && to.frame === 'galactic') return fk4ToGalactic(from.equinox)
  if (from.frame === 'galactic' && to.frame === 'fk4') return transpose(fk4ToGalactic(to.equinox))
  return multiply(fromJ2000(to), toJ2000(from))
}

/** Murray's matrix is inverted by transposition, Newcomb's precession by exchange of its equinoxes, as in astropy. */
function fromJ2000(to: DefiniteFrame): Matrix3 {
  if (to.frame !== 'fk4') return transpose(toJ2000(to))
  return multiply(newcombPrecession(1950, to.equinox), transpose(fk4ToJ2000(to.equinox)))
}

/** To the mean equator and equinox of J2000 in FK5. */
function toJ2000({ frame, equinox }: DefiniteFrame): Matrix3 {
  if (frame === 'icrs') return ICRS_TO_J2000
  if (frame === 'fk5') return transpose(precessionFromJ2000(equinox))
  if (frame === 'galactic') return transpose(galacticFrom(192.8594812065348, 27.12825118085622, 122.9319185680026))
  if (frame === 'ecliptic') return multiply(ICRS_TO_J2000, transpose(icrsToEcliptic(equinox)))
  return multiply(fk4ToJ2000(equinox), newcombPrecession(equinox, 1950))
}

/** FK5's axes in ICRS (USNO Circular 179, sec. 3.5), in degrees from milliarcseconds. */
const ICRS_TO_J2000 = product(rotation(19.9 / 3.6e6, 'x'), rotation(9.1 / 3.6e6, 'y'), rotation(-22.9 / 3.6e6, 'z'))

/** From the B1950 definition of galactic coordinates (Blaauw et al. 1960, MNRAS 121, 123). */
function fk4ToGalactic(equinox: number): Matrix3 {
  return multiply(galacticFrom(192.25, 27.4, 123), newcombPrecession(equinox, 1950))
}

/** From right ascension and declination of the galactic pole, and galactic longitude of the celestial one, in degrees. */
function galacticFrom(poleLon: number, poleLat: number, lon0: number): Matrix3 {
  return product(rotation(180 - lon0, 'z'), rotation(90 - poleLat, 'y'), rotation(poleLon, 'z'))
}
