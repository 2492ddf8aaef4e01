import type { ClassifierSettings } from '../../contract/classifiers.ts'

/**
 * Fewer leave Resnet_simple near chance, however few the images: its cross-entropy stays where it began for some hundred steps
 * (docs/benchmarks.md, "Classifiers on few images").
 */
export const LEAST_STEPS = 1000

/** Where neither user nor recipe says otherwise. On the study's rate of 1e-4 the same takes a few times as many epochs. */
export const defaultClassifierSettings: ClassifierSettings = {
  epochs: 60,
  batchSize: 32,
  learningRate: 1e-3,
  schedule: { kind: 'cosine', warmupSteps: 50, finalFraction: 0.01 },
  clipNorm: 5,
  // Lenses have no up and no size of their own; the study turned and magnified them too, 0.8 to 1.2 times. Between
  // pixels interpolation blurs what subhalos and vortices are told by.
  augmentation: { symmetries: true, rotation: true, scaling: { low: 0.8, high: 1.2 }, interpolation: 'nearest' },
  validateEveryEpochs: 1,
  checkpointEverySeconds: 60,
  seed: 0,
}
