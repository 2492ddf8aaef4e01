import { oc } from '@orpc/contract'
import { z } from 'zod'
import { idSchema } from './common.ts'
import { jobStatusSchema } from './jobs.ts'
import { runSummarySchema } from './runs.ts'

/** A field of runs, a setting or a score: what can be a column, an order, a group or part of a filter. */
export const runFieldSchema = z.object({
  name: z.string(),
  /** For people. */
  title: z.string(),
  unit: z.string().nullable(),
  type: z.enum(['number', 'text', 'flag', 'list', 'moment']),
  /** It changes during a training: `name@best`, `name@last`, `name@STEP`. */
  isSeries: z.boolean(),
  /** Values that runs have, the most frequent first; of numbers only where they are few. */
  values: z.array(z.string()),
})
export type RunField = z.infer<typeof runFieldSchema>

const fieldTextSchema = z.string().min(1).max(200)

/** Which runs: all conditions hold at once. */
export const runChoiceSchema = z.object({
  /** A filter in the language of main/domain/runQuery; empty: all. */
  where: z.string().max(4000).default(''),
  /** Words that must all occur in name, notes, tags, dataset, network or recipe. */
  search: z.string().max(200).default(''),
  status: jobStatusSchema.optional(),
  datasetId: idSchema.optional(),
  archived: z.enum(['hide', 'show', 'only']).default('hide'),
})
export type RunChoice = z.infer<typeof runChoiceSchema>

const sortSchema = z.array(z.object({ field: fieldTextSchema, descending: z.boolean().default(false) })).max(4)

export const fieldValueSchema = z.union([z.number(), z.string(), z.boolean(), z.array(z.string()), z.null()])
export type CellValue = z.infer<typeof fieldValueSchema>

/** Of a series, the step at which it was read. */
export const runCellSchema = z.object({ value: fieldValueSchema, step: z.number().nullable() })
export type RunCell = z.infer<typeof runCellSchema>

export const runRowSchema = z.object({
  run: runSummarySchema,
  archived: z.boolean(),
  /** One a column, in their order. */
  cells: z.array(runCellSchema),
})
export type RunRow = z.infer<typeof runRowSchema>

const columnsSchema = z.array(fieldTextSchema).max(60).default([])

export const runTableInput = runChoiceSchema.extend({
  columns: columnsSchema,
  sort: sortSchema.default([{ field: 'created', descending: true }]),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(100),
  /** A run whose row is sent along whatever the filter says. */
  baseline: idSchema.optional(),
})

export const runTableSchema = z.object({
  total: z.number().int(),
  /** The columns in full: `psnr` becomes `psnr@best`, `blocks` `network.blocks`. */
  columns: z.array(z.string()),
  /** The filter in full, as it was understood. */
  where: z.string(),
  rows: z.array(runRowSchema),
  baseline: runRowSchema.nullable(),
})
export type RunTable = z.infer<typeof runTableSchema>

export const runGroupsInput = runChoiceSchema.extend({
  by: z.array(fieldTextSchema).min(1).max(4),
  columns: columnsSchema,
  sort: sortSchema.default([]),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(100),
})

/** What a column is over the runs of a group. */
export const groupCellSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('numbers'),
    mean: z.number(),
    /** Standard deviation of the sample; null of one run. */
    std: z.number().nullable(),
    min: z.number(),
    max: z.number(),
    n: z.number().int(),
  }),
  /** All have this value. */
  z.object({ kind: z.literal('same'), value: fieldValueSchema }),
  z.object({ kind: z.literal('various'), count: z.number().int() }),
])
export type GroupCell = z.infer<typeof groupCellSchema>

export const runGroupSchema = z.object({
  key: z.array(fieldValueSchema),
  /** A filter that lets through just these runs, together with the one that was asked with. */
  where: z.string(),
  runs: z.number().int(),
  /** The first of them, in the order of their making. */
  ids: z.array(idSchema).max(20),
  cells: z.array(groupCellSchema),
})
export type RunGroup = z.infer<typeof runGroupSchema>

export const runGroupsSchema = z.object({
  total: z.number().int(),
  by: z.array(z.string()),
  columns: z.array(z.string()),
  where: z.string(),
  groups: z.array(runGroupSchema),
})
export type RunGroups = z.infer<typeof runGroupsSchema>

export const runTableContract = {
  /** What columns, orders, groups and filters can be made of, in this workspace. */
  fields: oc.output(z.array(runFieldSchema)),
  /** Runs outside of the trash; those without a value of the order come last in either direction. */
  rows: oc.input(runTableInput).output(runTableSchema),
  /** The same runs as groups, with mean and spread of each column of numbers. */
  groups: oc.input(runGroupsInput).output(runGroupsSchema),
  /** Out of the table's sight, or back into it; nothing else changes. */
  archive: oc
    .input(z.object({ ids: z.array(idSchema).min(1).max(1000), archived: z.boolean() }))
    .output(z.object({ changed: z.number().int() })),
}
