import { z } from 'zod'
import { freshGuard } from './divergence.ts'
import { freshPlateau } from './schedule.ts'

/** Everything that the loop carries from step to step beside the network and the optimizer; saved in `last`. */
export const loopStateSchema = z.preprocess(
  renamed,
  z.object({
    /** Optimizer steps done. Epoch and place in it follow from it. */
    step: z.int().min(0),
    /** Step at which the last validation was finished; 0: none. */
    validatedStep: z.int().min(0),
    /** Of the validations so far; higher is better, whatever is scored: PSNR in dB, of a classifier minus its cross-entropy. */
    bestScore: z.number().nullable(),
    bestStep: z.int().min(0),
    /** Validations since the best one. */
    withoutBetter: z.int().min(0),
    plateau: z.object({ rateFactor: z.number(), waited: z.int() }),
    guard: z.object({ steps: z.int(), initialLoss: z.number(), smoothedLoss: z.number(), zeroGradients: z.int() }),
  }),
)

/** Checkpoints of before there was anything but PSNR call the best score so. */
function renamed(state: unknown): unknown {
  if (typeof state !== 'object' || state === null || !('bestPsnr' in state)) return state
  const { bestPsnr: bestScore, ...rest } = state
  return { ...rest, bestScore }
}

export type LoopState = Readonly<z.output<typeof loopStateSchema>>

export const freshLoopState: LoopState = {
  step: 0,
  validatedStep: 0,
  bestScore: null,
  bestStep: 0,
  withoutBetter: 0,
  plateau: freshPlateau,
  guard: freshGuard,
}
