import { oc } from '@orpc/contract'
import { z } from 'zod'
import { idSchema, inlineImageSchema, nameSchema } from './common.ts'
import { jobSchema } from './jobs.ts'

/** A fixed value, or a uniform range from which each lens draws. */
export const drawSchema = z.union([
  z.number(),
  z.object({ min: z.number(), max: z.number() }).refine(r => r.min <= r.max, 'min is above max'),
])
export type Draw = z.infer<typeof drawSchema>

/**
 * A sample of simulated lenses. Conventions are lenstronomy's: ellipticity components e1, e2 of SIE and Sersic, Einstein
 * radius of the SIE, R_e the half-light radius along the intermediate axis.
 */
export const simulationSchema = z.object({
  hrPixels: z.number().int().min(16).max(1024).describe('side of the HR image, pixels'),
  factor: z.number().int().min(2).max(8).describe('LR pixel over HR pixel'),
  hrPixelScaleArcsec: z.number().min(0.001).max(10),
  hrPsfFwhmArcsec: z.number().min(0).max(10),
  lrPsfFwhmArcsec: z.number().min(0).max(10),
  einsteinRadiusArcsec: drawSchema,
  lensE1: drawSchema,
  lensE2: drawSchema,
  shearGamma1: drawSchema,
  shearGamma2: drawSchema,
  sourceRadiusArcsec: drawSchema.describe('R_e of the source'),
  sourceSersicIndex: drawSchema,
  sourceE1: drawSchema,
  sourceE2: drawSchema,
  sourceXArcsec: drawSchema,
  sourceYArcsec: drawSchema,
  sourceFlux: drawSchema.describe('total unlensed flux of the source, counts per second'),
  backgroundRms: z.number().min(0).describe('per LR pixel, counts per second'),
  exposureSeconds: drawSchema.describe('sets the Poisson noise; 0: none'),
  subsampling: z.number().int().min(1).max(8),
})
export type Simulation = z.infer<typeof simulationSchema>

export const simulateContract = {
  presets: oc.output(
    z.array(z.object({ id: z.string(), title: z.string(), description: z.string(), simulation: simulationSchema })),
  ),
  /** One pair, at once. */
  preview: oc
    .input(
      z.object({
        simulation: simulationSchema,
        seed: z.number().int().min(0),
        index: z.number().int().min(0).default(0),
      }),
    )
    .output(z.object({ lr: inlineImageSchema, hr: inlineImageSchema, truth: z.record(z.string(), z.number()) })),
  start: oc
    .input(
      z.object({
        name: nameSchema,
        simulation: simulationSchema,
        count: z.number().int().min(1).max(100_000),
        seed: z.number().int().min(0),
      }),
    )
    .output(z.object({ job: jobSchema, datasetId: idSchema })),
}
