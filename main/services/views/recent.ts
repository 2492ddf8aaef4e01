import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import type { RecentView } from '../../contract/views.ts'
import { readSetting, writeSetting } from '../../workspace/settings.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/** Under this name the workspace's settings keep what was looked at. */
const SETTING = 'recent-views'
const KEPT = 12

const recordsSchema = z.array(z.object({ path: z.string(), openedAt: z.string() })).catch([])

const readRecords = ({ db }: Workspace) => recordsSchema.parse(readSetting(db, SETTING) ?? [])

export function rememberView(workspace: Workspace, path: string, openedAt: Date): void {
  const others = readRecords(workspace).filter(record => record.path !== path)
  const latest = { path, openedAt: openedAt.toISOString() }
  writeSetting(workspace.db, SETTING, [latest, ...others].slice(0, KEPT))
}

/** Files that were looked at and are still there, the latest first. */
export async function recentViews(workspace: Workspace): Promise<RecentView[]> {
  const found = await Promise.all(
    readRecords(workspace).map(async record => ((await isFile(record.path)) ? record : undefined)),
  )
  return found.flatMap(record => (record === undefined ? [] : [{ ...record, name: basename(record.path) }]))
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}
