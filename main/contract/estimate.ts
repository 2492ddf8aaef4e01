import { z } from 'zod'

/** Time and memory that a training would take, whatever it trains. */
export const estimateSchema = z.object({
  secondsPerStep: z.number(),
  totalSeconds: z.number(),
  imagesPerSecond: z.number(),
  peakMemoryBytes: z.number(),
  availableMemoryBytes: z.number(),
  fits: z.boolean(),
  /** Images that would go through the network at a time, where not all of a batch do. */
  microBatch: z.number().int().nullable(),
})
export type Estimate = z.infer<typeof estimateSchema>
