import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'

/** Uniform random numbers in [0, 1): all the randomness that an initialisation may use. */
export interface UniformRandom {
  uniform(): number
}

/** A parameter or a running statistic, under PyTorch's state_dict key and in PyTorch's layout. */
export interface ParameterSpec {
  readonly name: string
  readonly shape: readonly number[]
  /** False for running statistics: the optimizer leaves them alone. */
  readonly trainable: boolean
}

/** Shapes of tensors by name, as a file of weights has them. */
export type ShapesByName = ReadonlyMap<string, readonly number[]>

/** Parameter values by name; convolution filters are [out, in, height, width]. */
export type ParameterTensors = Readonly<Record<string, Tensor>>
export type ParameterArrays = Readonly<Record<string, Float32Array>>

/** `train` uses the batch's statistics in batch normalisation and renews the running ones; `eval` uses the running ones. */
export type NetworkMode = 'train' | 'eval'

export interface ForwardResult {
  /** [batch, magnification * height, magnification * width, band] */
  readonly output: Tensor4D
  /** New values of the running statistics, by name; empty in `eval`. */
  readonly updates: ParameterTensors
}

/**
 * A network that reads an image and answers with numbers: the logits of classes, or the features that a loss compares.
 */
export interface ImageReader<C> {
  /** Parameters and running statistics in state_dict order. */
  parameters(config: C): readonly ParameterSpec[]
  /** PyTorch's default initialisation; the same random sequence gives the same values. */
  init(config: C, random: UniformRandom): ParameterArrays
  /** x: [batch, height, width, 1] */
  forward(
    config: C,
    params: ParameterTensors,
    x: Tensor4D,
    mode: NetworkMode,
  ): { readonly output: Tensor; readonly updates: ParameterTensors }
}

/** One architecture: everything that the engine must know of it. `C` is its configuration. */
export interface Network<C> {
  /** Parameters and running statistics in state_dict order. */
  parameters(config: C): readonly ParameterSpec[]
  /** PyTorch's default initialisation; the same random sequence gives the same values. */
  init(config: C, random: UniformRandom): ParameterArrays
  /** x: [batch, height, width, band] */
  forward(config: C, params: ParameterTensors, x: Tensor4D, mode: NetworkMode): ForwardResult
  /** HR pixels a LR pixel, along one side. */
  magnification(config: C): number
  /** How many LR pixels around a pixel can change its output: the overlap that tiles need on each side. */
  receptiveField(config: C): number
  /** Tiles of a larger image must begin at multiples of this, LR pixels; absent: anywhere. */
  tileGrid?(config: C): number
  /** It sees more of an image than its tiles overlap: they then differ a little from the whole. Absent: it does not. */
  seesBeyondTiles?(config: C): boolean
  /** One line for people. */
  describe(config: C): string
  /** The record of the configuration that weights of these names and shapes belong to; undefined: another architecture's. */
  recognise(shapes: ShapesByName): Readonly<Record<string, unknown>> | undefined
  /** Fields of the configuration that its weights do not tell: as they are elsewhere unless somebody knows better. */
  readonly untold: readonly UntoldField[]
  /** Names of tensors that its code keeps with the weights and that follow from the configuration. */
  readonly derived?: RegExp
}

export type UntoldField = 'outputRelu' | 'globalSkip'

/** Number of trainable values. */
export function countTrainable(specs: readonly ParameterSpec[]): number {
  return specs.filter(s => s.trainable).reduce((n, s) => n + s.shape.reduce((a, b) => a * b, 1), 0)
}
