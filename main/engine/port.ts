/**
 * The engine as the services see it: jobs go in as plain data, events come out as plain data. Everything here
 * crosses a process border as JSON; arrays travel as files.
 */
import type { Scaling } from '../domain/scaling.ts'
import type { AdversarialEvent, MeasuredRival, TrainAdversarialJob } from './adversarialPort.ts'
import type {
  ClassifierEvent,
  ClassifyJob,
  EstimateClassifierJob,
  PlanClassifierMemoryJob,
  TrainClassifierJob,
} from './classifierPort.ts'
import type { DeviceId } from './devices/device.ts'
import type { LossSpec, OptimiserSpec } from './lossTerms.ts'

export type { AdversarialSettings, TrainAdversarialJob } from './adversarialPort.ts'
export type {
  ClassifierAugmentation,
  ClassifierData,
  ClassifyJob,
  EstimateClassifierJob,
  PlanClassifierMemoryJob,
  TrainClassifierJob,
} from './classifierPort.ts'
export type { DeviceId } from './devices/device.ts'
export type { LossSpec, OptimiserSpec } from './lossTerms.ts'

/** A network's configuration as the registry in `models/` validates it. */
export type NetworkRecord = { readonly kind: string } & Readonly<Record<string, unknown>>

/** Images of one size: an .npy file, float32, [count, height, width], row 0 at the bottom, in the file's own units. */
export interface ImageStack {
  readonly file: string
  readonly count: number
  readonly height: number
  readonly width: number
}

export type LearningRateSchedule =
  | { readonly kind: 'constant' }
  /** Linear warm-up over `warmupSteps`, then a half cosine to `finalFraction` of the rate at the last step. */
  | { readonly kind: 'cosine'; readonly warmupSteps: number; readonly finalFraction: number }
  /** Multiplied by `factor` after `patience` validations without a better PSNR. */
  | { readonly kind: 'plateau'; readonly factor: number; readonly patience: number }

/** Of any training, whatever is trained. */
export interface OptimisationSettings {
  readonly epochs: number
  readonly batchSize: number
  readonly learningRate: number
  readonly schedule: LearningRateSchedule
  /** Absent: Adam. */
  readonly optimiser?: OptimiserSpec
  readonly clipNorm?: number
  /** Weights are also averaged exponentially, with this decay a step; the average is what is validated, kept and applied. */
  readonly averageDecay?: number
  /** Stops after so many validations without a better score; absent: never. */
  readonly earlyStopPatience?: number
  /** A validation every so many epochs. */
  readonly validateEveryEpochs: number
  /** A `last` checkpoint at least this often, besides at the end of each epoch that is validated. */
  readonly checkpointEverySeconds: number
  readonly seed: number
}

export interface TrainingSettings extends OptimisationSettings {
  readonly loss: LossSpec
  /** Random symmetries of the square, drawn anew each epoch. */
  readonly augmentSymmetries: boolean
  /** Standard deviation of Gaussian noise added to the LR, in network values: anew each epoch, and in validation always the same. */
  readonly inputNoise?: number
}

/** What the engine must know of the data to train and to score. */
export interface TrainingData {
  readonly lr: ImageStack
  readonly hr: ImageStack
  /** 1 where a pixel counts in the loss and the scores, 0 where not, of either side; absent: all of all images do. */
  readonly masks?: { readonly lr: ImageStack | null; readonly hr: ImageStack | null }
  readonly train: readonly number[]
  readonly validation: readonly number[]
  /** Between file values and network values; per-image kinds are resolved from each LR image. */
  readonly scaling: Scaling
  /** HR pixel values are multiplied by this before scaling: r*r where a pixel is a flux, 1 where it is a brightness. */
  readonly fluxFactor: number
  /** Peak of PSNR and SSIM's data range, in the HR file's units. */
  readonly peak: number
  /** Samples shown through time (indices into the stacks). */
  readonly preview: readonly number[]
  /** For a loss term 'consistency'. */
  readonly degradation?: DegradationModel
}

