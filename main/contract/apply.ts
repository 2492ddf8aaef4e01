import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FIRST_NAME_TEMPLATE, templateProblem } from '../domain/nameTemplate.ts'
import { errorSchema, fluxConventionSchema, idSchema, pathSchema, sizeSchema } from './common.ts'
import { imageSourceSchema } from './datasets.ts'
import { jobSchema, jobStatusSchema } from './jobs.ts'

export { FIRST_NAME_TEMPLATE, NAME_FIELDS } from '../domain/nameTemplate.ts'

export const outputFormatSchema = z.enum(['fits', 'npy', 'png'])

/** FITS as PRIMARY, SCI, RESID and MASK; the same RICE-compressed (not lossless); or one primary image. */
export const fitsLayoutSchema = z.enum(['extensions', 'compressed', 'image'])
export type FitsLayout = z.infer<typeof fitsLayoutSchema>

/** What becomes of an image whose product's file is there already, and not from the same work broken off. */
export const existingSchema = z.enum(['refuse', 'skip', 'rename', 'overwrite'])
export type Existing = z.infer<typeof existingSchema>

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
  /** `skipped`: its files were there already and were left as they are. */
  status: z.enum(['waiting', 'done', 'skipped', 'failed']),
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

export const applyRequestSchema = z.object({
  runId: idSchema,
  checkpoint: z.enum(['best', 'last']).default('best'),
  /** Images of any size, or the LR images of a dataset (one side of its split, or all). */
  source: z.union([
    imageSourceSchema,
    z.object({ kind: z.literal('dataset'), id: idSchema, side: z.enum(['train', 'validation', 'test', 'all']) }),
  ]),
  formats: z.array(outputFormatSchema).min(1).default(['fits']),
  fitsLayout: fitsLayoutSchema.default('extensions'),
  /** Default: the workspace's exports. */
  folder: pathSchema.optional(),
  /** Names of the products, without their endings: main/domain/nameTemplate.ts lists the fields. */
  nameTemplate: z
    .string()
    .default(FIRST_NAME_TEMPLATE)
    .superRefine((template, { addIssue }) => {
      const message = templateProblem(template)
      if (message !== null) addIssue({ code: 'custom', message: message.replace(/\.$/, '') })
    }),
  existing: existingSchema.default('refuse'),
  /** Of the input images, where their files do not say. */
  pixelScaleArcsec: z.number().positive().optional(),
  fluxConvention: fluxConventionSchema.optional(),
  /** Brings each image's values to the brightness of the training images and back by one factor: for data in other units. */
  matchValues: z.boolean().default(false),
  tilePixels: z.number().int().min(32).max(8192).default(256),
})
export type ApplyRequest = z.infer<typeof applyRequestSchema>

const startedSchema = z.object({ job: jobSchema, applyId: idSchema })

export const applyContract = {
  start: oc.input(applyRequestSchema).output(startedSchema),
  /** Goes on with an application that was broken off, into the same folder: what is done and whole is not made again. */
  resume: oc.input(z.object({ id: idSchema })).output(startedSchema),
  get: oc.input(z.object({ id: idSchema })).output(applyRecordSchema),
  /** FITS cards of an item's input and of its product; none where a file has none or is gone. */
  headers: oc
    .input(z.object({ id: idSchema, item: z.number().int().min(0) }))
    .output(z.object({ input: z.array(z.string()), output: z.array(z.string()) })),
  list: oc.output(z.array(applyRecordSchema.omit({ items: true }))),
}
