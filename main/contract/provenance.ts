import { oc } from '@orpc/contract'
import { z } from 'zod'
import { idSchema } from './common.ts'

const runNameSchema = z.object({ id: idSchema, name: z.string() })

const differenceSchema = z.object({
  part: z.enum(['settings', 'data', 'environment']),
  name: z.string(),
  /** As text, for people; null where that run does not have it. */
  here: z.string().nullable(),
  there: z.string().nullable(),
})

/** A run beside the one that it repeats. */
export const samenessSchema = z.object({
  of: runNameSchema,
  /**
   * `same`: every number and weight that both have is equal to the last bit. `open`: one of them has not come to its end.
   * `incomparable`: they have no step in common.
   */
  verdict: z.enum(['same', 'different', 'open', 'incomparable']),
  /** Numbers that both have: of steps (loss, gradient norm, rate) and of validations (MSE, PSNR, SSIM). */
  compared: z.object({ steps: z.number().int(), validations: z.number().int() }),
  /** Of the last checkpoints; null where one is missing or they are of different steps. */
  weightsEqual: z.boolean().nullable(),
  firstDifference: z
    .object({ step: z.number().int(), quantity: z.string(), here: z.number(), there: z.number() })
    .nullable(),
  /** What was not the same when they were made. */
  differences: z.array(differenceSchema),
})
export type Sameness = z.infer<typeof samenessSchema>

export const provenanceSchema = z.object({
  /** Trains the same again in this workspace; null for a network that was not trained in one. */
  againCommand: z.string().nullable(),
  /** Trains the same anywhere, on a dataset with the same content; null where it began from weights of other runs. */
  fullCommand: z.string().nullable(),
  repeats: samenessSchema.nullable(),
  /** Runs that repeat this one, oldest first. */
  repeatedBy: z.array(runNameSchema),
})
export type Provenance = z.infer<typeof provenanceSchema>

export const provenanceContract = {
  get: oc.input(z.object({ id: idSchema })).output(provenanceSchema),
}
