import type { Simulation } from '../../../main/contract/simulate.ts'
import { deflectorSchemas, lightSchemas, psfSchemas, substructureSchemas } from '../../../main/contract/simulation.ts'
import { t } from '../../text/t.ts'
import type { PartField } from './fields.ts'
import { fieldsOf } from './fields.ts'

export type Deflector = Simulation['deflectors'][number]
export type Light = Simulation['sources'][number]
export type Substructure = Simulation['substructure'][number]
export type Psf = Simulation['lr']['psf']

/** What the form knows of a kind of part: its name, its fields, and one to begin with. */
export interface PartKind<Part extends { readonly kind: string }> {
  readonly title: string
  readonly fields: readonly PartField[]
  readonly first: Part
}

export type PartKinds<Part extends { readonly kind: string }> = Readonly<Record<Part['kind'], PartKind<Part>>>

const centre = { xArcsec: 0, yArcsec: 0 } as const
const round = { e1: 0, e2: 0 } as const

export const DEFLECTORS: PartKinds<Deflector> = {
  sie: {
    title: t.simulate.singularIsothermalEllipsoidSIE,
    fields: fieldsOf(deflectorSchemas.sie),
    first: { kind: 'sie', einsteinRadiusArcsec: 1.2, ...round, ...centre },
  },
  sis: {
    title: t.simulate.singularIsothermalSphereSIS,
    fields: fieldsOf(deflectorSchemas.sis),
    first: { kind: 'sis', einsteinRadiusArcsec: 0.3, ...centre },
  },
  'power-law': {
    title: t.simulate.ellipticalPowerLaw,
    fields: fieldsOf(deflectorSchemas['power-law']),
    first: { kind: 'power-law', einsteinRadiusArcsec: 1.2, slope: 2, ...round, ...centre },
  },
  nfw: {
    title: t.simulate.nfwHalo,
    fields: fieldsOf(deflectorSchemas.nfw),
    first: { kind: 'nfw', scaleRadiusArcsec: 5, scaleDeflectionArcsec: 1, ...round, ...centre },
  },
  'point-mass': {
    title: t.simulate.pointMass,
    fields: fieldsOf(deflectorSchemas['point-mass']),
    first: { kind: 'point-mass', einsteinRadiusArcsec: 0.1, ...centre },
  },
  shear: {
    title: t.simulate.externalShear,
    fields: fieldsOf(deflectorSchemas.shear),
    first: { kind: 'shear', gamma1: 0.05, gamma2: 0 },
  },
}

export const LIGHTS: PartKinds<Light> = {
  sersic: {
    title: t.simulate.sersicProfile,
    fields: fieldsOf(lightSchemas.sersic),
    first: { kind: 'sersic', magnitude: 23, radiusArcsec: 0.25, index: 1, ...round, ...centre },
  },
  image: {
    title: t.simulate.imageOfAGalaxy,
    fields: fieldsOf(lightSchemas.image),
    first: { kind: 'image', file: '', pixelScaleArcsec: 0.03, magnitude: 23, rotationDegrees: 0, ...centre },
  },
}

export const SUBSTRUCTURE: PartKinds<Substructure> = {
  none: { title: t.simulate.none, fields: fieldsOf(substructureSchemas.none), first: { kind: 'none', label: 'no' } },
  cdm: {
    title: t.simulate.coldDarkMatterSubhalos,
    fields: fieldsOf(substructureSchemas.cdm),
    first: {
      kind: 'cdm',
      label: 'sphere',
      count: 25,
      countRule: 'poisson',
      massMin: 1e6,
      massMax: 1e10,
      slope: -0.9,
      radiusMinArcsec: 0.25,
      radiusMaxArcsec: 2,
    },
  },
  vortex: {
    title: t.simulate.axionDarkMatterAVortex,
    fields: fieldsOf(substructureSchemas.vortex),
    first: {
      kind: 'vortex',
      label: 'vort',
      mass: 3e10,
      points: 100,
      log10AxionMassEv: { min: -24, max: -22 },
      halfLengthArcsec: 0.03,
      ...centre,
    },
  },
}

export const PSFS: PartKinds<Psf> = {
  gaussian: {
    title: t.simulate.gaussian,
    fields: fieldsOf(psfSchemas.gaussian),
    first: { kind: 'gaussian', fwhmArcsec: 0.1 },
  },
  moffat: {
    title: t.simulate.moffat,
    fields: fieldsOf(psfSchemas.moffat),
    first: { kind: 'moffat', fwhmArcsec: 0.8, beta: 3 },
  },
  airy: {
    title: t.simulate.airyDiffraction,
    fields: fieldsOf(psfSchemas.airy),
    first: { kind: 'airy', wavelengthNm: 814, diameterM: 2.4, obscuration: 0.33 },
  },
  image: {
    title: t.simulate.anImageOnHRPixels,
    fields: fieldsOf(psfSchemas.image),
    first: { kind: 'image', file: '' },
  },
}
