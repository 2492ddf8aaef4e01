import { oc } from '@orpc/contract'
import { z } from 'zod'
import { idSchema, inlineImageSchema, nameSchema } from './common.ts'
import { jobSchema } from './jobs.ts'
import { cameraSchema, simulationSchema } from './simulation.ts'

export { type Simulation, simulationSchema } from './simulation.ts'

/** What the lenses of a sample hold: one kind of substructure for all, or `classes`: none, subhalos and a vortex in turn. */
export const substructureKindSchema = z.enum(['none', 'cdm', 'vortex', 'classes'])
export type SubstructureKind = z.infer<typeof substructureKindSchema>

export const instrumentSchema = z.object({
  id: z.string(),
  title: z.string(),
  pixelScaleArcsec: z.number(),
  camera: cameraSchema,
  /** Where the numbers come from. */
  source: z.string(),
})
export type Instrument = z.infer<typeof instrumentSchema>

const seedSchema = z.number().int().min(0)

export const simulateContract = {
  presets: oc.output(
    z.array(z.object({ id: z.string(), title: z.string(), description: z.string(), simulation: simulationSchema })),
  ),
  instruments: oc.output(z.array(instrumentSchema)),
  /** The simulation through another instrument, or with other substructure. */
  adapt: oc
    .input(
      z.object({
        simulation: simulationSchema,
        instrument: z.string().optional(),
        kind: substructureKindSchema.optional(),
      }),
    )
    .output(simulationSchema),
  /** One pair, or one single image, at once. */
  preview: oc
    .input(z.object({ simulation: simulationSchema, seed: seedSchema, index: z.number().int().min(0).default(0) }))
    .output(
      z.object({
        /** Null where only the HR camera's image is made. */
        lr: inlineImageSchema.nullable(),
        hr: inlineImageSchema,
        label: z.string(),
        truth: z.record(z.string(), z.number()),
      }),
    ),
  start: oc
    .input(
      z.object({
        name: nameSchema,
        simulation: simulationSchema,
        count: z.number().int().min(1).max(100_000),
        seed: seedSchema,
      }),
    )
    .output(z.object({ job: jobSchema, datasetId: idSchema })),
}
