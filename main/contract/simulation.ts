import { z } from 'zod'
import { fixedQuantity, quantity } from './draw.ts'

/*
 * Everything that defines a simulated data set. Conventions are lenstronomy's: ellipticity components e1, e2; Einstein radii
 * of elliptical lenses by the area of their critical curve; R_e the geometric mean of the half-light ellipse's axes.
 */

const x = quantity({ label: 'Position x', unit: 'arcsec', min: -100, max: 100 })
const y = quantity({ label: 'Position y', unit: 'arcsec', min: -100, max: 100 })
const e1 = quantity({ label: 'Ellipticity e1', min: -0.9, max: 0.9 })
const e2 = quantity({ label: 'Ellipticity e2', min: -0.9, max: 0.9 })
const einsteinRadius = quantity({ label: 'Einstein radius', unit: 'arcsec', min: 0, max: 100 })
const place = { xArcsec: x, yArcsec: y }
const file = z.string().min(1).max(4096).describe('full path of a FITS or NPY file')

/** The masses that deflect, each a profile of lenstronomy. */
export const deflectorSchemas = {
  sie: z.strictObject({ kind: z.literal('sie'), einsteinRadiusArcsec: einsteinRadius, e1, e2, ...place }),
  sis: z.strictObject({ kind: z.literal('sis'), einsteinRadiusArcsec: einsteinRadius, ...place }),
  'power-law': z.strictObject({
    kind: z.literal('power-law'),
    einsteinRadiusArcsec: einsteinRadius,
    slope: quantity({ label: 'Slope', helper: 'of the density; 2: isothermal', min: 1.1, max: 2.9 }),
    e1,
    e2,
    ...place,
  }),
  nfw: z.strictObject({
    kind: z.literal('nfw'),
    scaleRadiusArcsec: quantity({ label: 'Scale radius', unit: 'arcsec', min: 0.001, max: 1000 }),
    scaleDeflectionArcsec: quantity({
      label: 'Deflection',
      unit: 'arcsec',
      helper: 'at the scale radius',
      min: 0,
      max: 100,
    }),
    e1: quantity({ label: 'Ellipticity e1', helper: 'of the potential', min: -0.49, max: 0.49 }),
    e2: quantity({ label: 'Ellipticity e2', helper: 'of the potential', min: -0.49, max: 0.49 }),
    ...place,
  }),
  'point-mass': z.strictObject({ kind: z.literal('point-mass'), einsteinRadiusArcsec: einsteinRadius, ...place }),
  shear: z.strictObject({
    kind: z.literal('shear'),
    gamma1: quantity({ label: 'Shear gamma1', min: -1, max: 1 }),
    gamma2: quantity({ label: 'Shear gamma2', min: -1, max: 1 }),
  }),
} as const

const magnitude = quantity({ label: 'Magnitude', unit: 'AB', helper: 'of all its light, unlensed', min: -10, max: 50 })

/** What shines: sources behind the lens, and the light of the lens. */
export const lightSchemas = {
  sersic: z.strictObject({
    kind: z.literal('sersic'),
    magnitude,
    radiusArcsec: quantity({ label: 'Half-light radius', unit: 'arcsec', min: 0.001, max: 100 }),
    index: quantity({ label: 'Sersic index', min: 0.5, max: 10 }),
    e1,
    e2,
    ...place,
  }),
  image: z.strictObject({
    kind: z.literal('image'),
    file,
    pixelScaleArcsec: quantity({ label: 'Pixel scale', unit: 'arcsec', helper: 'of the image', min: 0.0001, max: 10 }),
    magnitude,
    rotationDegrees: quantity({ label: 'Rotation', unit: 'deg', min: -360, max: 360 }),
    ...place,
  }),
} as const

const label = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[\w .+-]+$/, 'a label has letters, digits, spaces, and . + - _ only')
const mass = { min: 0, max: 1e16, unit: 'solar masses' } as const

/** Classes of substructure. */
export const substructureSchemas = {
  none: z.strictObject({ kind: z.literal('none'), label }),
  cdm: z.strictObject({
    kind: z.literal('cdm'),
    label,
    count: quantity({ label: 'Subhalos', min: 0, max: 10_000 }),
    countRule: z.enum(['fixed', 'poisson']),
    massMin: quantity({ label: 'Least mass', ...mass, min: 1 }),
    massMax: quantity({ label: 'Largest mass', ...mass, min: 1 }),
    slope: quantity({ label: 'Slope', helper: 'of dN/dM', min: -10, max: 10 }),
    radiusMinArcsec: quantity({ label: 'Nearest', unit: 'arcsec', helper: 'to the centre', min: 0, max: 100 }),
    radiusMaxArcsec: quantity({ label: 'Farthest', unit: 'arcsec', helper: 'from the centre', min: 0, max: 100 }),
  }),
  vortex: z.strictObject({
    kind: z.literal('vortex'),
    label,
    mass: quantity({ label: 'Mass', ...mass }),
    points: quantity({ label: 'Points', helper: 'on the line', min: 2, max: 10_000 }),
    log10AxionMassEv: quantity({ label: 'log10 axion mass', unit: 'eV', min: -30, max: -15 }),
    halfLengthArcsec: quantity({ label: 'Half-length', unit: 'arcsec', helper: 'at 1e-22 eV', min: 0, max: 100 }),
    ...place,
  }),
} as const

