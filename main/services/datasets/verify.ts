import { stat } from 'node:fs/promises'
import type { StoredFile } from '../../workspace/datasets.ts'
import type { WorkerPool } from '../pool/pool.ts'

export interface Verified {
  readonly state: 'ok' | 'changed' | 'missing'
  readonly changed: string[]
  readonly missing: string[]
}

/**
 * Looks at files again. Size and time tell most; a file of another time is read, since copying and unpacking change
 * the time alone.
 */
export async function verifyFiles(files: readonly StoredFile[], pool: WorkerPool): Promise<Verified> {
  const changed: string[] = []
  const missing: string[] = []
  const byPath = new Map(files.map(file => [file.path, file]))
  for (const file of byPath.values()) {
    const verdict = await look(file, pool)
    if (verdict === 'changed') changed.push(file.path)
    if (verdict === 'missing') missing.push(file.path)
  }
  return { state: changed.length > 0 ? 'changed' : missing.length > 0 ? 'missing' : 'ok', changed, missing }
}

async function look(file: StoredFile, pool: WorkerPool): Promise<Verified['state']> {
  const found = await stat(file.path).catch(() => undefined)
  if (!found?.isFile()) return 'missing'
  if (found.size !== file.bytes) return 'changed'
  if (found.mtimeMs === file.modifiedMillis) return 'ok'
  const { sha256 } = await pool.run('describeFile', file.path)
  return sha256 === file.sha256 ? 'ok' : 'changed'
}
