import { oc } from '@orpc/contract'
import { z } from 'zod'
import { LOSS_TERM_CURVES } from '../domain/lossTermNames.ts'
import { idSchema, splitSideSchema } from './common.ts'
import { runSummarySchema } from './runs.ts'
import { fieldValueSchema } from './runTable.ts'

export const MOST_COMPARED = 20

/** Runs that are compared, in this order; the first is what the others are held against. */
const comparedIds = z
  .array(idSchema)
  .min(2, 'compare two runs or more')
  .max(MOST_COMPARED, `at most ${MOST_COMPARED} runs are compared at once`)
  .refine(ids => new Set(ids).size === ids.length, 'each run once')

/** A field and its value in each run. */
const differenceSchema = z.object({ name: z.string(), values: z.array(fieldValueSchema) })
export type Difference = z.infer<typeof differenceSchema>

/** Fields of one kind: those that are not the same in all runs, and how many are. */
const differencesSchema = z.object({ different: z.array(differenceSchema), equal: z.number().int() })
export type Differences = z.infer<typeof differencesSchema>

/** How one run's split lies to that of the first run, where both are of one dataset. */
const splitOverlapSchema = z.object({
  runId: idSchema,
  /** Null: another dataset, or other content of it; images have no common numbers then. */
  shared: z
    .object({
      train: z.number().int(),
      validation: z.number().int(),
      test: z.number().int(),
      /** Images of the first run's test side that this run was trained on: scores on them are no results. */
      testTrainedOn: z.number().int(),
      /** Images of this run's test side that the first run was trained on. */
      trainedOnTest: z.number().int(),
    })
    .nullable(),
})
export type SplitOverlap = z.infer<typeof splitOverlapSchema>

export const runDifferencesSchema = z.object({
  runs: z.array(runSummarySchema),
  config: differencesSchema,
  data: differencesSchema,
  environment: differencesSchema,
  splits: z.array(splitOverlapSchema),
})
export type RunDifferences = z.infer<typeof runDifferencesSchema>

export const curveNameSchema = z.enum([
  'loss',
  ...LOSS_TERM_CURVES,
  'psnr',
  'ssim',
  'mse',
  'rate',
  'gradientNorm',
  'imagesPerSecond',
])
export type CurveName = z.infer<typeof curveNameSchema>

/** `images`: seen, steps times images a step. `seconds`: of training; absent in points of early versions. */
export const curveAxisSchema = z.enum(['step', 'epoch', 'seconds', 'images'])
export type CurveAxis = z.infer<typeof curveAxisSchema>

export const runCurveSchema = z.object({
  runId: idSchema,
  x: z.array(z.number()),
  y: z.array(z.number()),
  /** Points that the run has; more than are sent where it was thinned. */
  points: z.number().int(),
  /** Equal for runs that differ in seed, name and device only. */
  setup: z.string(),
})
export type RunCurve = z.infer<typeof runCurveSchema>

export const scoreMetricSchema = z.enum(['psnr', 'ssim', 'mse', 'lensPsnr', 'lensSsim'])
export type ScoreMetric = z.infer<typeof scoreMetricSchema>

const pairedSchema = z.object({
  n: z.number().int(),
  mean: z.number(),
  median: z.number(),
  std: z.number().nullable(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  higher: z.number().int(),
  lower: z.number().int(),
  equal: z.number().int(),
  wilcoxon: z
    .object({ statistic: z.number(), p: z.number(), method: z.enum(['exact', 'normal']), n: z.number().int() })
    .nullable(),
})

export const pairedScoresSchema = z.object({
  runId: idSchema,
  evaluationId: idSchema.nullable(),
  /** Why there is no comparison, and what to do. */
  problem: z.string().nullable(),
  warnings: z.array(z.string()),
  /** Images that both were scored on: the score of the first run, and of this one. */
  images: z.array(z.object({ sample: z.number().int(), name: z.string(), a: z.number(), b: z.number() })),
  /** This run's score minus the first one's. */
  difference: pairedSchema.nullable(),
})
export type PairedScores = z.infer<typeof pairedScoresSchema>

export const comparisonContract = {
  /** What is not the same in settings, data and environment. */
  differences: oc.input(z.object({ ids: comparedIds })).output(runDifferencesSchema),
  /** One curve a run, thinned to its look (LTTB) over the axis asked for. */
  curves: oc
    .input(
      z.object({
        ids: z.array(idSchema).min(1).max(100),
        curve: curveNameSchema,
        axis: curveAxisSchema.default('step'),
        points: z.number().int().min(3).max(10_000).default(500),
      }),
    )
    .output(z.array(runCurveSchema)),
  /** The terms of their losses that some of the runs have as curves of their own. */
  lossTerms: oc.input(z.object({ ids: comparedIds })).output(z.array(z.enum(LOSS_TERM_CURVES))),
  /** Scores of the same held-out images, each run against the first one, by their newest evaluations of that side. */
  scores: oc
    .input(
      z.object({ ids: comparedIds, side: splitSideSchema.default('test'), metric: scoreMetricSchema.default('psnr') }),
    )
    .output(
      z.object({
        /** The first run's evaluation. */
        evaluationId: idSchema.nullable(),
        datasetId: idSchema.nullable(),
        problem: z.string().nullable(),
        others: z.array(pairedScoresSchema),
      }),
    ),
}
