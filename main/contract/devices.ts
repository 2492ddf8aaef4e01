import { oc } from '@orpc/contract'
import { z } from 'zod'
import { deviceIdSchema } from './common.ts'
import { jobSchema } from './jobs.ts'

export const deviceReportSchema = z.object({
  device: deviceIdSchema,
  title: z.string(),
  /** Whether Subarc's own tests were ever run on such a device. */
  verified: z.enum(['yes', 'on a software GPU', 'no']),
  /** Null: not looked at yet. */
  available: z.boolean().nullable(),
  /** Agrees with `reference` on a small training step; only such devices are offered. */
  correct: z.boolean().nullable(),
  reason: z.string().nullable(),
  remedy: z.string().nullable(),
  versions: z.record(z.string(), z.string()),
  worstError: z.number().nullable(),
  trainImagesPerSecond: z.number().nullable(),
  inferImagesPerSecond: z.number().nullable(),
  /** The most memory of this computer that its engine held during the check; a graphics processor's own is not in it. */
  peakMemoryBytes: z.number().nullable(),
  /** Kinds of operator in a training step that it leaves to the processor. */
  operatorsOnProcessor: z.array(z.string()),
  checkedAt: z.string().nullable(),
  chosen: z.boolean(),
})
export type DeviceReport = z.infer<typeof deviceReportSchema>

export const devicesContract = {
  list: oc.output(z.array(deviceReportSchema)),
  /** A small training step on each, compared with `reference`; the fastest correct one is chosen unless the user chose. */
  check: oc.input(z.object({ devices: z.array(deviceIdSchema).optional() })).output(z.object({ job: jobSchema })),
  choose: oc.input(z.object({ device: deviceIdSchema })).output(z.array(deviceReportSchema)),
}
