import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { liveStatuses } from './jobs.ts'

/** Groups of runs: recipes of several stages, and sweeps. What is next follows from the record and its runs alone. */
export const createGroupTable = `
  CREATE TABLE run_groups (
    id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    status TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX run_groups_by_time ON run_groups (created_at, id)`

const trialSchema = z.object({
  /** Key of `recipes`. */
  recipe: z.string(),
  /** Changed fields by their path, the seed left out. */
  changes: z.record(z.string(), z.unknown()),
  seed: z.number().int(),
  members: z.array(
    z.object({
      stage: z.string(),
      datasetId: z.string(),
      runId: z.string().nullable(),
      /** The stage of an earlier trial whose run stands for it, too. */
      use: z.object({ trial: z.number().int(), stage: z.string() }).optional(),
    }),
  ),
})
export type GroupTrial = z.infer<typeof trialSchema>

export const groupRecordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  kind: z.enum(['recipe', 'sweep', 'study']),
  name: z.string(),
  status: z.enum([...liveStatuses, 'done', 'failed', 'stopped', 'interrupted']),
  jobId: z.string().nullable(),
  datasetId: z.string(),
  datasetName: z.string(),
  createdAt: z.string(),
  device: z.string().nullable(),
  evaluate: z.boolean(),
  /** The recipes as they were when it began. */
  recipes: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** Fields that differ between the trials. */
  fields: z.array(z.string()),
  trials: z.array(trialSchema),
  error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
})
export type GroupRecord = z.infer<typeof groupRecordSchema>

export function saveGroup(db: DatabaseSync, group: GroupRecord): void {
  db.prepare(
    `INSERT INTO run_groups VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, record = excluded.record`,
  ).run(group.id, group.createdAt, group.status, JSON.stringify(group))
}

export function findGroup(db: DatabaseSync, id: string): GroupRecord | undefined {
  const row = db.prepare('SELECT record FROM run_groups WHERE id = ?').get(id)
  return row && fromRow(row)
}

/** Newest first. */
export function listGroups(db: DatabaseSync): GroupRecord[] {
  return db.prepare('SELECT record FROM run_groups ORDER BY created_at DESC, id').all().map(fromRow)
}

export function removeGroup(db: DatabaseSync, id: string): void {
  db.prepare('DELETE FROM run_groups WHERE id = ?').run(id)
}

/** Groups that were queued, running or paused when they were last written. */
export function listLiveGroups(db: DatabaseSync): GroupRecord[] {
  const marks = liveStatuses.map(() => '?').join(', ')
  return db
    .prepare(`SELECT record FROM run_groups WHERE status IN (${marks})`)
    .all(...liveStatuses)
    .map(fromRow)
}

function fromRow(row: Record<string, unknown>): GroupRecord {
  return groupRecordSchema.parse(JSON.parse(String(row.record)))
}
