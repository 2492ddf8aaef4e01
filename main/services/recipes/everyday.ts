import type { RecipeInput } from '../../contract/recipes.ts'
import { networkDefaults } from '../training/networkDefaults.ts'
import { correctedReasons, correctedSettings, earlyStopReason, identity } from './parts.ts'

const edsr = networkDefaults.edsr

const quick: RecipeInput = {
  ...identity,
  id: 'quick',
  title: 'Quick',
  description:
    'A small EDSR that reaches most of its quality in a few minutes on a laptop: the first thing to try, and enough for small sets.',
  form: 'corrected',
  stages: [
    {
      id: 'sr',
      task: 'super-resolve',
      title: 'Quick',
      network: edsr.network,
      settings: correctedSettings({
        epochs: 28,
        batchSize: 8,
        learningRate: 1e-3,
        schedule: { kind: 'cosine', warmupSteps: 15, finalFraction: 0.02 },
        checkpointEverySeconds: 20,
      }),
      reasons: {
        ...correctedReasons,
        ...edsr.reasons,
        epochs: 'About 450 steps on 130 pairs, two minutes on two cores; raised by itself for smaller sets.',
        batchSize: '8: many steps in little time. Without batch norm a batch need not be large.',
        learningRate: '1e-3: on 160 simulated lenses 2e-3 scored 0.4 dB less after as many steps.',
        checkpointEverySeconds: 'At most 20 s of work are lost when the computer goes down.',
      },
    },
  ],
}

const bestSimulated: RecipeInput = {
  ...identity,
  id: 'best-simulated',
  title: 'Best, for clean images',
  description:
    'EDSR, a network without batch norm that learns what bicubic interpolation lacks, trained about twice as long as "Quick": for simulated images and real ones of high signal to noise.',
  form: 'corrected',
  stages: [
    {
      id: 'sr',
      task: 'super-resolve',
      title: 'Best',
      network: edsr.network,
      settings: correctedSettings({
        epochs: 60,
        batchSize: 8,
        learningRate: 1e-3,
        schedule: { kind: 'cosine', warmupSteps: 30, finalFraction: 0.01 },
        earlyStopPatience: 20,
      }),
      reasons: {
        ...correctedReasons,
        ...edsr.reasons,
        epochs:
          'About 960 steps on 130 pairs, so that the cosine has time to polish; raised by itself for smaller sets.',
        batchSize: '8: many steps in little time. Without batch norm a batch need not be large.',
        learningRate: '1e-3: on 160 simulated lenses 2e-3 scored 0.4 dB less after as many steps.',
        earlyStopPatience: earlyStopReason,
      },
    },
  ],
}

const bestReal: RecipeInput = {
  ...identity,
  id: 'best-real',
  title: 'Best, for noisy images',
  description:
    'EDSR trained more slowly and longer on few noisy pairs, as ground-based surveys give them; the first epochs learn the shapes, the last ones average the noise away.',
  form: 'corrected',
  stages: [
    {
      id: 'sr',
      task: 'super-resolve',
      title: 'Best',
      network: edsr.network,
      settings: correctedSettings({
        epochs: 120,
        batchSize: 8,
        learningRate: 5e-4,
        schedule: { kind: 'cosine', warmupSteps: 60, finalFraction: 0.01 },
        earlyStopPatience: 30,
      }),
      reasons: {
        ...correctedReasons,
        ...edsr.reasons,
        loss: 'Charbonnier: bad pixels of real images count as L1, not squared.',
        epochs: '120: noisy images need more passes; early stopping ends them when they bring no more.',
        batchSize: '8: many steps in little time. Without batch norm a batch need not be large.',
        learningRate: '5e-4, half of that for clean images: noise in the targets makes gradients scatter.',
        earlyStopPatience: '30: validation scores of few noisy images go up and down.',
      },
    },
  ],
}

/** Recipes of Subarc's own: the first is the default. */
export const everydayRecipes: readonly RecipeInput[] = [quick, bestSimulated, bestReal]
