import { AppError } from '../../../main/domain/errors.ts'

/** A file with its path inside of what was dropped: 'LR/sample1.npy'. */
export interface DroppedFile {
  readonly path: string
  readonly file: File
}

export const MAX_DROPPED_FILES = 20_000

const isHidden = (name: string) => name.startsWith('.') || name === 'Thumbs.db' || name === 'desktop.ini'

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject))

/** A directory reader hands out its entries in batches, and an empty one at the end. */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return all
    all.push(...batch)
  }
}

/**
 * Every file under the entries, folders walked to the end, hidden files left out.
 * @throws AppError `bad-input` above 20,000 files: a folder of the core's own machine is the way for those.
 */
export async function filesUnder(entries: readonly FileSystemEntry[]): Promise<DroppedFile[]> {
  const found: DroppedFile[] = []
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    if (isHidden(entry.name)) return
    if (entry.isDirectory) {
      for (const child of await entriesOf(entry as FileSystemDirectoryEntry)) await walk(child)
      return
    }
    if (found.length >= MAX_DROPPED_FILES) {
      throw new AppError(
        'bad-input',
        `More than ${MAX_DROPPED_FILES} files were dropped. Give the path of their folder instead: nothing needs to be copied then.`,
      )
    }
    found.push({ path: entry.fullPath.replace(/^\/+/, ''), file: await fileOf(entry as FileSystemFileEntry) })
  }
  for (const entry of entries) await walk(entry)
  return found
}

/** What a drop holds. To be called inside of the event: the list is emptied after it. */
export const droppedEntries = (transfer: DataTransfer): FileSystemEntry[] =>
  [...transfer.items]
    .filter(item => item.kind === 'file')
    .map(item => item.webkitGetAsEntry())
    .filter(entry => entry !== null)
