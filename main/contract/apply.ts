import { oc } from '@orpc/contract'
import { z } from 'zod'
import { errorSchema, fluxConventionSchema, idSchema, pathSchema, sizeSchema } from './common.ts'
import { imageSourceSchema } from './datasets.ts'
import { jobSchema, jobStatusSchema } from './jobs.ts'

export const outputFormatSchema = z.enum(['fits', 'npy', 'png'])

export const applyItemSchema = z.object({
  index: z.number().int(),
  name: z.string(),
  input: z.string(),
  inputSize: sizeSchema.nullable(),
  outputSize: sizeSchema.nullable(),
  /** Written files by format. */
  outputs: z.partialRecord(outputFormatSchema, z.string()),
  warnings: z.array(z.string()),
  error: errorSchema.nullable(),
  status: z.enum(['waiting', 'done', 'failed']),
})
export type ApplyItem = z.infer<typeof applyItemSchema>

export const applyRecordSchema = z.object({
  id: idSchema,
  runId: idSchema,
  checkpoint: z.enum(['best', 'last']),
  weightsSha256: z.string(),
  createdAt: z.string(),
  status: jobStatusSchema,
  folder: z.string(),
  items: z.array(applyItemSchema),
})
export type ApplyRecord = z.infer<typeof applyRecordSchema>

export const applyContract = {
  start: oc
    .input(
      z.object({
        runId: idSchema,
        checkpoint: z.enum(['best', 'last']).default('best'),
        /** Images of any size, or the LR images of a dataset (one side of its split, or all). */
        source: z.union([
          imageSourceSchema,
          z.object({ kind: z.literal('dataset'), id: idSchema, side: z.enum(['train', 'validation', 'test', 'all']) }),
        ]),
        formats: z.array(outputFormatSchema).min(1).default(['fits']),
        /** Default: the workspace's exports. Files that exist are never overwritten unless asked. */
        folder: pathSchema.optional(),
        overwrite: z.boolean().default(false),
        /** Of the input images, where their files do not say. */
        pixelScaleArcsec: z.number().positive().optional(),
        fluxConvention: fluxConventionSchema.optional(),
        tilePixels: z.number().int().min(32).max(8192).default(256),
      }),
    )
    .output(z.object({ job: jobSchema, applyId: idSchema })),
  get: oc.input(z.object({ id: idSchema })).output(applyRecordSchema),
  /** FITS cards of an item's input and of its product; none where a file has none or is gone. */
  headers: oc
    .input(z.object({ id: idSchema, item: z.number().int().min(0) }))
    .output(z.object({ input: z.array(z.string()), output: z.array(z.string()) })),
  list: oc.output(z.array(applyRecordSchema.omit({ items: true }))),
}
