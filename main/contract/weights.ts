import { oc } from '@orpc/contract'
import { z } from 'zod'
import { fluxConventionSchema, idSchema, nameSchema, pathSchema } from './common.ts'
import { runSummarySchema } from './runs.ts'

/** One file of weights: on this machine, or dropped on a page. */
export const weightsSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: pathSchema }),
  z.object({ kind: z.literal('upload'), id: idSchema }),
])
export type WeightsSource = z.infer<typeof weightsSourceSchema>

/** A tensor that does not fit the network that was recognised. */
const keyProblemSchema = z.object({
  key: z.string(),
  problem: z.enum(['missing', 'unknown', 'shape']),
  wanted: z.array(z.number().int()).nullable(),
  found: z.array(z.number().int()).nullable(),
})

/** How images are brought to a network that does not say it itself; by the numbers of each image alone. */
export const importedScalingSchema = z.enum(['per-image-minmax', 'per-image-percentile', 'none'])
export type ImportedScaling = z.infer<typeof importedScalingSchema>

/** What a file of weights holds, for confirmation. */
export const weightsReportSchema = z.object({
  file: z.string(),
  format: z.enum(['torch', 'safetensors', 'onnx']),
  bytes: z.number(),
  sha256: z.string(),
  suggestedName: z.string(),
  network: z.record(z.string(), z.unknown()),
  /** 'ResnetSISR x2: 10 blocks x 64 channels, ReLU output' */
  description: z.string(),
  parameters: z.number().int(),
  magnification: z.number().int(),
  bands: z.number().int(),
  /** Fields of the network that its weights do not tell. */
  untold: z.array(z.enum(['outputRelu', 'globalSkip'])),
  problems: z.array(keyProblemSchema),
  /** In front of the network's keys in the file. */
  prefix: z.string(),
  /** Keys that are not the network's and were not looked at. */
  ignored: z.array(z.string()),
  /** Subarc wrote it: scaling and calibration are its own. */
  isOwn: z.boolean(),
  /** Why it cannot be imported; null: it can. */
  obstacle: z.string().nullable(),
})
export type WeightsReport = z.infer<typeof weightsReportSchema>

/** A network that Subarc brings along, trained by itself. */
export const pretrainedSchema = z.object({
  id: idSchema,
  title: z.string(),
  description: z.string(),
  network: z.string(),
  parameters: z.number().int(),
  magnification: z.number().int(),
  /** Of the images that it is for, arcsec. */
  pixelScaleArcsec: z.number().nullable(),
  /** Mean PSNR on held-out images by method, dB, the network's first. */
  scores: z.array(z.object({ id: z.string(), title: z.string(), psnr: z.number(), ssim: z.number() })),
  heldOut: z.number().int(),
  limits: z.array(z.string()),
  /** The model card, as Markdown. */
  card: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** The run that stands for it in this workspace; null: it was not used yet. */
  runId: idSchema.nullable(),
})
export type Pretrained = z.infer<typeof pretrainedSchema>

export const weightsContract = {
  /** Recognises the network by what the weights say, else by keys and shapes. Nothing is kept, and nothing in it is executed. */
  inspect: oc.input(z.object({ source: weightsSourceSchema })).output(weightsReportSchema),
  /** The network becomes a run of this workspace: it can be applied, scored and trained further. */
  import: oc
    .input(
      z.object({
        source: weightsSourceSchema,
        name: nameSchema.optional(),
        /** What the weights do not tell. */
        network: z
          .object({ outputRelu: z.boolean().optional(), globalSkip: z.boolean().optional() })
          .strict()
          .default({}),
        /** Of weights that Subarc did not write. */
        scaling: importedScalingSchema.default('per-image-minmax'),
        /** LR pixel of the images that it was trained on, arcsec, where that is known. */
        pixelScaleArcsec: z.number().positive().max(3600).optional(),
        fluxConvention: fluxConventionSchema.default('unknown'),
      }),
    )
    .output(runSummarySchema),
  pretrained: oc.output(z.array(pretrainedSchema)),
  /** The run that stands for a pretrained network, made where there is none yet. */
  addPretrained: oc.input(z.object({ id: idSchema })).output(runSummarySchema),
}
