import { toAppError } from '../../domain/errors.ts'
import { type ApplicationItem, type ApplicationRecord, saveApplication } from '../../workspace/applications.ts'
import type { ServiceContext } from '../context.ts'
import { openJournal } from './journal.ts'

/** The items of a running application: every change is kept at once, so that a killed batch knows what it has made. */
export interface ItemList {
  readonly items: readonly ApplicationItem[]
  change(index: number, changes: Partial<ApplicationItem>): void
  fail(index: number, error: unknown): void
  save(): void
}

/** The record is written at most this often; between, a line an item goes into the journal. */
const WRITE_EVERY_MS = 1000

/** @param folder the application's own, where its journal lies */
export function createItemList(context: ServiceContext, record: ApplicationRecord, folder: string): ItemList {
  const items = [...record.items]
  const journal = openJournal(folder)
  let savedAt = 0
  const save = (): void => {
    savedAt = context.now().getTime()
    saveApplication(context.workspace.db, { ...record, status: 'running', items })
    journal.clear()
  }
  const change = (index: number, changes: Partial<ApplicationItem>): void => {
    items[index] = { ...items[index], ...changes }
    if (context.now().getTime() - savedAt >= WRITE_EVERY_MS) save()
    else journal.add(items[index])
  }
  save()
  return {
    items,
    change,
    save,
    fail: (index, error) => {
      const { code, message, details } = toAppError(error)
      change(index, { status: 'failed', error: { code, message, details: { ...details } } })
    },
  }
}