/** What takes SR back to the LR, and how well the LR is known. */
export interface DegradationModel {
  /** .npy, float32, [side, side], odd, sum 1: from the HR's PSF to the LR's, on the HR grid; null: they are the same. */
  readonly kernel: string | null
  /** Standard deviation of LR pixels in file units: one number, or one for each pixel. */
  readonly sigma: number | ImageStack
}

/** Weights that a training begins from: a checkpoint or exported weights. */
export interface WeightSource {
  readonly file: string
  /** Put before each of its names: 'denoiser' makes a Denoiser the front of a DenoisedSISR. Absent: it is the whole network. */
  readonly prefix?: string
}

export interface TrainJob {
  readonly kind: 'train'
  readonly device: DeviceId
  readonly threads: number
  /** Images that go through the network at a time, their gradients summed to the batch's; absent: all of a batch do. */
  readonly microBatch?: number
  readonly network: NetworkRecord
  readonly data: TrainingData
  readonly settings: TrainingSettings
  /** What is in none of them is initialised by the seed. */
  readonly startFrom?: readonly WeightSource[]
  /** Checkpoint of a trained classifier, for a loss term 'feature'. */
  readonly featureWeights?: string
  /** Folder of the run: checkpoints/{last,best}.safetensors, previews/{step}-{index}.npy. */
  readonly folder: string
  /** Continue from checkpoints/last.safetensors. */
  readonly resume: boolean
  /** Written into every checkpoint's metadata: run id, dataset hash, pixel scale, unit ... */
  readonly provenance: Readonly<Record<string, unknown>>
}

/** A short warm-up of a training job: the same network, batch and sizes, no files written. */
export interface EstimateJob {
  readonly kind: 'estimate'
  readonly device: DeviceId
  readonly threads: number
  readonly network: NetworkRecord
  readonly batchSize: number
  readonly lrHeight: number
  readonly lrWidth: number
  readonly loss: LossSpec
  readonly microBatch?: number
  /** Against a discriminator. */
  readonly rival?: MeasuredRival
}

/** What a training would take at its peak, computed from its compiled steps: for the device `onnx:cpu`, nothing is run. */
export interface PlanMemoryJob {
  readonly kind: 'plan-memory'
  readonly network: NetworkRecord
  readonly batchSize: number
  readonly lrHeight: number
  readonly lrWidth: number
  readonly loss: LossSpec
  readonly clipNorm?: number
  /** Images of an epoch, of which the last batch may be smaller; absent: all batches are full. */
  readonly images?: number
  /** Where the job's batch takes more, the largest that does not is looked for. */
  readonly limitBytes: number
  readonly microBatch?: number
  /** Whether some pixels do not count. */
  readonly masked?: boolean
  /** Against a discriminator: on whole batches alone. */
  readonly rival?: MeasuredRival
}

export interface PredictItem {
  readonly id: string
  /** .npy, float32, [height, width], file units. */
  readonly input: string
  /** Written by the engine: .npy, float32, [r*height, r*width], in the input's units by the flux convention. */
  readonly output: string
}

export interface PredictJob {
  readonly kind: 'predict'
  readonly device: DeviceId
  readonly threads: number
  /** A checkpoint or exported weights: safetensors with Subarc's metadata. */
  readonly weights: string
  readonly items: readonly PredictItem[]
  /** Images larger than this are cut into tiles whose overlap covers the network's receptive field. */
  readonly tilePixels: number
  /** Multiplies each image's values so that their spread is that of the training images, and divides the output. */
  readonly matchValues?: boolean
}

/** A small training step on the device beside `reference`, and its speed. */
export interface CheckDeviceJob {
  readonly kind: 'check-device'
  readonly device: DeviceId
  readonly threads: number
}

