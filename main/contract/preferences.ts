import { oc } from '@orpc/contract'
import { z } from 'zod'

export const appearances = ['dark', 'light', 'system'] as const
export const languages = ['en', 'de'] as const

/** The least memory that any training needs beside Subarc itself, bytes. */
export const LEAST_MEMORY_BYTES = 256 * 2 ** 20

/** What the user chose for good; it lies in the workspace, so that every door and every browser finds it. */
export const preferencesSchema = z.object({
  appearance: z.enum(appearances),
  language: z.enum(languages),
  /** Processor threads of an engine; null: all that Subarc may run on. */
  threads: z.number().int().min(1).max(1024).nullable(),
  /** Bytes that an engine may take at most; null: what is free. */
  memoryLimitBytes: z.number().int().min(LEAST_MEMORY_BYTES).nullable(),
  /** The recipe that new trainings begin with. */
  presetId: z.string().min(1).max(120),
  /** The tour of the first start was seen or put away. */
  tourDone: z.boolean(),
})
export type Preferences = z.infer<typeof preferencesSchema>

export const preferencesContract = {
  get: oc.output(preferencesSchema),
  /** Changes what is given and leaves the rest. */
  set: oc.input(preferencesSchema.partial().strict()).output(preferencesSchema),
}
