import { z } from 'zod'
import { idSchema } from '../../contract/common.ts'
import { runConfigSchema } from '../../contract/runs.ts'
import { datasetRecordSchema, sampleRecordSchema } from '../../workspace/datasets.ts'
import { evaluationRecordSchema } from '../../workspace/evaluations.ts'
import { runRecordSchema } from '../../workspace/runs.ts'

export const MANIFEST = 'manifest.json'
export const NUMBERS = 'numbers.json'

/** Folders of an archive's members. */
export const folders = {
  run: 'run',
  dataset: 'dataset',
  evaluation: (id: string) => `evaluations/${id}`,
} as const

const MOST_FILES = 200_000
const MOST_DEPTH = 8

/** Letters, digits and what else is harmless on every system; no part of it is `.` or `..`, begins with a dot or ends with one. */
const memberName = /^[A-Za-z0-9_@+=,()~-][A-Za-z0-9_.@+=,()~ -]*(\/[A-Za-z0-9_@+=,()~-][A-Za-z0-9_.@+=,()~ -]*)*$/

const pathInArchive = z
  .string()
  .max(400)
  .regex(memberName, 'this is no harmless name of a file')
  .refine(path => path.split('/').every(part => !/[. ]$/.test(part)), 'a part of it ends with a dot or a space')
  .refine(path => path.split('/').length <= MOST_DEPTH, 'it lies too deep')

/** Ids become names of folders: they are held to the form that this product gives them. */
const withId = <S extends z.ZodType<{ id: string }>>(schema: S) =>
  schema.refine(record => idSchema.safeParse(record.id).success, 'its id is no id')

/** What the file says of itself. A later version changes `version`; an earlier one is migrated on reading. */
export const manifestSchema = z.object({
  format: z.literal('subarc-run'),
  version: z.literal(1),
  product: z.string().max(100),
  exportedAt: z.string().max(40),
  run: withId(runRecordSchema.extend({ config: runConfigSchema })),
  evaluations: z.array(withId(evaluationRecordSchema)).max(10_000),
  dataset: z
    .object({ record: withId(datasetRecordSchema), samples: z.array(sampleRecordSchema).max(1_000_000) })
    .nullable(),
  /** Every other member of the archive. */
  files: z
    .array(
      z.object({
        path: pathInArchive,
        bytes: z.number().int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(MOST_FILES),
})
export type Manifest = z.infer<typeof manifestSchema>

/** A number that was not finite crosses JSON as null. */
const finiteOrNot = z
  .number()
  .nullable()
  .transform(value => value ?? Number.NaN)

export const numbersSchema = z.object({
  steps: z.array(
    z.object({
      step: z.number().int(),
      epoch: z.number(),
      loss: finiteOrNot,
      gradientNorm: finiteOrNot,
      learningRate: z.number(),
      imagesPerSecond: finiteOrNot,
      terms: z.record(z.string(), finiteOrNot).optional(),
      seconds: z.number().optional(),
    }),
  ),
  validations: z.array(
    z.object({
      ...{ step: z.number().int(), epoch: z.number(), mse: z.number(), psnr: z.number(), ssim: z.number() },
      seconds: z.number().optional(),
    }),
  ),
  previews: z.array(
    z.object({
      step: z.number().int(),
      epoch: z.number(),
      sample: z.number().int(),
      file: z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,200}$/),
    }),
  ),
})
export type Numbers = z.infer<typeof numbersSchema>
