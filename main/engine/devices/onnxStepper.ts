import { totalmem } from 'node:os'
import { COMPILER_VERSION, compileProgram } from '../compiler/compile.ts'
import { heldBytes } from '../compiler/liveMemory.ts'
import type { OnnxModel } from '../compiler/onnxModel.ts'
import { BoundedCache, createSession, floatTensor, runSession } from '../compiler/session.ts'
import { NEW, type StepProgram } from '../compiler/stepProgram.ts'
import type { OnnxTarget } from './onnx.ts'
import type { Stepper, StepperMaker } from './stepper.ts'

/** Sizes of batch whose sessions with constant weights are kept: full ones, and the last, smaller one. */
const KEPT_CONSTANT = 2

type Session = Awaited<ReturnType<typeof createSession>>
type Vector = ReturnType<typeof floatTensor>

/** Programs compiled to one graph each, run by ONNX Runtime. */
export function onnxStepperMaker(target: () => Promise<OnnxTarget>): StepperMaker {
  return async (state, { threads, programs }) => createOnnxStepper(await target(), state, threads, programs)
}

function createOnnxStepper(
  { provider, runtime, processor, block, portable }: OnnxTarget,
  initial: Readonly<Record<string, Float32Array>>,
  threads: number,
  programs: number,
): Stepper {
  const vector = (data: Float32Array): Vector => floatTensor(data, [data.length])
  const state = new Map(Object.entries(initial).map(([name, data]) => [name, vector(data.slice())]))
  // Steps write here and the two change places, so that no step allocates.
  const spare = new Map(Object.entries(initial).map(([name, data]) => [name, vector(new Float32Array(data.length))]))

  const release = (session: Session) => void session.release()
  const sessions = new BoundedCache({ count: programs, bytes: sessionMemory() }, release)
  // Constant weights are packed by the runtime and convolve a quarter faster than weights that are inputs; compiling
  // anew after each step that is followed by predictions costs less than validating a dozen images.
  const constant = new BoundedCache({ count: KEPT_CONSTANT, bytes: sessionMemory() }, release)
  const sessionOf = (program: StepProgram) => {
    const { constantWeights = false, key } = program
    // With constant weights the runtime finds blocked layouts and fusions by itself.
    const options = { block: constantWeights ? 0 : block, portable }
    return (constantWeights ? constant : sessions).get(key, () => {
      const compiled = compileProgram(program, options)
      return {
        bytes: knownBytes(compiled.model),
        value: () => createSession(compiled.encode(), { provider, threads }),
      }
    })
  }

  const renew = (names: readonly string[]) => {
    for (const name of names) {
      const [now, before] = [spare.get(name), state.get(name)]
      if (now === undefined || before === undefined) continue
      state.set(name, now)
      spare.set(name, before)
    }
    if (names.length > 0) constant.clear()
  }

  return {
    async run(program, feeds) {
      const session = await sessionOf(program)
      // What a program has no use for is no input of its graph.
      const used = program.inputs.filter(({ name }) => session.inputNames.includes(name))
      const given = used.map(({ name, shape }) => [name, state.get(name) ?? floatTensor(feeds[name], shape)] as const)
      const results = session.outputNames.map(name => [name, spare.get(stateOf(name) ?? '') ?? null] as const)
      const outputs = await runSession(session, Object.fromEntries(given), Object.fromEntries(results))
      renew(session.outputNames.flatMap(name => stateOf(name) ?? []))
      const answers = session.outputNames.filter(name => stateOf(name) === undefined)
      return Object.fromEntries(answers.map(name => [name, outputs[name].data as Float32Array]))
    },
    read: name => Float32Array.from((state.get(name)?.data ?? []) as Float32Array),
    plan: { device: `onnx:${provider}`, compiler: COMPILER_VERSION, runtime, threads, processor, block },
    dispose() {
      sessions.clear()
      constant.clear()
    },
  }
}

/** Of the memory that is free when a training begins, and of all that there is to this process. */
const SHARE_OF_FREE = 0.5
const SHARE_OF_ALL = 0.25

/** What sessions may hold together: a few sizes of large images would else fill the memory, each with an arena of its own. */
function sessionMemory(): number {
  const all = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  // A Mac counts as free only what no cache holds.
  return Math.max(SHARE_OF_FREE * process.availableMemory(), SHARE_OF_ALL * all)
}

/** Where the sizes of a model's values are not known, the number of sessions alone is bounded. */
function knownBytes(model: OnnxModel): number {
  try {
    return heldBytes(model)
  } catch {
    return 0
  }
}

const stateOf = (output: string): string | undefined => (output.startsWith(NEW) ? output.slice(NEW.length) : undefined)
