import type { DatabaseSync } from 'node:sqlite'

/** Folders that the user allowed the core to read. `path` is as the user named it, `real` free of symbolic links. */
export const createFolderTable = `
  CREATE TABLE folders (
    path TEXT PRIMARY KEY,
    real TEXT NOT NULL,
    added_at TEXT NOT NULL
  ) STRICT`

export interface FolderRecord {
  readonly path: string
  readonly real: string
  readonly addedAt: string
}

export function listFolders(db: DatabaseSync): FolderRecord[] {
  return db
    .prepare('SELECT path, real, added_at FROM folders ORDER BY path')
    .all()
    .map(row => ({ path: String(row.path), real: String(row.real), addedAt: String(row.added_at) }))
}

export function saveFolder(db: DatabaseSync, folder: FolderRecord): void {
  db.prepare('INSERT INTO folders VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE SET real = excluded.real').run(
    folder.path,
    folder.real,
    folder.addedAt,
  )
}

/** Whether there was such a folder. */
export function deleteFolder(db: DatabaseSync, path: string): boolean {
  return db.prepare('DELETE FROM folders WHERE path = ?').run(path).changes > 0
}
