import type { NetworkConfig } from '../../../models/registry.ts'
import type { PixelLoss } from '../lossTerms.ts'

/** A processor on which networks run: `reference`, `tensorflow`, or `onnx:<provider>`. */
export type DeviceId = 'reference' | 'tensorflow' | `onnx:${string}`

/** A named array in PyTorch's layout, under PyTorch's state_dict key. */
export interface NamedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** All that a training step reads and writes; saving it and loading it again continues bit for bit on one CPU device. */
export interface TrainingState {
  /** Parameters and batch norm's running statistics. */
  readonly tensors: readonly NamedTensor[]
  /** Adam's first and second moments, one each a trainable parameter. */
  readonly adamM: readonly NamedTensor[]
  readonly adamV: readonly NamedTensor[]
  /** Optimizer steps done. */
  readonly step: number
}

/** A batch of single-channel images: `data` is [count, height, width], row-major, in the network's scaled values. */
export interface ImageBatch {
  readonly count: number
  readonly height: number
  readonly width: number
  readonly data: Float32Array
}

export interface TrainerOptions {
  readonly network: NetworkConfig
  readonly state: TrainingState
  readonly loss: PixelLoss
  readonly adam: { readonly beta1: number; readonly beta2: number; readonly epsilon: number }
  /** Global gradient norm above which gradients are scaled down; absent: no clipping. */
  readonly clipNorm?: number
  readonly threads: number
}

export interface StepResult {
  readonly loss: number
  /** Global norm of all gradients before clipping. */
  readonly gradientNorm: number
}

/** A network in training. Calls are made one at a time. */
export interface Trainer {
  /** `mask`: 1 where an HR pixel counts in the loss and 0 where not; absent: all count. */
  step(lr: ImageBatch, hr: ImageBatch, learningRate: number, mask?: ImageBatch): Promise<StepResult>
  /** The network in evaluation mode with the weights of this moment. */
  predict(lr: ImageBatch): Promise<ImageBatch>
  exportState(): TrainingState
  /** What must be equal for a resumed run to be bit-identical: lowerings, threads, runtime version, instruction set. */
  readonly plan: Readonly<Record<string, string | number | boolean>>
  dispose(): void
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
  /** Kinds of operator in a network's training step that the device leaves to the processor. */
  operatorsOnProcessor?(network: NetworkConfig): Promise<string[]>
}
