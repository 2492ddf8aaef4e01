import { z } from 'zod'

/** What an image is to the one that it belongs to. */
export const planeRoleSchema = z.enum([
  'science', // the image itself
  'error', // standard deviation of each pixel, in the image's unit
  'variance', // its square
  'weight', // inverse variance; 0: no data
  'quality', // data quality flags or a mask: not zero is bad
  'psf', // point spread function, on the image's grid
  'ignore',
])
export type PlaneRole = z.infer<typeof planeRoleSchema>

/**
 * Roles that the user chose, by kind: `psf` for all files with that word in their names, a file's own name without
 * its ending, `[ERR]` for the extensions or arrays of that name.
 */
export const planeRolesSchema = z.record(z.string().min(1).max(200), planeRoleSchema)
export type PlaneRoles = z.infer<typeof planeRolesSchema>

/** Files, or parts of files, that are taken as the same thing. */
export const planeKindSchema = z.object({
  /** As `planeRolesSchema` names it. */
  kind: z.string(),
  role: planeRoleSchema,
  /** Why it was taken so. */
  reason: z.string(),
  /** One of them. */
  example: z.string(),
  count: z.number().int(),
  isPart: z.boolean(),
})
export type PlaneKind = z.infer<typeof planeKindSchema>

/** Which bits of a data quality value make a pixel bad; null: any. */
export const qualityBitsSchema = z.number().int().min(1).max(0xffff_ffff).nullable()

const counts = z.object({ lr: z.number().int(), hr: z.number().int() })

/** How many samples of a dataset have each plane. */
export const planeCountsSchema = z.object({
  error: counts,
  masked: counts,
  psf: counts,
  /** Share of the pixels of the whole set that do not count, LR and HR. */
  maskedShare: z.object({ lr: z.number(), hr: z.number() }),
})
export type PlaneCounts = z.infer<typeof planeCountsSchema>

/** What one side of a sample has beside its image. */
export const samplePlanesSchema = z.object({
  /** Where the standard deviations come from, or null. */
  error: z.string().nullable(),
  /** Pixels that do not count. */
  masked: z.number().int(),
  /** Where the mask comes from, besides missing pixels. */
  maskFrom: z.array(z.string()),
  psf: z.string().nullable(),
})
export type SamplePlanes = z.infer<typeof samplePlanesSchema>
