import type { ParameterSpec } from './network.ts'

/** A convolution's filter and bias, as torch.nn.Conv2d has them. */
export const convolutionSpecs = (name: string, out: number, inn: number, kernel: number): ParameterSpec[] => [
  { name: `${name}.weight`, shape: [out, inn, kernel, kernel], trainable: true },
  { name: `${name}.bias`, shape: [out], trainable: true },
]

/** Batch normalisation as torch.nn.BatchNorm2d; PyTorch's count of batches is left out, for nothing depends on it. */
export const batchNormSpecs = (name: string, channels: number): ParameterSpec[] =>
  ['weight', 'bias', 'running_mean', 'running_var'].map(kind => ({
    name: `${name}.${kind}`,
    shape: [channels],
    trainable: !kind.startsWith('running'),
  }))

/** Layer normalisation as torch.nn.LayerNorm. */
export const normSpecs = (name: string, channels: number): ParameterSpec[] =>
  ['weight', 'bias'].map(kind => ({ name: `${name}.${kind}`, shape: [channels], trainable: true }))

/** A dense layer as torch.nn.Linear. */
export const linearSpecs = (name: string, out: number, inn: number): ParameterSpec[] => [
  { name: `${name}.weight`, shape: [out, inn], trainable: true },
  { name: `${name}.bias`, shape: [out], trainable: true },
]

/** 0 to n - 1. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
