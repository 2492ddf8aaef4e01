import { oc } from '@orpc/contract'
import { z } from 'zod'
import { idSchema, pathSchema } from './common.ts'

/** A comparison of more runs than this cannot be read. */
const runIds = z
  .array(idSchema)
  .min(1, 'choose a run')
  .max(20, 'a report has at most 20 runs')
  .refine(ids => new Set(ids).size === ids.length, 'a run is named twice')

export const tableKinds = ['runs', 'scores', 'images', 'validations', 'steps'] as const
export const tableFormats = ['csv', 'parquet', 'latex', 'votable'] as const
export type TableKind = (typeof tableKinds)[number]
export type TableFormat = (typeof tableFormats)[number]

export const reportsContract = {
  /** One page that needs nothing beside itself; where nothing here can print it, HTML in the place of PDF, and why. */
  write: oc.input(z.object({ runs: runIds, format: z.enum(['html', 'pdf']), file: pathSchema.optional() })).output(
    z.object({
      file: z.string(),
      format: z.enum(['html', 'pdf']),
      /** For downloads: `/download/<ref>`. */
      ref: z.string(),
      bytes: z.number(),
      /** Why it is not the format asked for. */
      reason: z.string().nullable(),
    }),
  ),
  /**
   * `runs`: a row a run, with its settings; `scores`: a row a run and method, of the latest held-out evaluation; `images`: a row
   * a run, method and image; `validations` and `steps`: the curves.
   */
  table: oc
    .input(
      z.object({
        runs: z.array(idSchema).min(1).max(1000),
        what: z.enum(tableKinds),
        format: z.enum(tableFormats),
        file: pathSchema.optional(),
      }),
    )
    .output(z.object({ file: z.string(), ref: z.string(), rows: z.number().int(), columns: z.number().int() })),
  /** Folders that the programs open: `mlflow ui --backend-store-uri <folder>`, `tensorboard --logdir <folder>`. */
  exportTo: oc
    .input(
      z.object({
        runs: z.array(idSchema).min(1).max(1000),
        program: z.enum(['mlflow', 'tensorboard']),
        folder: pathSchema.optional(),
      }),
    )
    .output(z.object({ folder: z.string(), runs: z.number().int() })),
}
