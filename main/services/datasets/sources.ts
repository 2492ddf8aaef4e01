import { opendir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ImageSource } from '../../contract/datasets.ts'
import { AppError } from '../../domain/errors.ts'
import { fileError } from '../../formats/fileErrors.ts'
import type { Folders } from '../folders.ts'
import type { Uploads } from '../uploads.ts'

/** The files of a source, and what their names are told relative to. */
export interface SourceFiles {
  readonly files: readonly string[]
  readonly root: string
  /** For people. */
  readonly title: string
}

const maxFiles = 400_000
const maxDepth = 6

/**
 * Every file of a source, by real path, in the natural order of their names.
 *
 * Errors: `forbidden` (outside of the registered folders, or not readable), `not-found`, `bad-input` (nothing there).
 */
export async function sourceFiles(
  source: ImageSource,
  { folders, uploads }: { folders: Folders; uploads: Uploads },
): Promise<SourceFiles> {
  if (source.kind === 'files') {
    const files = await Promise.all(source.paths.map(path => folders.resolveReadable(path)))
    for (const file of files) await mustBeFile(file)
    const root = commonFolder(files)
    return { files: sorted(files), root, title: files.length === 1 ? files[0] : `${files.length} files in ${root}` }
  }
  const root = source.kind === 'folder' ? await folders.resolveReadable(source.path) : await uploads.folder(source.id)
  if (!(await stat(root)).isDirectory()) {
    throw new AppError('bad-input', `${root} is a file. Choose the folder that it lies in, or import it as a file.`, {
      path: root,
    })
  }
  const found: string[] = []
  await collect(root, 0, found)
  if (found.length > 0) return { files: sorted(found), root, title: source.kind === 'folder' ? root : 'Dropped files' }
  throw new AppError('bad-input', `${root} is empty. Choose a folder with images.`, { path: root })
}

async function mustBeFile(path: string): Promise<void> {
  if ((await stat(path)).isFile()) return
  throw new AppError('bad-input', `${path} is a folder. Import it as a folder, by itself.`, { path })
}

/** Links are not followed: what they point to may lie outside of what the user allowed. */
async function collect(folder: string, depth: number, found: string[]): Promise<void> {
  const below: string[] = []
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.name.startsWith('.')) continue
      if (entry.isDirectory()) below.push(join(folder, entry.name))
      else if (entry.isFile()) found.push(join(folder, entry.name))
      if (found.length > maxFiles) {
        throw new AppError('bad-input', `${folder} and its folders hold more than ${maxFiles} files. Import a part.`, {
          path: folder,
          limit: maxFiles,
        })
      }
    }
  } catch (error) {
    throw fileError(error, folder, 'read')
  }
  if (depth < maxDepth) for (const path of below) await collect(path, depth + 1, found)
}

function sorted(files: readonly string[]): string[] {
  return [...new Set(files)].sort(new Intl.Collator('en', { numeric: true }).compare)
}

function commonFolder(files: readonly string[]): string {
  let common = dirname(files[0])
  while (!files.every(file => file.startsWith(common.endsWith('/') ? common : join(common, '/')))) {
    const parent = dirname(common)
    if (parent === common) break
    common = parent
  }
  return common
}

/** A name for the dataset that its source suggests. */
export function suggestedName({ root, files }: SourceFiles): string {
  const name = files.length === 1 ? basename(files[0]) : basename(root)
  return name.slice(0, 120) || 'Images'
}
