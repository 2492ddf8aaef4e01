import { z } from 'zod'

export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'an id has lower-case letters, digits and hyphens only')

/** A path on the machine where the core runs; it must lie under a registered folder. */
export const pathSchema = z.string().min(1).max(4096)

export const nameSchema = z.string().trim().min(1, 'give a name').max(120, 'a name has at most 120 characters')

export const sizeSchema = z.object({ width: z.number().int().positive(), height: z.number().int().positive() })

/** Whether a pixel's value is the flux that falls on it (it sums) or a surface brightness (it averages). */
export const fluxConventionSchema = z.enum(['sum', 'mean', 'unknown'])
export type FluxConvention = z.infer<typeof fluxConventionSchema>

export const scalingKindSchema = z.enum(['none', 'linear', 'asinh', 'per-image-minmax', 'per-image-percentile'])

/** Splits: `train` scores are shown under that name only and never count as results. */
export const splitSideSchema = z.enum(['train', 'validation', 'test'])
export type SplitSide = z.infer<typeof splitSideSchema>

export const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
})

export const deviceIdSchema = z
  .string()
  .regex(/^(reference|tensorflow|onnx:[a-z]+)$/, 'a device is reference, tensorflow or onnx:<provider>')

/** Finite statistics of an image. `null`: no finite pixel. */
export const imageStatsSchema = z.object({
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  std: z.number().nullable(),
  nonFinite: z.number().int(),
})
export type ImageStats = z.infer<typeof imageStatsSchema>

/** float32 pixels, little-endian, row 0 at the bottom, as base64: for single small images only. */
export const inlineImageSchema = sizeSchema.extend({ base64: z.string() })
export type InlineImage = z.infer<typeof inlineImageSchema>

export const splitRatiosSchema = z
  .object({ train: z.number().min(0), validation: z.number().min(0), test: z.number().min(0) })
  .refine(r => r.train > 0, 'the training side needs a share above 0')
