import { AppError } from '../../../main/domain/errors.ts'
import { t } from '../../text/t.ts'

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
      throw new AppError('bad-input', t.ui.moreThanFilesWereDroppedGive(MAX_DROPPED_FILES))
    }
    found.push({ path: entry.fullPath.replace(/^\/+/, ''), file: await fileOf(entry as FileSystemFileEntry) })
  }
  for (const entry of entries) await walk(entry)
  return found
}

/**
 * Lists what a drop holds, folders walked to the end. To be called inside of the event, though it ends later: the transfer is emptied
 * after the event. Throws `bad-input` where nothing is a file, and above 20,000 files.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<DroppedFile[]> {
  const items = [...transfer.items].filter(item => item.kind === 'file')
  const entries: FileSystemEntry[] = []
  const single: DroppedFile[] = []
  for (const item of items) {
    const entry = item.webkitGetAsEntry()
    const file = entry === null ? item.getAsFile() : null
    if (entry !== null) entries.push(entry)
    // A file that lies on no disk (out of another program) has no entry.
    if (file !== null) single.push({ path: file.name, file })
  }
  const found = [...single, ...(await filesUnder(entries))]
  if (found.length > 0) return found
  throw new AppError('bad-input', t.ui.whatWasDroppedHoldsNoFileDrop)
}

/** What to call it: the folder that holds everything, else the only file, else 'Dropped images'. */
export function droppedName(files: readonly DroppedFile[]): string {
  const [first = ''] = files.map(({ path }) => path)
  const [folder = ''] = first.split('/')
  if (files.length === 1) return (first.split('/').at(-1) ?? first).replace(/\.[^.]+$/, '')
  return folder !== first && files.every(({ path }) => path.startsWith(`${folder}/`)) ? folder : t.ui.droppedImages
}