/** Trained weights as an ONNX file for other programs: the network in evaluation mode, for images of any size. */
export interface ExportOnnxJob {
  readonly kind: 'export-onnx'
  readonly weights: string
  readonly output: string
  readonly version: string
  /** Written into the file beside what the weights' own record says. */
  readonly properties: Readonly<Record<string, string>>
}

/** Looks at a file of weights from anywhere: which network are they? Nothing is written. */
export interface InspectWeightsJob {
  readonly kind: 'inspect-weights'
  readonly file: string
}

/** Weights from anywhere, written as a checkpoint of their network. */
export interface ImportWeightsJob {
  readonly kind: 'import-weights'
  readonly file: string
  readonly output: string
  /** Fields of the network that its weights do not tell, where somebody knows better. */
  readonly changes: Readonly<Record<string, unknown>>
  /** For weights that do not say themselves how their images were scaled. */
  readonly scaling: Scaling
  readonly provenance: Readonly<Record<string, unknown>>
}

/** A tensor that does not fit the network that was recognised. */
export interface WeightsProblem {
  readonly key: string
  readonly problem: 'missing' | 'unknown' | 'shape'
  readonly wanted: readonly number[] | null
  readonly found: readonly number[] | null
}

export interface WeightsReport {
  readonly format: 'torch' | 'safetensors' | 'onnx'
  readonly sha256: string
  readonly bytes: number
  readonly network: NetworkRecord
  readonly description: string
  readonly parameters: number
  readonly magnification: number
  readonly bands: number
  /** Fields of the network that the weights do not tell. */
  readonly untold: readonly string[]
  readonly problems: readonly WeightsProblem[]
  /** In front of the network's keys in the file. */
  readonly prefix: string
  /** Keys of the file that are not the network's, and not looked at. */
  readonly ignored: readonly string[]
  /** What weights that Subarc wrote say of themselves; null: others. */
  readonly own: {
    readonly scaling: Scaling
    readonly fluxFactor: number
    readonly provenance: Readonly<Record<string, unknown>>
    readonly step: number
    readonly epoch: number
    readonly psnr: number | null
  } | null
}

/** A step before and after the compiler's passes, for those who work on the compiler. */
export interface GraphJob {
  readonly kind: 'graph'
  readonly network: NetworkRecord
  readonly step: 'training' | 'inference'
  readonly batch: number
  /** Of the LR images. */
  readonly height: number
  readonly width: number
  /** Channels a block; 0: plain convolutions. */
  readonly block: number
  /** Activations stay in blocks between convolutions. */
  readonly keepBlocks: boolean
  readonly without: readonly string[]
  /** Where the compiled model goes, if it is wanted. */
  readonly onnx?: string
}

export type EngineJob =
  | TrainJob
  | TrainAdversarialJob
  | TrainClassifierJob
  | EstimateJob
  | PlanMemoryJob
  | EstimateClassifierJob
  | PlanClassifierMemoryJob
  | PredictJob
  | ClassifyJob
  | CheckDeviceJob
  | ExportOnnxJob
  | GraphJob
  | InspectWeightsJob
  | ImportWeightsJob

export interface DeviceReport {
  readonly device: DeviceId
  readonly title: string
  readonly available: boolean
  /** Passed the comparison with `reference`. */
  readonly correct: boolean
  readonly reason?: string
  readonly remedy?: string
  readonly versions: Readonly<Record<string, string>>
  /** Largest relative error of the small step's loss, gradients and outputs against `reference`. */
  readonly worstError?: number
  /** Kinds of operator in a training step that the device leaves to the processor: each copies its data to and fro. */
  readonly operatorsOnProcessor?: readonly string[]
  readonly trainImagesPerSecond?: number
  readonly inferImagesPerSecond?: number
}

