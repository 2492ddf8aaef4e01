import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** What the last check of each device found. */
export const createDeviceTable = `
  CREATE TABLE devices (
    device TEXT PRIMARY KEY,
    record TEXT NOT NULL
  ) STRICT`

export const deviceRecordSchema = z.object({
  version: z.literal(1),
  device: z.string(),
  title: z.string(),
  available: z.boolean(),
  correct: z.boolean(),
  reason: z.string().nullable(),
  remedy: z.string().nullable(),
  versions: z.record(z.string(), z.string()),
  worstError: z.number().nullable(),
  trainImagesPerSecond: z.number().nullable(),
  inferImagesPerSecond: z.number().nullable(),
  /** This and the next are absent in records from before they were asked. */
  peakMemoryBytes: z.number().nullable().default(null),
  operatorsOnProcessor: z.array(z.string()).default([]),
  checkedAt: z.string(),
  /** The machine on which it was checked: a workspace may be copied to another. */
  machine: z.string(),
})
export type DeviceRecord = z.infer<typeof deviceRecordSchema>

export function saveDevice(db: DatabaseSync, device: DeviceRecord): void {
  db.prepare('INSERT INTO devices VALUES (?, ?) ON CONFLICT (device) DO UPDATE SET record = excluded.record').run(
    device.device,
    JSON.stringify(device),
  )
}

export function listDevices(db: DatabaseSync): DeviceRecord[] {
  return db
    .prepare('SELECT record FROM devices ORDER BY device')
    .all()
    .map(row => deviceRecordSchema.parse(JSON.parse(String(row.record))))
}
