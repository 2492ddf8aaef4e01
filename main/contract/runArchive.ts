import { oc } from '@orpc/contract'
import { z } from 'zod'
import { idSchema, pathSchema } from './common.ts'

/** A run as one file: settings, numbers, weights, previews, evaluations with their images, and its dataset. */
export const runArchiveContract = {
  export: oc
    .input(
      z.object({
        id: idSchema,
        /** Without it the images of the dataset are left out: the run can be looked at elsewhere, and not evaluated anew. */
        withDataset: z.boolean().default(true),
        /** By default in the workspace's exports. */
        file: pathSchema.optional(),
      }),
    )
    .output(z.object({ file: z.string(), ref: z.string(), bytes: z.number(), files: z.number().int() })),
  import: oc.input(z.union([z.object({ file: pathSchema }), z.object({ upload: idSchema })])).output(
    z.object({
      runId: idSchema,
      name: z.string(),
      /** Null for a network that was not trained in a workspace. */
      datasetId: idSchema.nullable(),
      /** `found`: this workspace has one with the same content. */
      dataset: z.enum(['added', 'found', 'left-out']),
      evaluations: z.number().int(),
    }),
  ),
}
