import type { ClassifierConfig } from '../../../models/classifiers.ts'
import type { DiscriminatorConfig } from '../../../models/discriminator.ts'
import type { AdversarialForm } from '../../../models/losses/adversarial.ts'
import type { NetworkConfig } from '../../../models/registry.ts'
import type { LossAids } from '../lossAids.ts'
import type { LossSpec, OptimiserSpec } from '../lossTerms.ts'

/** A processor on which networks run: `reference`, `tensorflow`, or `onnx:<provider>`. */
export type DeviceId = 'reference' | 'tensorflow' | `onnx:${string}`

/** A named array in PyTorch's layout, under PyTorch's state_dict key. */
export interface NamedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** A network in training: what a step of it reads and writes. */
export interface NetworkState {
  /** Parameters and batch norm's running statistics. */
  readonly tensors: readonly NamedTensor[]
  /** Adam's first and second moments, one each a trainable parameter; of gradient descent the velocity and nothing. */
  readonly adamM: readonly NamedTensor[]
  readonly adamV: readonly NamedTensor[]
  /** The moving average of `tensors`, where one is kept. */
  readonly average?: readonly NamedTensor[]
  /** Optimizer steps done. */
  readonly step: number
}

/** All of a training; saving it and loading it again continues bit for bit on one CPU device. */
export interface TrainingState extends NetworkState {
  /** The discriminator, where a generator is trained against one. */
  readonly rival?: NetworkState
}

/** A batch of single-channel images: `data` is [count, height, width], row-major, in the network's scaled values. */
export interface ImageBatch {
  readonly count: number
  readonly height: number
  readonly width: number
  readonly data: Float32Array
}

/** How any training descends. */
export interface DescentSettings {
  readonly adam: { readonly beta1: number; readonly beta2: number; readonly epsilon: number }
  /** Absent: Adam. */
  readonly optimiser?: OptimiserSpec
  /** Global gradient norm above which gradients are scaled down; absent: no clipping. */
  readonly clipNorm?: number
  /** Of a moving average of the weights, which is then what predicts; absent: none. */
  readonly averageDecay?: number
}

export interface TrainerOptions extends DescentSettings {
  readonly network: NetworkConfig
  readonly state: TrainingState
  readonly loss: LossSpec
  readonly aids?: LossAids
  /** Images that go through the network at a time; gradients of a batch's parts are summed. Absent: all of a batch do. */
  readonly microBatch?: number
  readonly threads: number
}

export interface StepResult {
  readonly loss: number
  /** Global norm of all gradients before clipping. */
  readonly gradientNorm: number
  /** The terms of a loss that is a sum, unweighted, by name. */
  readonly terms?: Readonly<Record<string, number>>
  /** It was another network's step (the discriminator's alone): its loss says nothing of how the trained one fares. */
  readonly ofAnother?: boolean
}

/** What every training has. Calls are made one at a time. */
interface AnyTrainer {
  exportState(): TrainingState
  /** What must be equal for a resumed run to be bit-identical: lowerings, threads, runtime version, instruction set. */
  readonly plan: Readonly<Record<string, string | number | boolean>>
  dispose(): void
}

/** A network in training. */
export interface Trainer extends AnyTrainer {
  /**
   * `mask`: 1 where an HR pixel counts in the loss and 0 where not; absent: all count. `sigma`: standard deviation of the LR's
   * pixels in units linear in flux, where the loss compares in sigma.
   */
  step(lr: ImageBatch, hr: ImageBatch, learningRate: number, mask?: ImageBatch, sigma?: ImageBatch): Promise<StepResult>
  /** The network in evaluation mode with the weights of this moment. */
  predict(lr: ImageBatch): Promise<ImageBatch>
}

/** Images in network values with their classes, as indices. */
export interface LabelledBatch {
  readonly images: ImageBatch
  readonly labels: readonly number[]
}

export interface ClassifierTrainerOptions extends DescentSettings {
  readonly classifier: ClassifierConfig
  readonly state: TrainingState
  /** Of the noise of dropout, a function of it and the step alone. */
  readonly seed: number
  readonly threads: number
}

/** A classifier in training. */
export interface ClassifierTrainer extends AnyTrainer {
  step(batch: LabelledBatch, learningRate: number): Promise<StepResult>
  /** Probabilities of the classes with the weights of this moment, [count, classes]. */
  classify(images: ImageBatch): Promise<Float32Array>
}

export interface AdversarialTrainerOptions extends TrainerOptions {
  readonly discriminator: DiscriminatorConfig
  readonly adversarial: { readonly form: AdversarialForm; readonly weight: number }
}

/** LR and HR in network values; `mask` and `sigma` as a `Trainer` takes them. */
export interface PairBatch {
  readonly lr: ImageBatch
  readonly hr: ImageBatch
  readonly mask?: ImageBatch
  readonly sigma?: ImageBatch
}

/** Learning rates of a step; null: that network stays as it is, in evaluation mode. */
export interface AdversarialRates {
  readonly generator: number | null
  readonly discriminator: number | null
}

/** A generator and a discriminator, trained against each other. */
export interface AdversarialTrainer extends AnyTrainer {
  /** The generator's step, then the discriminator's on the images that the generator made; of one alone, its own. */
  step(batch: PairBatch, rates: AdversarialRates): Promise<StepResult>
  /** The generator in evaluation mode with the weights of this moment. */
  predict(lr: ImageBatch): Promise<ImageBatch>
  /** The discriminator's logits, one an image: above 0 it takes it for real. Masked pixels are to be 0. */
  judge(images: ImageBatch): Promise<Float32Array>
}

export interface PredictorOptions {
  readonly network: NetworkConfig
  readonly tensors: readonly NamedTensor[]
  readonly threads: number
}

/** A network in evaluation mode with fixed weights. */
export interface Predictor {
  predict(lr: ImageBatch): Promise<ImageBatch>
  dispose(): void
}

export interface ClassPredictorOptions {
  readonly classifier: ClassifierConfig
  readonly tensors: readonly NamedTensor[]
  readonly threads: number
}

/** A classifier in evaluation mode with fixed weights. */
export interface ClassPredictor {
  /** Probabilities, [count, classes]. */
  classify(images: ImageBatch): Promise<Float32Array>
  dispose(): void
}

export type DeviceProbe =
  | { readonly available: true; readonly versions: Readonly<Record<string, string>> }
  /** `reason` says what is missing, `remedy` what to do. */
  | { readonly available: false; readonly reason: string; readonly remedy: string }

export interface Device {
  readonly id: DeviceId
  readonly title: string
  probe(): Promise<DeviceProbe>
  createTrainer(options: TrainerOptions): Promise<Trainer>
  createPredictor(options: PredictorOptions): Promise<Predictor>
  createClassifierTrainer(options: ClassifierTrainerOptions): Promise<ClassifierTrainer>
  createAdversarialTrainer(options: AdversarialTrainerOptions): Promise<AdversarialTrainer>
  createClassPredictor(options: ClassPredictorOptions): Promise<ClassPredictor>
  /** Kinds of operator in a network's training step that the device leaves to the processor. */
  operatorsOnProcessor?(network: NetworkConfig): Promise<string[]>
}
