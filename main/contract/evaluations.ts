import { oc } from '@orpc/contract'
import { z } from 'zod'
import { idSchema, splitSideSchema } from './common.ts'
import { jobSchema } from './jobs.ts'

/** A mean over images; no standard deviation under 2 images, no interval under 5. */
export const summarySchema = z.object({
  mean: z.number(),
  std: z.number().nullable(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
})

const metricSummary = z.object({ mse: summarySchema, psnr: summarySchema, ssim: summarySchema })

export const methodScoreSchema = z.object({
  /** 'network', 'nearest', 'bilinear', 'bicubic', 'lanczos3', 'bicubic-affine', or a classical method tuned on the validation side. */
  id: z.string(),
  title: z.string(),
  /** Parameters of a tuned method, and on which side it was tuned. */
  note: z.string(),
  whole: metricSummary,
  /** Where the source's light is: blank sky flatters every method. */
  lens: metricSummary.nullable(),
})
export type MethodScore = z.infer<typeof methodScoreSchema>

export const imageScoreSchema = z.object({
  sample: z.number().int(),
  name: z.string(),
  method: z.string(),
  mse: z.number(),
  psnr: z.number(),
  ssim: z.number(),
  lensPsnr: z.number().nullable(),
  lensSsim: z.number().nullable(),
})

/** SR degraded again to LR beside the LR given: needs no truth, only the PSFs and the noise. */
export const consistencySchema = z.object({
  reducedChiSquare: z.number(),
  /** SR's total flux over LR's, by the flux convention. */
  fluxRatio: z.number(),
  perImage: z.array(z.object({ sample: z.number().int(), reducedChiSquare: z.number(), fluxRatio: z.number() })),
})

export const evaluationSchema = z.object({
  id: idSchema,
  runId: idSchema,
  datasetId: idSchema,
  checkpoint: z.enum(['best', 'last']),
  weightsSha256: z.string(),
  side: splitSideSchema,
  /** False on the training side: such scores are not results. */
  heldOut: z.boolean(),
  peak: z.number(),
  ssimWindow: z.enum(['uniform', 'gaussian']),
  createdAt: z.string(),
  samples: z.array(z.object({ sample: z.number().int(), name: z.string() })),
  methods: z.array(methodScoreSchema),
  images: z.array(imageScoreSchema),
  consistency: consistencySchema.nullable(),
  /** Why there is no consistency check, where there is none. */
  consistencyMissing: z.string().nullable(),
  warnings: z.array(z.string()),
})
export type Evaluation = z.infer<typeof evaluationSchema>

export const evaluationsContract = {
  start: oc
    .input(
      z.object({
        runId: idSchema,
        checkpoint: z.enum(['best', 'last']).default('best'),
        /** Absent: the one that the run was trained on. Of any other, every image is held out. */
        datasetId: idSchema.optional(),
        side: splitSideSchema.default('test'),
      }),
    )
    .output(z.object({ job: jobSchema, evaluationId: idSchema })),
  get: oc.input(z.object({ id: idSchema })).output(evaluationSchema),
  /** Writes report.html (self-contained, no script) and a PNG panel an image: LR | bicubic | SR | HR | residual. */
  report: oc
    .input(z.object({ id: idSchema, folder: z.string().max(4096).optional() }))
    .output(z.object({ html: z.string(), panels: z.array(z.string()) })),
  list: oc.input(z.object({ runId: idSchema.optional() })).output(
    z.array(
      evaluationSchema.pick({
        id: true,
        runId: true,
        datasetId: true,
        checkpoint: true,
        side: true,
        heldOut: true,
        createdAt: true,
      }),
    ),
  ),
}
