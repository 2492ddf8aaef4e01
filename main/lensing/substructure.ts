import { AppError } from '../domain/errors.ts'
import type { Random } from '../domain/random.ts'
import type { PointMasses } from './pointMasses.ts'

/** A lens without substructure. */
export interface NoSubstructure {
  readonly kind: 'none'
  readonly label: string
}

/** Subhalos of cold dark matter as point masses around the lens. */
export interface CdmSubhalos {
  readonly kind: 'cdm'
  readonly label: string
  /** Their number, or its mean where it is drawn from a Poisson distribution. */
  readonly count: number
  readonly countRule: 'fixed' | 'poisson'
  /** Solar masses. */
  readonly massMin: number
  readonly massMax: number
  /** dN/dM goes as M^slope. */
  readonly slope: number
  /** Distances from the centre are even in this range, arcsec. */
  readonly radiusMinArcsec: number
  readonly radiusMaxArcsec: number
}

/** A vortex of axion dark matter: mass spread evenly over points on a line of a random direction. */
export interface AxionVortex {
  readonly kind: 'vortex'
  readonly label: string
  /** Solar masses. */
  readonly mass: number
  readonly points: number
  /** log10 of the axion's mass in eV. */
  readonly log10AxionMassEv: number
  /** The line's half-length at 1e-22 eV; it falls as 1 / mass. */
  readonly halfLengthArcsec: number
  readonly xArcsec: number
  readonly yArcsec: number
}

export type Substructure = NoSubstructure | CdmSubhalos | AxionVortex

/** More subhalos or points than this are a slip of a digit. */
const maxPoints = 10_000

/**
 * The point masses of one sample, none for a smooth lens. `solarEinsteinRadiusArcsec` is the Einstein radius of one
 * solar mass. Throws `bad-input` for numbers that make no population.
 */
export function drawSubstructure(
  substructure: Substructure,
  solarEinsteinRadiusArcsec: number,
  random: Random,
): PointMasses {
  switch (substructure.kind) {
    case 'none':
      return pointMasses([], [], [])
    case 'cdm':
      return drawSubhalos(substructure, solarEinsteinRadiusArcsec, random)
    case 'vortex':
      return drawVortex(substructure, solarEinsteinRadiusArcsec, random)
  }
}

function drawSubhalos(subhalos: CdmSubhalos, solarRadius: number, random: Random): PointMasses {
  const { count, countRule, massMin, massMax, radiusMinArcsec, radiusMaxArcsec } = subhalos
  check(
    count >= 0 && count <= maxPoints && massMin > 0 && massMax >= massMin && Number.isFinite(massMax),
    `There can be 0 to ${maxPoints} subhalos of positive masses, the least not above the largest.`,
    subhalos,
  )
  check(
    radiusMinArcsec >= 0 && radiusMaxArcsec >= radiusMinArcsec && Number.isFinite(radiusMaxArcsec),
    'Subhalos need a range of distances from 0 on, the least not above the largest.',
    subhalos,
  )
  const number = countRule === 'poisson' ? random.poisson(count) : Math.round(count)
  const x: number[] = []
  const y: number[] = []
  const radii: number[] = []
  for (let i = 0; i < number; i++) {
    const mass = powerLawMass(subhalos, random.uniform())
    const distance = radiusMinArcsec + random.uniform() * (radiusMaxArcsec - radiusMinArcsec)
    const angle = 2 * Math.PI * random.uniform()
    x.push(distance * Math.cos(angle))
    y.push(distance * Math.sin(angle))
    radii.push(solarRadius * Math.sqrt(mass))
  }
  return pointMasses(x, y, radii)
}

/** The mass below which a share `uniform` of dN/dM ~ M^slope lies. */
function powerLawMass({ massMin, massMax, slope }: CdmSubhalos, uniform: number): number {
  const power = slope + 1
  if (Math.abs(power) < 1e-9) return massMin * (massMax / massMin) ** uniform
  const low = massMin ** power
  return (low + uniform * (massMax ** power - low)) ** (1 / power)
}

function drawVortex(vortex: AxionVortex, solarRadius: number, random: Random): PointMasses {
  const { mass, log10AxionMassEv, halfLengthArcsec, xArcsec, yArcsec } = vortex
  const points = Math.round(vortex.points)
  check(
    points >= 2 && points <= maxPoints && mass >= 0 && Number.isFinite(mass),
    `A vortex needs a mass from 0 on, spread over 2 to ${maxPoints} points.`,
    vortex,
  )
  check(
    log10AxionMassEv >= -30 && log10AxionMassEv <= -15 && halfLengthArcsec >= 0 && halfLengthArcsec <= 100,
    'A vortex needs an axion mass of 1e-30 to 1e-15 eV and a half-length of 0 to 100" at 1e-22 eV.',
    vortex,
  )
  const half = halfLengthArcsec * 10 ** (-22 - log10AxionMassEv)
  const angle = 2 * Math.PI * random.uniform()
  const at = Array.from({ length: points }, (_, i) => half * ((2 * i) / (points - 1) - 1))
  return pointMasses(
    at.map(along => xArcsec + along * Math.cos(angle)),
    at.map(along => yArcsec + along * Math.sin(angle)),
    at.map(() => solarRadius * Math.sqrt(mass / points)),
  )
}

function pointMasses(x: number[], y: number[], radii: number[]): PointMasses {
  return {
    xArcsec: Float64Array.from(x),
    yArcsec: Float64Array.from(y),
    einsteinRadiusArcsec: Float64Array.from(radii),
  }
}

function check(isPossible: boolean, message: string, substructure: Substructure): void {
  if (!isPossible) throw new AppError('bad-input', message, { ...substructure })
}
