import type { Scaling } from '../domain/scaling.ts'
import type { Interpolation } from '../domain/warp.ts'
import type { DeviceId, ImageStack, NetworkRecord, OptimisationSettings } from './port.ts'

/** The jobs of classifiers, and what they tell. Like all of the port, plain data. */

/** Drawn anew for each image in each epoch. */
export interface ClassifierAugmentation {
  /** Symmetries of the square. */
  readonly symmetries: boolean
  /** By any angle, about the middle; what comes in from outside continues the edge. */
  readonly rotation: boolean
  /** Magnified about the middle by a factor between these; null: not at all. The study: 0.8 to 1.2. */
  readonly scaling: { readonly low: number; readonly high: number } | null
  /** Of turned and magnified images; absent: bilinear. */
  readonly interpolation?: Interpolation
}

export interface ClassifierData {
  readonly images: ImageStack
  /** Names of the classes, in the order of the logits. */
  readonly classes: readonly string[]
  /** The class of each image of the stack, as an index into `classes`. */
  readonly labels: readonly number[]
  readonly train: readonly number[]
  readonly validation: readonly number[]
  /** Per-image kinds are resolved from each image itself. */
  readonly scaling: Scaling
}

export interface TrainClassifierJob {
  readonly kind: 'train-classifier'
  readonly device: DeviceId
  readonly threads: number
  /** As `models/classifiers.ts` validates it: 'resnet-simple' or 'resnet18'. */
  readonly classifier: NetworkRecord
  readonly data: ClassifierData
  readonly settings: OptimisationSettings & { readonly augmentation: ClassifierAugmentation }
  /** Weights to begin from, of the same classifier. */
  readonly startFrom?: string
  readonly folder: string
  readonly resume: boolean
  readonly provenance: Readonly<Record<string, unknown>>
}

/** What a classifier's training is measured on. */
interface MeasuredClassifier {
  readonly classifier: NetworkRecord
  readonly batchSize: number
  readonly height: number
  readonly width: number
  readonly averageDecay?: number
  readonly clipNorm?: number
}

/** As `EstimateJob`, of a classifier. */
export interface EstimateClassifierJob extends MeasuredClassifier {
  readonly kind: 'estimate-classifier'
  readonly device: DeviceId
  readonly threads: number
}

/** As `PlanMemoryJob`, of a classifier: it is trained on whole batches alone. */
export interface PlanClassifierMemoryJob extends MeasuredClassifier {
  readonly kind: 'plan-classifier-memory'
  readonly images?: number
  readonly limitBytes: number
}

/** Probabilities of images' classes by a trained classifier. */
export interface ClassifyJob {
  readonly kind: 'classify'
  readonly device: DeviceId
  readonly threads: number
  readonly weights: string
  readonly images: ImageStack
  /** Indices into the stack, in the order of the output. */
  readonly samples: readonly number[]
  /** Written by the engine: .npy, float32, [samples, classes], rows that sum to 1. */
  readonly output: string
}

export type ClassifierEvent =
  | {
      readonly type: 'class-validation'
      readonly step: number
      readonly epoch: number
      readonly crossEntropy: number
      /** Share of images whose likeliest class is theirs. */
      readonly accuracy: number
      /** Mean over the classes of the one-vs-rest area under the ROC curve; null where a class has no image or no other. */
      readonly auc: number | null
      readonly best: boolean
    }
  | { readonly type: 'classified'; readonly done: number; readonly total: number }
