import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type ApplicationItem, type ApplicationRecord, applicationItemSchema } from '../../workspace/applications.ts'

/**
 * What happened to the items of an application since its record was last written, a line each: the record of thousands of
 * images is not written for every one of them, and a batch that is killed must know what it has made.
 */
export interface Journal {
  add(item: ApplicationItem): void
  /** After the record itself was written. */
  clear(): void
}

const journalFile = (folder: string): string => join(folder, 'journal.jsonl')

export function openJournal(folder: string): Journal {
  const file = journalFile(folder)
  return {
    add: item => appendFileSync(file, `${JSON.stringify(item)}\n`),
    clear: () => rmSync(file, { force: true }),
  }
}

/** The items of a record with what its journal tells of them. A last line that was cut short counts for nothing. */
export function itemsWithJournal({ items }: ApplicationRecord, folder: string): ApplicationItem[] {
  const file = journalFile(folder)
  const told = [...items]
  if (!existsSync(file)) return told
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const item = parsedItem(line)
    if (item !== undefined && told[item.index] !== undefined) told[item.index] = item
  }
  return told
}

function parsedItem(line: string): ApplicationItem | undefined {
  try {
    return applicationItemSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
