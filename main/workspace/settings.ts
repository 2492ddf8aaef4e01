import type { DatabaseSync } from 'node:sqlite'

/** Small choices of the user that belong to the workspace, as JSON by name. */
export const createSettingTable = `
  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT`

/** The value as it was set, to be checked by whoever asks; undefined where it never was. */
export function readSetting(db: DatabaseSync, name: string): unknown {
  const row = db.prepare('SELECT value FROM settings WHERE name = ?').get(name)
  return row === undefined ? undefined : JSON.parse(String(row.value))
}

export function writeSetting(db: DatabaseSync, name: string, value: unknown): void {
  db.prepare('INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(
    name,
    JSON.stringify(value),
  )
}
