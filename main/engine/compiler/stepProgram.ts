import type { Tensor } from '@tensorflow/tfjs-core'
import type { RecordInput } from './record.ts'

/** Something that a device runs again and again, written once as tensor operations. */
export interface StepProgram {
  /** The same key, the same program, among all that one stepper is given. */
  readonly key: string
  /** Those that bear the name of a part of the stepper's state are taken from there. */
  readonly inputs: readonly RecordInput[]
  /** Outputs named `new.` and a part of the state take its place; the others are answered. */
  run(inputs: Record<string, Tensor>): Record<string, Tensor>
  /** Weights stand in it as constants, which the runtime packs in advance. They hold until the state changes. */
  readonly constantWeights?: boolean
}

/** What `new.weights` is the new value of. */
export const NEW = 'new.'
