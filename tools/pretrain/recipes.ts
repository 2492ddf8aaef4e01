import type { NetworkChanges } from '../../main/contract/networks.ts'
import type { TrainingSettings } from '../../main/contract/trainingSettings.ts'

/** How a network of resources/weights is made: all that its card repeats. */
export interface PretrainRecipe {
  readonly id: string
  readonly title: string
  readonly description: string
  /** Of the simulator: which lenses, and both cameras. */
  readonly simulation: string
  /** Pairs: those to train on, to choose the checkpoint by, and to score on. */
  readonly pairs: { readonly train: number; readonly validation: number; readonly test: number }
  /** Of the simulation; the split's and the training's are the same. */
  readonly seed: number
  /** By each image's own numbers: the network then knows no unit, and reads images of any. */
  readonly scaling: 'per-image-percentile'
  /** The training preset that everything not named here comes from. */
  readonly preset: string
  readonly network: NetworkChanges
  readonly settings: Partial<TrainingSettings>
  readonly limits: readonly string[]
}

const common = {
  pairs: { train: 1600, validation: 64, test: 128 },
  seed: 20_260_314,
  scaling: 'per-image-percentile',
  preset: 'best',
  network: { kind: 'edsr', blocks: 8, channels: 32 },
  settings: { batchSize: 8, learningRate: 1e-3, loss: 'charbonnier' },
} as const

const inferred =
  'It adds detail that is likely, not detail that was seen: look at the re-degraded residual before you measure on it.'

export const recipes: readonly PretrainRecipe[] = [
  {
    ...common,
    id: 'hst-x2',
    title: 'HST-like lenses, x2',
    description:
      'For cutouts of space telescopes, sharp and of moderate noise: makes of 0.05" pixels 0.025" ones, denoises and deconvolves a little.',
    simulation: 'hst-pair',
    limits: [
      inferred,
      'It was trained on simulated lenses alone, with one PSF and the pixel scale above. On others its output is a guess.',
      'Neighbouring galaxies, stars, diffraction spikes and artefacts were not among its training images.',
    ],
  },
  {
    ...common,
    id: 'hsc-x2',
    title: 'HSC-like lenses, noisy, x2',
    description:
      'For cutouts of ground-based surveys, blurred by the seeing and noisy: makes of 0.168" pixels 0.084" ones, denoised and deconvolved.',
    simulation: 'hsc-pair',
    limits: [
      inferred,
      'It was trained on simulated lenses alone, with a seeing of 0.6" and the pixel scale above. On others its output is a guess.',
      'It takes a blurred ring for a sharp one; where the seeing hides which of two shapes it is, it chooses the likelier one.',
      'Neighbouring galaxies, stars and artefacts were not among its training images.',
    ],
  },
]
