import type { Draw, Simulation } from '../../contract/simulate.ts'
import type { Distribution, SimulationConfig } from '../../lensing/config.ts'
import { groundToSpace, studyPair } from '../../lensing/presets.ts'

/** So long that the photons' noise vanishes beside the last digit of a float32. */
const noiselessSeconds = 1e12

/** The simulator's configuration: pixels are brightnesses in counts a second and LR pixel, HR without noise. */
export function simulatorConfig(simulation: Simulation, seed: number): SimulationConfig {
  const { shearGamma1, shearGamma2, backgroundRms, exposureSeconds, ...same } = simulation
  return {
    ...same,
    seed,
    fluxConvention: 'mean',
    gamma1: shearGamma1,
    gamma2: shearGamma2,
    lrBackgroundRms: backgroundRms,
    lrExposureSeconds: exposureSeconds === 0 ? noiselessSeconds : exposureSeconds,
    hrBackgroundRms: 0,
  }
}

export const simulationPresets = [
  {
    id: 'ground-to-space',
    title: 'Ground to space',
    description:
      'As a ground-based survey sees lenses: 64 px of 0.168", seeing 0.7", noisy. HR: 128 px of 0.084", sharp, without noise.',
    simulation: simulationOf(groundToSpace),
  },
  {
    id: 'study',
    title: 'Study, without substructure',
    description:
      'SIE of 1.28" with shear, exponential source; 75 px of 0.05" (LR) and 150 px of 0.025" (HR), PSF 0.087". Exposures are drawn evenly from 1000 s to 3162 s.',
    simulation: simulationOf(studyPair),
  },
] as const

function simulationOf(config: SimulationConfig): Simulation {
  const { hrPixels, factor, subsampling, hrPixelScaleArcsec, hrPsfFwhmArcsec, lrPsfFwhmArcsec } = config
  return {
    hrPixels,
    factor,
    subsampling,
    hrPixelScaleArcsec,
    hrPsfFwhmArcsec,
    lrPsfFwhmArcsec,
    einsteinRadiusArcsec: evenDraw(config.einsteinRadiusArcsec),
    lensE1: evenDraw(config.lensE1),
    lensE2: evenDraw(config.lensE2),
    shearGamma1: evenDraw(config.gamma1),
    shearGamma2: evenDraw(config.gamma2),
    sourceRadiusArcsec: evenDraw(config.sourceRadiusArcsec),
    sourceSersicIndex: evenDraw(config.sourceSersicIndex),
    sourceE1: evenDraw(config.sourceE1),
    sourceE2: evenDraw(config.sourceE2),
    sourceXArcsec: evenDraw(config.sourceXArcsec),
    sourceYArcsec: evenDraw(config.sourceYArcsec),
    sourceFlux: evenDraw(config.sourceFlux),
    backgroundRms: middle(config.lrBackgroundRms),
    exposureSeconds: evenDraw(config.lrExposureSeconds),
  }
}

/** The even range that stands for a distribution: a normal one's has the same standard deviation. */
function evenDraw(distribution: Distribution): Draw {
  if (typeof distribution === 'number') return distribution
  if ('min' in distribution) return { min: distribution.min, max: distribution.max }
  if ('mean' in distribution) {
    const half = rounded(Math.sqrt(3) * distribution.sigma)
    return { min: distribution.mean - half, max: distribution.mean + half }
  }
  return { min: rounded(10 ** distribution.log10Min), max: rounded(10 ** distribution.log10Max) }
}

function middle(distribution: Distribution): number {
  const draw = evenDraw(distribution)
  return typeof draw === 'number' ? draw : (draw.min + draw.max) / 2
}

/** Four digits, as a form shows them. */
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
