import { oc } from '@orpc/contract'
import { z } from 'zod'
import { deviceIdSchema, idSchema } from './common.ts'
import { changedFieldsSchema } from './groups.ts'
import { jobSchema } from './jobs.ts'

export const studyFormSchema = z.enum(['corrected', 'published'])

const scoresSchema = z.record(z.string(), z.number())

/** One row of the study's tables in one form: what was published beside what the latest run of it came to. */
export const studyRowSchema = z.object({
  table: z.enum(['dataset_1', 'dataset_2', 'denoisers', 'classifiers']),
  row: z.string(),
  form: studyFormSchema,
  recipeId: idSchema,
  /** By metric; MSE at a peak of 1. Null: the study published none. */
  published: scoresSchema.nullable(),
  run: z
    .object({
      id: idSchema,
      name: z.string(),
      datasetName: z.string(),
      /** Of held-out images, and of a denoiser those that it was validated on. */
      scores: scoresSchema,
      side: z.enum(['test', 'validation']),
      images: z.number().int(),
      /** PSNR of bicubic interpolation on the same images, and after the best affine fit to each HR image. */
      bicubic: z.number().nullable(),
      bicubicAffine: z.number().nullable(),
    })
    .nullable(),
  /** Why there are no scores, where a run has none. */
  note: z.string(),
})
export type StudyRow = z.infer<typeof studyRowSchema>

export const studyRequestSchema = z.object({
  dataset1: idSchema,
  dataset2: idSchema,
  /** Images in the classes no, sphere and vort; without it the classifiers and SRGan are left out. */
  classes: idSchema.nullable().default(null),
  forms: z.array(studyFormSchema).min(1).default(['corrected', 'published']),
  /** Rows of its tables; empty: all. */
  rows: z.array(z.string()).default([]),
  changes: changedFieldsSchema.default({}),
  device: deviceIdSchema.optional(),
  ignoreMemory: z.boolean().optional(),
})
export type StudyRequest = z.infer<typeof studyRequestSchema>

export const studyContract = {
  /** Every row that a recipe makes, with the user's latest run of it. */
  table: oc.output(z.array(studyRowSchema)),
  /** All rows one after the other, as one group; each is scored on held-out images. */
  start: oc.input(studyRequestSchema).output(z.object({ job: jobSchema, groupId: idSchema })),
}
