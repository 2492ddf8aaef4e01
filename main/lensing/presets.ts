import type { SimulationConfig } from './config.ts'
import { solarEinsteinRadiusArcsec } from './cosmology.ts'
import type { Distribution } from './draw.ts'
import { acsNoise, hscWide, hstAcs, type Instrument } from './instruments.ts'
import { sersicFlux } from './sersic.ts'

/** A named starting point. */
export interface SimulationPreset {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly simulation: SimulationConfig
}

/** Magnitude that has 1 count a second where no camera says otherwise. */
const plainZeroPointMag = 25

/** Flat LCDM, the lens at 0.5, the source at 1: the study's. */
const universe = {
  cosmology: { hubbleConstant: 70, omegaMatter: 0.3 },
  distances: 'angular',
  zLens: 0.5,
  zSource: 1,
} as const

const even = (half: number): Distribution => ({ min: -half, max: half })
const centred = { xArcsec: 0, yArcsec: 0 } as const
const noOffset = { x: 0, y: 0 } as const
const magnitudeOf = (flux: number): number => plainZeroPointMag - 2.5 * Math.log10(flux)
const noiseless = { backgroundRms: 0, exposureSeconds: 0 } as const

/**
 * The classes of Model I as the study labels them. Subhalos have dN/dM as M^-0.9, which the code behind the study draws: with
 * the M^-1.9 of its text nearly all of the 25 are so light that no image shows them.
 */
