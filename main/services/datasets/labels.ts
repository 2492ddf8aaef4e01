import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { LabelSource } from '../../contract/datasets.ts'
import { AppError } from '../../domain/errors.ts'
import { parseCsv } from '../../formats/csv.ts'
import { fileError } from '../../formats/fileErrors.ts'
import type { SampleRecord } from '../../workspace/datasets.ts'
import type { Folders } from '../folders.ts'
import { stemOf } from './imageFiles.ts'
import { sideOfWord } from './layout.ts'
import { groupsOf } from './split.ts'

export interface ReadLabels {
  /** By the samples' index; null: none was found. */
  readonly labels: readonly (string | null)[]
  /** Rows of a table that no sample has the name of. */
  readonly unmatched: readonly string[]
}

/** More classes than this are names, not classes. */
const MOST_CLASSES = 1000

/**
 * The samples' classes, from where they stand.
 * @throws AppError 'bad-input' where none is found, or so many that they can be no classes
 */
export async function readLabels(
  samples: readonly SampleRecord[],
  from: LabelSource,
  folders: Folders,
): Promise<ReadLabels> {
  const read = await labelsFrom(samples, from, folders)
  const found = new Set(read.labels.filter(label => label !== null))
  if (found.size >= 2 && found.size <= MOST_CLASSES) return read
  const what =
    found.size === 0
      ? 'no sample gets a class'
      : found.size === 1
        ? `all samples would be of one class, "${[...found][0]}"`
        : `there would be ${found.size} classes`
  throw new AppError('bad-input', `From there, ${what}. ${remedies[from.kind]}`, { classes: found.size })
}

const remedies: Record<LabelSource['kind'], string> = {
  folders: 'Put the images of each class into a folder of its name, or take the classes from names or a table.',
  names: 'Give a pattern whose group matches the class alone, for example ^([a-z]+)_.',
  csv: 'Say which of its columns hold the names of the images and their classes.',
}

async function labelsFrom(samples: readonly SampleRecord[], from: LabelSource, folders: Folders): Promise<ReadLabels> {
  switch (from.kind) {
    case 'folders':
      return { labels: samples.map(sample => folderLabel(fileOf(sample))), unmatched: [] }
    case 'names': {
      const stems = samples.map(sample => stemOf(basename(fileOf(sample))))
      // A name that the pattern does not match stands for itself there.
      const groups = groupsOf(stems, from.pattern)
      return { labels: groups.map((group, i) => (group === stems[i] ? null : group)), unmatched: [] }
    }
    case 'csv':
      return labelsOfTable(samples, await readTable(from.path, folders), from)
  }
}

const fileOf = ({ lr, hr, name }: SampleRecord): string => (hr ?? lr)?.file.path ?? name

/** The nearest folder whose name does not tell LR from HR. */
function folderLabel(file: string): string | null {
  let folder = dirname(file)
  while (sideOfWord(basename(folder).toLowerCase()) !== null) folder = dirname(folder)
  return basename(folder) || null
}

async function readTable(path: string, folders: Folders): Promise<string[][]> {
  const file = await folders.resolveReadable(path)
  const text = await readFile(file, 'utf8').catch(error => {
    throw fileError(error, file, 'read')
  })
  return parseCsv(text)
}

function labelsOfTable(
  samples: readonly SampleRecord[],
  [head, ...rows]: readonly string[][],
  { nameColumn, labelColumn }: { readonly nameColumn?: string | undefined; readonly labelColumn?: string | undefined },
): ReadLabels {
  if (head === undefined || rows.length === 0) throw new AppError('bad-input', 'The table has no rows below its head.')
  const names = column(head, nameColumn, ['name', 'file', 'filename', 'image', 'sample', 'id'], 0)
  const labels = column(head, labelColumn, ['label', 'class', 'kind', 'type'], head.length - 1)
  if (names === labels) {
    throw new AppError('bad-input', 'The table needs two columns: names of images, and their classes.', { head })
  }
  const byName = new Map(rows.map(row => [keyOf(row[names] ?? ''), row[labels] || null]))
  const used = new Set<string>()
  const found = samples.map(sample => {
    const key = [keyOf(fileOf(sample)), keyOf(sample.name)].find(candidate => byName.has(candidate))
    if (key === undefined) return null
    used.add(key)
    return byName.get(key) ?? null
  })
  return { labels: found, unmatched: [...byName.keys()].filter(key => !used.has(key)) }
}

/** Names are told by their stem: a table may hold 'lens_1', 'lens_1.npy' or 'data/lens_1.npy'. */
const keyOf = (name: string): string => stemOf(basename(name.replaceAll('\\', '/'))).toLowerCase()

function column(
  head: readonly string[],
  wanted: string | undefined,
  usual: readonly string[],
  otherwise: number,
): number {
  const places = head.map(title => title.toLowerCase())
  if (wanted !== undefined) {
    const at = places.indexOf(wanted.trim().toLowerCase())
    if (at >= 0) return at
    throw new AppError('bad-input', `The table has no column "${wanted}". It has: ${head.join(', ')}.`, { head })
  }
  const at = places.findIndex(title => usual.includes(title))
  return at >= 0 ? at : otherwise
}
