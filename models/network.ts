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

/** Parameter values by name; convolution filters are [out, in, height, width]. */
export type ParameterTensors = Readonly<Record<string, Tensor>>
export type ParameterArrays = Readonly<Record<string, Float32Array>>

/** `train` uses the batch's statistics in batch normalisation and renews the running ones; `eval` uses the running ones. */
export type NetworkMode = 'train' | 'eval'

export interface ForwardResult {
  /** [batch, magnification * height, magnification * width, 1] */
  readonly output: Tensor4D
  /** New values of the running statistics, by name; empty in `eval`. */
  readonly updates: ParameterTensors
}

/**
 * A network that reads an image and answers with numbers: the logits of classes, or the features that a loss compares. The
 * training loop, which goes from images to images, cannot train it.
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
  /** x: [batch, height, width, 1] */
  forward(config: C, params: ParameterTensors, x: Tensor4D, mode: NetworkMode): ForwardResult
  /** HR pixels a LR pixel, along one side. */
  magnification(config: C): number
  /** How many LR pixels around a pixel can change its output: the overlap that tiles need on each side. */
  receptiveField(config: C): number
  /** Also averages over the whole image: tiles of a large image then differ a little from the whole. */
  readonly seesWholeImage?: boolean
  /** One line for people. */
  describe(config: C): string
}

/** Number of trainable values. */
export function countTrainable(specs: readonly ParameterSpec[]): number {
  return specs.filter(s => s.trainable).reduce((n, s) => n + s.shape.reduce((a, b) => a * b, 1), 0)
}