export const substructureClasses = {
  none: { kind: 'none', label: 'no' },
  cdm: {
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
  vortex: {
    kind: 'vortex',
    label: 'vort',
    mass: 3e10,
    points: 100,
    log10AxionMassEv: { min: -24, max: -22 },
    halfLengthArcsec: 0.03,
    ...centred,
  },
} as const

/** An exponential source as the study has it, of this flux in counts a second. */
const studySource = (flux: number) =>
  ({
    kind: 'sersic',
    magnitude: Number(magnitudeOf(flux).toFixed(3)),
    radiusArcsec: 0.25,
    index: 1,
    e1: -0.1,
    e2: 0.1,
    xArcsec: even(0.35),
    yArcsec: even(0.35),
  }) as const

const studyCamera = {
  psf: { kind: 'gaussian', fwhmArcsec: 0.087 },
  zeroPointMag: plainZeroPointMag,
  backgroundRms: 0.01,
  exposureSeconds: { log10Min: 3, log10Max: 3.5 },
} as const

/**
 * The reference study's paired simulation without substructure: SIE of 1.28" with external shear, an exponential
 * source, 75 px of 0.05" (LR) and 150 px of 0.025" (HR), Gaussian PSF of 0.087" FWHM, background rms 0.01, exposure
 * 10^3 to 10^3.5 s. The source flux puts the brightest LR pixel at a signal-to-noise of about 20.
 */
export const studyPair: SimulationConfig = {
  ...universe,
  products: 'pairs',
  hrPixels: 150,
  factor: 2,
  hrPixelScaleArcsec: 0.025,
  subsampling: 2,
  deflectors: [
    { kind: 'sie', einsteinRadiusArcsec: 1.28, e1: 0.1, e2: 0, ...centred },
    { kind: 'shear', gamma1: 0.05, gamma2: 0 },
  ],
  sources: [studySource(20)],
  lensLight: [],
  substructure: [substructureClasses.none],
  lr: studyCamera,
  hr: { ...studyCamera, ...noiseless },
  offset: noOffset,
  values: 'common',
}

/**
 * Ground to space: LR as a ground-based survey sees lenses (64 px of 0.168", seeing 0.7", sky noise), HR twice as fine,
 * as sharp as its pixels allow and without noise. Rings of 1.2" to 2.2" around the centre, sources of many shapes.
 */
export const groundToSpace: SimulationConfig = {
  ...universe,
  products: 'pairs',
  hrPixels: 128,
  factor: 2,
  hrPixelScaleArcsec: 0.084,
  subsampling: 2,
  deflectors: [
    { kind: 'sie', einsteinRadiusArcsec: { min: 1.2, max: 2.2 }, e1: even(0.2), e2: even(0.2), ...centred },
    { kind: 'shear', gamma1: { mean: 0, sigma: 0.03 }, gamma2: { mean: 0, sigma: 0.03 } },
  ],
  sources: [
    {
      kind: 'sersic',
      magnitude: { min: 22, max: 23 },
      radiusArcsec: { min: 0.15, max: 0.4 },
      index: { min: 0.7, max: 2 },
      e1: even(0.25),
      e2: even(0.25),
      xArcsec: even(0.4),
      yArcsec: even(0.4),
    },
  ],
  lensLight: [],
  substructure: [substructureClasses.none],
  lr: { ...studyCamera, psf: { kind: 'gaussian', fwhmArcsec: 0.7 } },
  hr: { ...studyCamera, ...noiseless, psf: { kind: 'gaussian', fwhmArcsec: 0.17 } },
  offset: noOffset,
  values: 'common',
}

/** A disc with a smaller clump on or beside it. */
const clumpyGalaxy = (magnitude: { min: number; max: number }): SimulationConfig['sources'] => [
  {
    kind: 'sersic',
    magnitude,
    radiusArcsec: { min: 0.12, max: 0.35 },
    index: { min: 0.6, max: 2.5 },
    e1: even(0.3),
    e2: even(0.3),
    xArcsec: even(0.3),
    yArcsec: even(0.3),
  },
  {
    kind: 'sersic',
    magnitude: { min: magnitude.min + 1, max: magnitude.max + 2 },
    radiusArcsec: { min: 0.04, max: 0.1 },
    index: 1,
    e1: even(0.2),
    e2: even(0.2),
    xArcsec: even(0.35),
    yArcsec: even(0.35),
  },
]

/** Any lens of a galaxy: power laws about isothermal ones, with shear. */
const anyGalaxyLens = (einsteinRadiusArcsec: Distribution): SimulationConfig['deflectors'] => [
  {
    kind: 'power-law',
    einsteinRadiusArcsec,
    slope: { mean: 2.08, sigma: 0.12 },
    e1: even(0.2),
    e2: even(0.2),
    xArcsec: even(0.05),
    yArcsec: even(0.05),
  },
  { kind: 'shear', gamma1: { mean: 0, sigma: 0.04 }, gamma2: { mean: 0, sigma: 0.04 } },
]

/** Pairs x2 as HST's ACS sees lenses, beside a telescope twice as sharp on pixels half as wide, without noise. */
const hstPair: SimulationConfig = {
  ...studyPair,
  deflectors: anyGalaxyLens({ min: 0.6, max: 1.4 }),
  sources: clumpyGalaxy({ min: 21.8, max: 23.8 }),
  lr: hstAcs.camera,
  hr: { ...hstAcs.camera, ...noiseless, psf: { kind: 'gaussian', fwhmArcsec: 0.05 } },
}

/** The light of an early-type lens galaxy. */
const earlyType: SimulationConfig['lensLight'] = [
  {
    kind: 'sersic',
    magnitude: { min: 20, max: 22.3 },
    radiusArcsec: { min: 0.4, max: 1.2 },
    index: { min: 2.5, max: 4.5 },
    e1: even(0.15),
    e2: even(0.15),
    xArcsec: even(0.05),
    yArcsec: even(0.05),
  },
]

/** Noisy pairs x2 as HSC sees lenses with their light, beside HST's sharpness on pixels half as wide, without noise. */
const hscPair: SimulationConfig = {
  ...groundToSpace,
  deflectors: anyGalaxyLens({ min: 0.8, max: 2.2 }),
  sources: clumpyGalaxy({ min: 22.3, max: 24.3 }),
  lensLight: earlyType,
  lr: hscWide.camera,
  hr: { ...hscWide.camera, ...noiseless, psf: { kind: 'gaussian', fwhmArcsec: 0.17 } },
}

/** HSC beside HST as they are: each with its PSF, noise and zero point, and misaligned as the study's public pair is. */
const hscHst: SimulationConfig = {
  ...hscPair,
  hr: { ...hstAcs.camera, psf: { kind: 'gaussian', fwhmArcsec: 0.1 }, backgroundRms: acsNoise(0.084) },
  offset: { x: { mean: 0.94, sigma: 0.1 }, y: { mean: -0.81, sigma: 0.1 } },
}

/** Solar masses of the halo in Model I. */
const haloMass = 1e12

/** The study's Model I: 150 px of 0.05", a third each without substructure, with subhalos, with a vortex. */
function modelOne(distances: SimulationConfig['distances']): SimulationConfig {
  const { cosmology, zLens, zSource } = universe
  const radius = solarEinsteinRadiusArcsec(zLens, zSource, cosmology, distances) * Math.sqrt(haloMass)
  const isPublished = distances === 'published'
  const source = { amplitude: 20, radiusArcsec: 0.25, index: 1 }
  return {
    ...studyPair,
    distances,
    products: 'single',
    hrPixelScaleArcsec: 0.05,
    subsampling: isPublished ? 1 : 2,
    deflectors: [
      { kind: 'sie', einsteinRadiusArcsec: Number(radius.toFixed(4)), e1: 0.1, e2: 0, ...centred },
      { kind: 'shear', gamma1: 0.05, gamma2: 0 },
    ],
    sources: [studySource(sersicFlux(source))],
    substructure: [
      substructureClasses.none,
      isPublished ? { ...substructureClasses.cdm, countRule: 'fixed' } : { ...substructureClasses.cdm, slope: -1.9 },
      substructureClasses.vortex,
    ],
    hr: studyCamera,
  }
}

/** The presets, the one for a first try before the others. */
export const simulationPresets: readonly SimulationPreset[] = [
  {
    id: 'ground-to-space',
    title: 'Ground to space',
    description:
      'As a ground-based survey sees lenses: 64 px of 0.168", seeing 0.7", noisy. HR: 128 px of 0.084", sharp, without noise.',
    simulation: groundToSpace,
  },
  {
    id: 'study',
    title: 'Study, without substructure',
    description:
      'SIE of 1.28" with shear, exponential source; 75 px of 0.05" (LR) and 150 px of 0.025" (HR), PSF 0.087".',
    simulation: studyPair,
  },
  {
    id: 'hst-pair',
    title: 'HST, twice as sharp',
    description:
      'Power-law lenses and clumpy sources as ACS/WFC sees them in F814W: 75 px of 0.05", PSF 0.10". HR: 150 px of 0.025", PSF 0.05", without noise.',
    simulation: hstPair,
  },
  {
    id: 'hsc-pair',
    title: 'HSC, as sharp as HST',
    description:
      'Lenses with their own light as HSC Wide sees them in i: 64 px of 0.168", seeing 0.6", noisy. HR: 128 px of 0.084", PSF 0.17", without noise.',
    simulation: hscPair,
  },
  {
    id: 'hsc-hst',
    title: 'HSC beside HST',
    description:
      "The same lenses by HSC and by ACS/WFC: each with its own PSF, noise and zero point, HST 0.94 px to the right and 0.81 px down as in the study's public pair.",
    simulation: hscHst,
  },
  {
    id: 'model-1',
    title: 'Model I, corrected: three classes',
    description:
      'Single images of 150 px for a classifier, a third each: no substructure, CDM subhalos (dN/dM as M^-1.9, Poisson about 25), an axion vortex. Masses by angular diameter distances. Subhalos of this mass function hardly show: hard to tell from none.',
    simulation: modelOne('angular'),
  },
  {
    id: 'model-1-published',
    title: 'Model I, as published: three classes',
    description:
      'The same as the code behind the study draws it: luminosity distances with their difference for lens to source, always 25 subhalos, heavier ones (dN/dM as M^-0.9): a classifier can learn all three classes.',
    simulation: modelOne('published'),
  },
]

/**
 * The simulation through another instrument. Single images are taken by it; of pairs the LR is, and the HR is twice,
 * or `factor` times, as sharp and fine and has no noise. The number of pixels stays.
 */
export function withInstrument(simulation: SimulationConfig, instrument: Instrument): SimulationConfig {
  const { camera, pixelScaleArcsec } = instrument
  if (simulation.products === 'single') {
    return { ...simulation, hrPixelScaleArcsec: pixelScaleArcsec, hr: camera }
  }
  const { psf } = camera
  if (psf.kind !== 'gaussian' && psf.kind !== 'moffat') return { ...simulation, lr: camera }
  const fwhmArcsec = Number(psf.fwhmArcsec) / simulation.factor
  return {
    ...simulation,
    hrPixelScaleArcsec: pixelScaleArcsec / simulation.factor,
    lr: camera,
    hr: { ...camera, ...noiseless, psf: { kind: 'gaussian', fwhmArcsec } },
  }
}
