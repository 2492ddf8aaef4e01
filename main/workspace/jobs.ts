import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** Long actions, kept so that a later start can say what became of them. */
export const createJobTable = `
  CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    status TEXT NOT NULL,
    seq INTEGER NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX jobs_by_time ON jobs (created_at, id)`

/** Statuses of a job that some process must be working on or have in its queue. */
export const liveStatuses = ['queued', 'running', 'paused'] as const

export const jobRecordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  kind: z.enum(['import', 'simulate', 'train', 'evaluate', 'classify', 'apply', 'check-devices', 'group', 'backup']),
  title: z.string(),
  status: z.enum([...liveStatuses, 'done', 'failed', 'stopped', 'interrupted']),
  pausedReason: z.string().nullable(),
  progress: z.object({
    done: z.number(),
    total: z.number().nullable(),
    unit: z.string(),
    ratePerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
    message: z.string(),
  }),
  subjectId: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
})
export type JobRecord = z.infer<typeof jobRecordSchema>

/** A job and the number of its last event. */
export interface StoredJob {
  readonly record: JobRecord
  readonly seq: number
}

export function saveJob(db: DatabaseSync, { record, seq }: StoredJob): void {
  db.prepare(
    `INSERT INTO jobs VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, seq = excluded.seq, record = excluded.record`,
  ).run(record.id, record.createdAt, record.status, seq, JSON.stringify(record))
}

export function findJob(db: DatabaseSync, id: string): StoredJob | undefined {
  const row = db.prepare('SELECT seq, record FROM jobs WHERE id = ?').get(id)
  return row === undefined ? undefined : fromRow(row)
}

/** The latest `limit` jobs, newest first. */
export function listJobs(db: DatabaseSync, limit: number): StoredJob[] {
  return db.prepare('SELECT seq, record FROM jobs ORDER BY created_at DESC, id DESC LIMIT ?').all(limit).map(fromRow)
}

/** Jobs that were queued, running or paused when they were last written, oldest first. */
export function listLiveJobs(db: DatabaseSync): StoredJob[] {
  const marks = liveStatuses.map(() => '?').join(', ')
  return db
    .prepare(`SELECT seq, record FROM jobs WHERE status IN (${marks}) ORDER BY created_at, id`)
    .all(...liveStatuses)
    .map(fromRow)
}

function fromRow(row: Record<string, unknown>): StoredJob {
  return { seq: Number(row.seq), record: jobRecordSchema.parse(JSON.parse(String(row.record))) }
}
