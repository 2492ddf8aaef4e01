import { oc } from '@orpc/contract'
import { z } from 'zod'
import { pathSchema } from './common.ts'

const hduTypeSchema = z.enum(['primary', 'image', 'table', 'bintable', 'compressed', 'groups', 'other'])

/** Of physical values; min, max and mean are of the finite ones, null where there is none. */
const pixelStatisticsSchema = z.object({
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  nonFinite: z.number().int(),
  /** The first five pixels in the order of the file; null: not finite. */
  first: z.array(z.number().nullable()),
})

/** The middle of an image on the sky, in the header's own frame; directions from x towards y, in degrees. */
const skySchema = z.object({
  projection: z.string(),
  frame: z.enum(['icrs', 'fk5', 'fk4', 'galactic', 'ecliptic']),
  equinox: z.number().nullable(),
  centre: z.object({ lon: z.number(), lat: z.number() }),
  /** The centre in writing, to a tenth of a pixel. */
  position: z.string(),
  pixelScaleArcsec: z.number(),
  northDeg: z.number().nullable(),
  eastDeg: z.number().nullable(),
})

export const fitsHduSchema = z.object({
  index: z.number().int(),
  type: hduTypeSchema,
  name: z.string(),
  version: z.number(),
  /** Slowest axis first, as NumPy has it; empty: no data. */
  shape: z.array(z.number()),
  bitpix: z.number().int(),
  /** NumPy's name of the numbers: `uint16`, `int16 scaled`; null: no image. */
  dtype: z.string().nullable(),
  compression: z.string().nullable(),
  unit: z.string().nullable(),
  cards: z.number().int(),
  columns: z.array(z.object({ name: z.string(), format: z.string(), unit: z.string().nullable() })),
  statistics: pixelStatisticsSchema.nullable(),
  /** Why the pixels cannot be read, where they should be. */
  problem: z.string().nullable(),
  /** Of an image with a celestial WCS. */
  sky: skySchema.nullable(),
  /** Why the WCS cannot be used, where there is one: what is not supported, or not right. */
  skyProblem: z.string().nullable(),
})
export type FitsHdu = z.infer<typeof fitsHduSchema>

export const fitsFindingSchema = z.object({
  severity: z.enum(['error', 'warning']),
  /** Null: of the file as a whole. */
  hdu: z.number().int().nullable(),
  /** From 1. */
  card: z.number().int().nullable(),
  keyword: z.string().nullable(),
  message: z.string(),
})
export type FitsFinding = z.infer<typeof fitsFindingSchema>

const sumStateSchema = z.enum(['right', 'wrong', 'missing'])

/** FITS files as they are: nothing is imported or changed. */
export const fitsContract = {
  /** What each HDU is; `statistics` reads every pixel. */
  info: oc.input(z.object({ path: pathSchema, statistics: z.boolean().default(true) })).output(
    z.object({
      path: z.string(),
      hdus: z.array(fitsHduSchema),
      /** Why the list ends before the file does, where it does. */
      problem: z.string().nullable(),
    }),
  ),
  /** The cards of one header as they stand in the file, without END. */
  header: oc.input(z.object({ path: pathSchema, hdu: z.number().int().min(0).default(0) })).output(
    z.object({
      path: z.string(),
      hdu: z.number().int(),
      name: z.string(),
      hdus: z.number().int(),
      cards: z.array(z.string()),
    }),
  ),
  /** Checks a file against the FITS standard, its checksums included. */
  verify: oc.input(z.object({ path: pathSchema })).output(
    z.object({
      path: z.string(),
      /** Whether there is no error; warnings do not count. */
      valid: z.boolean(),
      findings: z.array(fitsFindingSchema),
      hdus: z.array(
        z.object({
          index: z.number().int(),
          type: hduTypeSchema,
          name: z.string(),
          dataSum: sumStateSchema,
          checksum: sumStateSchema,
        }),
      ),
    }),
  ),
}
