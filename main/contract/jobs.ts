import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { errorSchema, idSchema } from './common.ts'

export const jobKindSchema = z.enum([
  'import',
  'simulate',
  'train',
  'evaluate',
  'classify',
  'apply',
  'check-devices',
  'group',
  'backup',
])

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

/** What the job's process takes of the machine now. */
export const jobUsageSchema = z.object({
  /** Processor cores kept busy: 1.5 is one and a half. */
  cores: z.number(),
  /** Of how many. */
  coresOfMachine: z.number().int(),
  memoryBytes: z.number(),
  /** Of the whole graphics processor; null where the job runs on none, or nothing tells of it. */
  gpu: z.object({ busyPercent: z.number(), memoryBytes: z.number(), memoryTotalBytes: z.number() }).nullable(),
})
export type JobUsage = z.infer<typeof jobUsageSchema>

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
  /** Its place among those that wait, the next one at 0; null where it does not wait. */
  place: z.number().int().nullable(),
  /** Null before the first measurement, and once it has ended. */
  usage: jobUsageSchema.nullable(),
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
    /** Of a loss that is a sum, unweighted, by name. */
    terms: z.record(z.string(), z.number()).optional(),
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
  z.object({
    type: z.literal('class-validation'),
    step: z.number(),
    epoch: z.number(),
    crossEntropy: z.number(),
    accuracy: z.number(),
    auc: z.number().nullable(),
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

export const queueMoves = ['up', 'down', 'first', 'last'] as const
export type QueueMove = (typeof queueMoves)[number]

export const queueSchema = z.object({
  /** Nothing more is started; what runs goes on. */
  held: z.boolean(),
  /** How many may run at once; a second one is started only where its memory is known to fit beside the first. */
  parallel: z.number().int().min(1).max(8),
  /** Why the next one is not started though a place is free; null where nothing waits or nothing is in its way. */
  waitingFor: z.string().nullable(),
  /** Those that wait, in order. */
  waiting: z.array(jobSchema),
})
export type QueueState = z.infer<typeof queueSchema>

export const jobsContract = {
  list: oc.input(z.object({ active: z.boolean().default(false) })).output(z.array(jobSchema)),
  get: oc.input(jobId).output(jobSchema),
  /** Every event after `since`, then live ones; ends after the job has ended. */
  events: oc.input(jobId.extend({ since: z.number().int().min(-1).default(-1) })).output(eventIterator(jobEventSchema)),
  /** The snapshot of each job that changes, beginning with the active ones: for the status bar. */
  watch: oc.output(eventIterator(jobSchema)),
  /** A job that waits is passed over until it is resumed. */
  pause: oc.input(jobId).output(jobSchema),
  resume: oc.input(jobId).output(jobSchema),
  stop: oc.input(jobId).output(jobSchema),
  /** Only what waits can be moved. */
  move: oc.input(jobId.extend({ to: z.enum(queueMoves) })).output(queueSchema),
  queue: oc.output(queueSchema),
  setQueue: oc.input(queueSchema.pick({ held: true, parallel: true }).partial()).output(queueSchema),
}
