import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** Applications of a checkpoint to images, with what became of each image. */
export const createApplicationTable = `
  CREATE TABLE applications (
    id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX applications_by_time ON applications (created_at, id)`

const sizeSchema = z.object({ width: z.number().int(), height: z.number().int() })
const formatSchema = z.enum(['fits', 'npy', 'png'])

export const applicationItemSchema = z.object({
  index: z.number().int(),
  name: z.string(),
  input: z.string(),
  inputSize: sizeSchema.nullable(),
  outputSize: sizeSchema.nullable(),
  outputs: z.partialRecord(formatSchema, z.string()),
  /** Where its products go, from before they are written: files there are of this application's own making. */
  planned: z.partialRecord(formatSchema, z.string()).default({}),
  /** The application and item that made it, where it was taken over: its pixels lie there. */
  madeBy: z.object({ id: z.string(), index: z.number().int() }).nullable().default(null),
  /** Changes when the input does; empty: not known. */
  stamp: z.string().default(''),
  warnings: z.array(z.string()),
  error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
  status: z.enum(['waiting', 'done', 'skipped', 'failed']),
})
export type ApplicationItem = z.infer<typeof applicationItemSchema>

export const applicationRecordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  runId: z.string(),
  checkpoint: z.enum(['best', 'last']),
  weightsSha256: z.string(),
  createdAt: z.string(),
  status: z.enum(['queued', 'running', 'paused', 'done', 'failed', 'stopped', 'interrupted']),
  folder: z.string(),
  /** The day that its products are named by; empty: that of createdAt. */
  namedOn: z.string().default(''),
  /** What was asked for; null in records of before it was kept. */
  request: z.record(z.string(), z.unknown()).nullable().default(null),
  items: z.array(applicationItemSchema),
})
export type ApplicationRecord = z.infer<typeof applicationRecordSchema>

export function saveApplication(db: DatabaseSync, application: ApplicationRecord): void {
  db.prepare(
    'INSERT INTO applications VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
  ).run(application.id, application.runId, application.createdAt, JSON.stringify(application))
}

export function findApplication(db: DatabaseSync, id: string): ApplicationRecord | undefined {
  const row = db.prepare('SELECT record FROM applications WHERE id = ?').get(id)
  return row && fromRow(row)
}

/** Newest first. */
export function listApplications(db: DatabaseSync): ApplicationRecord[] {
  return db.prepare('SELECT record FROM applications ORDER BY created_at DESC, id').all().map(fromRow)
}

function fromRow(row: Record<string, unknown>): ApplicationRecord {
  return applicationRecordSchema.parse(JSON.parse(String(row.record)))
}