/** Every job's last event is `finished` or `failed`; the engine process then ends. */
export type EngineEvent =
  | ClassifierEvent
  | AdversarialEvent
  | {
      readonly type: 'started'
      readonly parameters: number
      readonly stepsPerEpoch: number
      readonly totalSteps: number
      /** Step from which a resumed run goes on; 0 for a new one. */
      readonly step: number
      readonly plan: Readonly<Record<string, string | number | boolean>>
      /** Why a resumed run is not bit-identical, where it is not. */
      readonly planChanged?: string
    }
  | {
      readonly type: 'step'
      readonly step: number
      readonly epoch: number
      readonly loss: number
      /** The loss's terms by name, unweighted, where there are several; of a GAN 'adversarial' and 'discriminator' too. */
      readonly terms?: Readonly<Record<string, number>>
      readonly gradientNorm: number
      readonly learningRate: number
      readonly imagesPerSecond: number
      readonly secondsLeft: number
    }
  | {
      readonly type: 'validation'
      readonly step: number
      readonly epoch: number
      readonly mse: number
      readonly psnr: number
      readonly ssim: number
      readonly best: boolean
    }
  | {
      readonly type: 'preview'
      readonly step: number
      readonly epoch: number
      readonly sample: number
      readonly file: string
    }
  | {
      readonly type: 'checkpoint'
      readonly which: 'best' | 'last'
      readonly file: string
      readonly sha256: string
      readonly step: number
      readonly epoch: number
    }
  | { readonly type: 'paused'; readonly step: number; readonly reason: 'user' | 'no-space'; readonly message?: string }
  | { readonly type: 'resumed'; readonly step: number }
  | { readonly type: 'log'; readonly level: 'info' | 'warning'; readonly message: string }
  /** Once a second: processor cores kept busy, and memory held, by the engine process. */
  | { readonly type: 'usage'; readonly cores: number; readonly memoryBytes: number }
  | {
      readonly type: 'predicted'
      readonly id: string
      readonly done: number
      readonly total: number
      readonly warnings: readonly string[]
    }
  | { readonly type: 'predict-failed'; readonly id: string; readonly code: string; readonly message: string }
  | {
      readonly type: 'estimated'
      readonly secondsPerStep: number
      readonly peakMemoryBytes: number
      readonly parameters: number
    }
  | {
      readonly type: 'planned'
      readonly peakMemoryBytes: number
      /** Of those up to the job's; null where none fits. */
      readonly largestBatch: number | null
      /** The largest parts in which the job's batch fits, where it does not as a whole; null where it does, or none fit. */
      readonly parts: { readonly images: number; readonly peakMemoryBytes: number; readonly isExact: boolean } | null
    }
  | { readonly type: 'device'; readonly report: DeviceReport }
  | { readonly type: 'exported'; readonly file: string; readonly irVersion: number; readonly opset: number }
  | { readonly type: 'weights'; readonly report: WeightsReport }
  | {
      readonly type: 'weights-imported'
      readonly report: WeightsReport
      readonly sha256: string
      readonly bytes: number
    }
  | {
      readonly type: 'graph'
      /** One line a value. */
      readonly before: string
      readonly after: string
      readonly operators: Readonly<Record<string, number>>
      readonly activationTransposes: number
    }
  | {
      readonly type: 'finished'
      readonly reason: 'completed' | 'early-stop' | 'stopped'
      readonly step: number
      readonly peakMemoryBytes: number
    }
  | {
      readonly type: 'failed'
      readonly code: string
      readonly message: string
      readonly details: Readonly<Record<string, unknown>>
    }

export type EngineCommand =
  | { readonly type: 'start'; readonly job: EngineJob }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }

/** How an engine process ended, when it ended by itself or was killed. */
export interface EngineExit {
  readonly code: number | null
  readonly signal: string | null
  /** The last 4 KB that it wrote to stderr, where the host can read it. */
  readonly stderrTail?: string
}

/** One engine process. The host decides how it is started: a forked Node process, or Electron's utilityProcess. */
export interface EngineProcess {
  readonly pid: number | undefined
  send(command: EngineCommand): void
  onEvent(listener: (event: EngineEvent) => void): void
  onExit(listener: (exit: EngineExit) => void): void
  kill(): void
}

export type EngineLauncher = () => EngineProcess
