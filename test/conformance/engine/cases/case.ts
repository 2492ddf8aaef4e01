import type { Tensor } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { randomArray, type Step, type TestArray, withGradients } from '../compare.ts'

/** One step on one set of inputs. */
export interface Sample {
  readonly inputs: Record<string, TestArray>
  readonly step: Step
}

/** What a device must compute as tfjs's CPU backend does. */
export interface KernelCase {
  /** tfjs's kernels that the case is there for. */
  readonly kernels: readonly string[]
  readonly title: string
  readonly samples: fc.Arbitrary<Sample>
  /** Of the largest value; absent: that of sums of a few float32. */
  readonly tolerance?: number
  /** Why a device does not pass, by its provider. Such a case fails once it passes. */
  readonly fails?: Readonly<Record<string, string>>
}

export const side = fc.integer({ min: 1, max: 5 })
export const shapes = fc.array(side, { minLength: 1, maxLength: 4 })
export const seeds = fc.nat()

/** Some order of the axes. */
export const permutation = (rank: number, seed: number): number[] =>
  Array.from({ length: rank }, (_, i) => i).sort((a, b) => ((a * 7 + seed) % 5) - ((b * 7 + seed) % 5) || a - b)

export const permuted = (shape: readonly number[], perm: readonly number[]): number[] => perm.map(p => shape[p])

/** Output and gradients by the named inputs; the output's shape is told by `outShape`. */
export function gradientSample(
  inputs: Record<string, TestArray>,
  names: readonly string[],
  outShape: readonly number[],
  f: (inputs: Record<string, Tensor>) => Tensor,
): Sample {
  const weighting = randomArray(outShape, 4711)
  return { inputs: { ...inputs, weighting }, step: withGradients(names, f) }
}