const fwhm = quantity({ label: 'PSF FWHM', unit: 'arcsec', min: 0, max: 10 })

export const psfSchemas = {
  gaussian: z.strictObject({ kind: z.literal('gaussian'), fwhmArcsec: fwhm }),
  moffat: z.strictObject({
    kind: z.literal('moffat'),
    fwhmArcsec: fwhm,
    beta: quantity({ label: 'Moffat beta', min: 1.1, max: 50 }),
  }),
  airy: z.strictObject({
    kind: z.literal('airy'),
    wavelengthNm: quantity({ label: 'Wavelength', unit: 'nm', min: 10, max: 1e6 }),
    diameterM: quantity({ label: 'Mirror', unit: 'm', min: 0.01, max: 1000 }),
    obscuration: quantity({ label: 'Obscuration', helper: 'of the diameter', min: 0, max: 0.95 }),
  }),
  image: z.strictObject({ kind: z.literal('image'), file }),
} as const

const { gaussian, moffat, airy, image } = psfSchemas

export const cameraSchema = z.strictObject({
  psf: z.discriminatedUnion('kind', [gaussian, moffat, airy, image]),
  zeroPointMag: fixedQuantity(z.number().min(-50).max(50), {
    label: 'Zero point',
    unit: 'AB',
    helper: 'magnitude of 1 ct/s',
  }),
  backgroundRms: quantity({ label: 'Background rms', unit: 'ct/s', helper: 'in one of its pixels', min: 0 }),
  exposureSeconds: quantity({ label: 'Exposure', unit: 's', helper: '0: no Poisson noise', min: 0, max: 1e15 }),
})

const { sie, sis, 'power-law': powerLaw, nfw, 'point-mass': pointMass, shear } = deflectorSchemas
const light = z.discriminatedUnion('kind', [lightSchemas.sersic, lightSchemas.image])
const { none, cdm, vortex } = substructureSchemas

export const simulationSchema = z.strictObject({
  products: z.enum(['pairs', 'single']).describe('LR and HR, or the HR camera alone'),
  hrPixels: fixedQuantity(z.number().int().min(16).max(1024), { label: 'HR image side', unit: 'px' }),
  factor: fixedQuantity(z.number().int().min(2).max(8), { label: 'Factor', helper: 'LR pixel over HR pixel' }),
  hrPixelScaleArcsec: fixedQuantity(z.number().min(0.001).max(10), { label: 'HR pixel scale', unit: 'arcsec' }),
  subsampling: fixedQuantity(z.number().int().min(1).max(8), {
    label: 'Subsampling',
    helper: 'rays a side of an HR pixel',
  }),
  cosmology: z.strictObject({
    hubbleConstant: fixedQuantity(z.number().min(10).max(200), { label: 'Hubble constant', unit: 'km/s/Mpc' }),
    omegaMatter: fixedQuantity(z.number().min(0.01).max(1), { label: 'Omega matter' }),
  }),
  distances: z.enum(['angular', 'published']).describe('angular diameter distances, or the shortcut of the study'),
  zLens: fixedQuantity(z.number().min(0.001).max(20), { label: 'Lens redshift' }),
  zSource: fixedQuantity(z.number().min(0.001).max(20), { label: 'Source redshift' }),
  deflectors: z
    .array(z.discriminatedUnion('kind', [sie, sis, powerLaw, nfw, pointMass, shear]))
    .max(50)
    .readonly(),
  sources: z.array(light).max(50).readonly(),
  lensLight: z.array(light).max(50).readonly(),
  substructure: z
    .array(z.discriminatedUnion('kind', [none, cdm, vortex]))
    .min(1)
    .max(20)
    .readonly(),
  lr: cameraSchema,
  hr: cameraSchema,
  offset: z.strictObject({
    x: quantity({ label: 'HR offset x', unit: 'HR px', helper: 'to the right', min: -64, max: 64 }),
    y: quantity({ label: 'HR offset y', unit: 'HR px', helper: 'upwards', min: -64, max: 64 }),
  }),
  values: z.enum(['common', 'counts', 'per-image']),
})
export type Simulation = z.infer<typeof simulationSchema>
