import { implement } from '@orpc/server'
import { runTableContract } from '../../contract/runTable.ts'
import { markRunArchived } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { requireRun } from '../runs/present.ts'
import { runGroups } from './groups.ts'
import type { RunIndex } from './runIndex.ts'
import { runTable } from './table.ts'

export function runTableRouter({ workspace, now }: ServiceContext, index: RunIndex) {
  const os = implement(runTableContract)
  return os.router({
    fields: os.fields.handler(() => [...index.fields()]),
    rows: os.rows.handler(({ input }) => runTable(index, input)),
    groups: os.groups.handler(({ input }) => runGroups(index, input)),
    archive: os.archive.handler(({ input: { ids, archived } }) => {
      for (const id of ids) requireRun(workspace, id)
      workspace.transaction(() => {
        for (const id of ids) markRunArchived(workspace.db, id, archived ? now().toISOString() : null)
      })
      return { changed: ids.length }
    }),
  })
}
