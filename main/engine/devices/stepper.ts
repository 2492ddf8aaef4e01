import type { StepProgram } from '../compiler/stepProgram.ts'

/** A device at work: vectors that live on it, and programs that read and change them. Calls are made one at a time. */
export interface Stepper {
  /**
   * Runs the program on the state and on what it is fed; the state it renews takes the place of the old, and the rest is
   * answered.
   */
  run(program: StepProgram, feeds: Readonly<Record<string, Float32Array>>): Promise<Record<string, Float32Array>>
  /** A copy of a part of the state. */
  read(name: string): Float32Array
  /** What must be equal for a resumed run to be bit-identical: lowerings, threads, runtime version, instruction set. */
  readonly plan: Readonly<Record<string, string | number | boolean>>
  dispose(): void
}

/** A device's way to make one. The vectors are copied. */
export type StepperMaker = (
  state: Readonly<Record<string, Float32Array>>,
  options: { readonly threads: number; readonly programs: number },
) => Promise<Stepper>

/** A scalar among a program's feeds. */
export const scalar = (value: number): Float32Array => Float32Array.of(value)

/** The rates of an optimiser's step among them. */
export const scalars = (values: Readonly<Record<string, number>>): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, scalar(value)]))
