import type { Preset } from '../../contract/training.ts'
import { networkDefaults } from './networkDefaults.ts'

const SEED_REASON =
  'Fixes initialisation, order and augmentation: the same seed on one CPU device gives the same weights.'

const correctedReasons = {
  loss: 'Charbonnier: near zero it is MSE, further out L1, so the few bright pixels do not outvote the faint arcs.',
  clipNorm: 'A batch with one odd image cannot throw the weights away.',
  augmentSymmetries: 'Eight views of each lens; switched off by itself where offset or PSF make them unsafe.',
  schedule:
    'A short warm-up while batch norm finds its statistics, then a cosine to almost zero: the last steps polish.',
  seed: SEED_REASON,
}

const quick: Preset = {
  id: 'quick',
  title: 'Quick',
  description:
    'A small ResnetSISR that reaches most of its quality in a few minutes on a laptop: the first thing to try, and enough for small sets.',
  form: 'corrected',
  network: networkDefaults['resnet-sisr'].network,
  settings: {
    epochs: 28,
    batchSize: 8,
    learningRate: 2e-3,
    schedule: { kind: 'cosine', warmupSteps: 15, finalFraction: 0.02 },
    loss: 'charbonnier',
    clipNorm: 1,
    augmentSymmetries: true,
    validateEveryEpochs: 1,
    checkpointEverySeconds: 20,
    seed: 0,
  },
  reasons: {
    ...correctedReasons,
    ...networkDefaults['resnet-sisr'].reasons,
    epochs: 'About 450 steps on 130 pairs, two minutes on two cores; raised by itself for smaller sets.',
    batchSize: '8: many steps in little time, yet enough images for batch norm.',
    learningRate: '2e-3 with a warm-up: the largest that trains a network of this size safely with clipping.',
    validateEveryEpochs: 'Each epoch: the set is small, and the best epoch is kept.',
    checkpointEverySeconds: 'At most 20 s of work are lost when the computer goes down.',
  },
}

const standard: Preset = {
  id: 'standard',
  title: 'Standard',
  description:
    "The study's network, trained as it should be: for final results, overnight on a CPU or within an hour on a GPU.",
  form: 'corrected',
  network: {
    kind: 'resnet-sisr',
    blocks: 10,
    channels: 64,
    magnification: 2,
    magnifications: 1,
    outputRelu: false,
    globalSkip: false,
  },
  settings: {
    epochs: 60,
    batchSize: 10,
    learningRate: 5e-4,
    schedule: { kind: 'cosine', warmupSteps: 100, finalFraction: 0.01 },
    loss: 'charbonnier',
    clipNorm: 1,
    augmentSymmetries: true,
    earlyStopPatience: 20,
    validateEveryEpochs: 1,
    checkpointEverySeconds: 60,
    seed: 0,
  },
  reasons: {
    ...correctedReasons,
    ...networkDefaults['resnet-sisr'].reasons,
    blocks: '10 blocks, as published.',
    channels: '64 channels, as published.',
    epochs: '60: at this rate it passes what the study reached in 200.',
    batchSize: '10, as published.',
    learningRate: "5e-4, a hundred times the study's: 5e-6 needs hundreds of epochs.",
    earlyStopPatience: 'Stops when 20 validations in a row were no better; the best weights are kept.',
    validateEveryEpochs: 'Each epoch, so that the best one is not missed.',
    checkpointEverySeconds: 'At most a minute of work is lost when the computer goes down.',
  },
}

const best: Preset = {
  id: 'best',
  title: 'Best',
  description:
    'EDSR, a network without batch norm that learns what bicubic interpolation lacks: about as much work a step as "Quick", and trained twice as long.',
  form: 'corrected',
  network: networkDefaults.edsr.network,
  settings: {
    epochs: 60,
    batchSize: 8,
    learningRate: 1e-3,
    schedule: { kind: 'cosine', warmupSteps: 30, finalFraction: 0.01 },
    loss: 'charbonnier',
    clipNorm: 1,
    augmentSymmetries: true,
    earlyStopPatience: 20,
    validateEveryEpochs: 1,
    checkpointEverySeconds: 60,
    seed: 0,
  },
  reasons: {
    ...correctedReasons,
    ...networkDefaults.edsr.reasons,
    epochs: 'About 960 steps on 130 pairs, so that the cosine has time to polish; raised by itself for smaller sets.',
    batchSize: '8: many steps in little time. Without batch norm a batch need not be large.',
    learningRate: '1e-3: on 160 simulated lenses 2e-3 scored 0.4 dB less after as many steps.',
    schedule: 'A short warm-up while Adam finds its scale, then a cosine to almost zero: the last steps polish.',
    earlyStopPatience: 'Stops when 20 validations in a row were no better; the best weights are kept.',
    validateEveryEpochs: 'Each epoch, so that the best one is not missed.',
    checkpointEverySeconds: 'At most a minute of work is lost when the computer goes down.',
  },
}

const published: Preset = {
  id: 'published',
  title: 'As published',
  description:
    'ResnetSISR as in "DeepLense_SR" (A. Shankar 2024): for repeating the study. Slow, and its last ReLU biases faint flux; "Standard" is the corrected form.',
  form: 'published',
  network: {
    kind: 'resnet-sisr',
    blocks: 10,
    channels: 64,
    magnification: 2,
    magnifications: 1,
    outputRelu: true,
    globalSkip: false,
  },
  settings: {
    epochs: 200,
    batchSize: 10,
    learningRate: 5e-6,
    schedule: { kind: 'constant' },
    loss: 'mse',
    augmentSymmetries: false,
    validateEveryEpochs: 1,
    checkpointEverySeconds: 60,
    seed: 0,
  },
  reasons: {
    kind: "The study's network.",
    blocks: '10, as published.',
    channels: '64, as published.',
    outputRelu: 'As published. It forbids negative sky pixels and so biases flux.',
    globalSkip: 'None, as published.',
    epochs: '200, as published.',
    batchSize: '10, as published.',
    learningRate: 'Adam at 5e-6, as published: so low that it needs all 200 epochs.',
    schedule: 'Constant, as published.',
    loss: 'MSE, as published.',
    augmentSymmetries: 'None, as published.',
    validateEveryEpochs: 'The study validated each epoch; unlike there, the best weights are really kept.',
    checkpointEverySeconds: 'At most a minute of work is lost when the computer goes down.',
    seed: `${SEED_REASON} The study had none.`,
  },
}

/** The recipes on offer, the default first. */
export const presets: readonly Preset[] = [quick, standard, best, published]
