import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { errorSchema, idSchema } from './common.ts'

export const jobKindSchema = z.enum(['import', 'simulate', 'train', 'evaluate', 'apply', 'check-devices', 'backup'])

/** `interrupted`: the process that ran it is gone; it is never shown as running. */
export const jobStatusSchema = z.enum(['queued', 'running', 'paused', 'done', 'failed', 'stopped', 'interrupted'])
export type JobStatus = z.infer<typeof jobStatusSchema>

export const jobProgressSchema = z.object({
  done: z.number(),
  total: z.number().nullable(),
  /** What is counted: 'images', 'steps' ... */
  unit: z.string(),
  ratePerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** What is being done, for people. */
  message: z.string(),
})
export type JobProgress = z.infer<typeof jobProgressSchema>

export const jobSchema = z.object({
  id: idSchema,
  kind: jobKindSchema,
  title: z.string(),
  status: jobStatusSchema,
  /** A wish that has been accepted and not yet been obeyed. */
  pending: z.enum(['pause', 'resume', 'stop']).nullable(),
  /** Why it is paused, where it was not the user. */
  pausedReason: z.string().nullable(),
  progress: jobProgressSchema,
  /** What it makes: a dataset, run, evaluation or apply id. */
  subjectId: idSchema.nullable(),
  error: errorSchema.nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
})
export type Job = z.infer<typeof jobSchema>

/** What a training run reports besides its progress; the numbers are also kept in runs.series. */
export const trainingEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('step'),
    step: z.number(),
    epoch: z.number(),
    loss: z.number(),
    gradientNorm: z.number(),
    learningRate: z.number(),
    imagesPerSecond: z.number(),
  }),
  z.object({
    type: z.literal('validation'),
    step: z.number(),
    epoch: z.number(),
    mse: z.number(),
    psnr: z.number(),
    ssim: z.number(),
    best: z.boolean(),
  }),
  z.object({ type: z.literal('preview'), step: z.number(), epoch: z.number(), sample: z.number() }),
  z.object({ type: z.literal('log'), level: z.enum(['info', 'warning', 'error']), message: z.string() }),
])
export type TrainingEvent = z.infer<typeof trainingEventSchema>

export const jobEventSchema = z.object({
  /** Rises by one a job; pass the last one seen as `since` to rejoin. */
  seq: z.number().int(),
  job: jobSchema,
  training: trainingEventSchema.optional(),
})
export type JobEvent = z.infer<typeof jobEventSchema>

const jobId = z.object({ id: idSchema })

export const jobsContract = {
  list: oc.input(z.object({ active: z.boolean().default(false) })).output(z.array(jobSchema)),
  get: oc.input(jobId).output(jobSchema),
  /** Every event after `since`, then live ones; ends after the job has ended. */
  events: oc.input(jobId.extend({ since: z.number().int().min(-1).default(-1) })).output(eventIterator(jobEventSchema)),
  /** The snapshot of each job that changes, beginning with the active ones: for the status bar. */
  watch: oc.output(eventIterator(jobSchema)),
  pause: oc.input(jobId).output(jobSchema),
  resume: oc.input(jobId).output(jobSchema),
  stop: oc.input(jobId).output(jobSchema),
}
