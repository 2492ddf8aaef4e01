import type { DatabaseSync } from 'node:sqlite'

/** Records that cannot be read, as they were: moved out of their tables, so that the others can be listed again. */
export const createDamagedTable = `
  CREATE TABLE damaged_records (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    moved_at TEXT NOT NULL,
    problem TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT`

export interface DamagedRecord {
  readonly kind: 'run' | 'evaluation' | 'dataset' | 'application'
  readonly id: string
  readonly problem: string
}

interface Parser {
  readonly kind: DamagedRecord['kind']
  readonly table: string
  parse(record: unknown): unknown
}

/** Every record that its schema does not accept. */
export function listDamaged(db: DatabaseSync, parsers: readonly Parser[]): DamagedRecord[] {
  return parsers.flatMap(({ kind, table, parse }) =>
    db
      .prepare(`SELECT id, record FROM ${table}`)
      .all()
      .flatMap(({ id, record }) => {
        try {
          parse(JSON.parse(String(record)))
          return []
        } catch (error) {
          return [{ kind, id: String(id), problem: error instanceof Error ? error.message : String(error) }]
        }
      }),
  )
}

/** Takes a damaged record out of its table. To be called within a transaction. */
export function moveDamaged(db: DatabaseSync, { kind, id, problem }: DamagedRecord, table: string, at: string): void {
  db.prepare(`INSERT INTO damaged_records SELECT ?, id, ?, ?, record FROM ${table} WHERE id = ?`).run(
    kind,
    at,
    problem,
    id,
  )
  db.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id)
}
