import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import type { Existing } from '../../contract/apply.ts'
import { AppError } from '../../domain/errors.ts'
import { fillTemplate } from '../../domain/nameTemplate.ts'
import { type Format, productFile } from './products.ts'

/** Where the products of an image go; `existing` lists those that are there already and stay. */
export interface Place {
  readonly files: Partial<Record<Format, string>>
  readonly existing: Partial<Record<Format, string>>
}

export interface PlaceRequest {
  readonly folder: string
  readonly stem: string
  readonly formats: readonly Format[]
  readonly existing: Existing
  /** Files that this work has made itself before it was broken off: they may be replaced. */
  readonly own: readonly string[]
}

/** Names for all images of a batch, no two the same on a disk that does not tell a from A. */
export function productStems(
  template: string,
  names: readonly string[],
  values: Omit<Parameters<typeof fillTemplate>[1], 'name' | 'index'>,
): string[] {
  const digits = String(names.length).length
  const taken = new Set<string>()
  return names.map((name, i) => {
    const filled = fillTemplate(template, { ...values, name, index: String(i + 1).padStart(digits, '0') })
    let stem = filled
    for (let n = 2; taken.has(stem.toLowerCase()); n++) stem = `${filled}-${n}`
    taken.add(stem.toLowerCase())
    return stem
  })
}

/**
 * Decides where products go, by what is asked for where files exist.
 *
 * @param reserved files that other images of the batch will need
 * Errors: `conflict` where a file exists and nothing was said about it.
 */
export async function placeProducts(request: PlaceRequest, reserved: ReadonlySet<string>): Promise<Place> {
  const { folder, stem, formats, existing, own } = request
  const filesOf = (name: string) =>
    Object.fromEntries(formats.map(format => [format, productFile(folder, name, format)])) as Place['files']
  const files = filesOf(stem)
  if (existing === 'overwrite') return { files, existing: {} }
  const found = await foreignFiles(files, own)
  if (found.length === 0) return { files, existing: {} }
  if (existing === 'refuse') throw conflict(files[found[0]] ?? '')
  if (existing === 'skip') return divided(files, found)
  for (let n = 2; ; n++) {
    const renamed = filesOf(`${stem}-${n}`)
    const isReserved = Object.values(renamed).some(file => reserved.has(file.toLowerCase()))
    if (!isReserved && (await foreignFiles(renamed, own)).length === 0) return { files: renamed, existing: {} }
  }
}

/** Files that came to be since the place was chosen are not overwritten either. */
export async function refuseNewFiles({ files }: Place, own: readonly string[]): Promise<void> {
  const [found] = await foreignFiles(files, own)
  if (found !== undefined) throw conflict(files[found] ?? '')
}

const isFormat = (key: string): key is Format => key === 'fits' || key === 'npy' || key === 'png'

async function foreignFiles(files: Place['files'], own: readonly string[]): Promise<Format[]> {
  const found: Format[] = []
  for (const [format, file] of Object.entries(files)) {
    if (isFormat(format) && !own.includes(file) && (await exists(file))) found.push(format)
  }
  return found
}

function divided(files: Place['files'], found: readonly Format[]): Place {
  const entries = Object.entries(files)
  const isFound = ([format]: [string, string]) => found.some(one => one === format)
  return {
    files: Object.fromEntries(entries.filter(entry => !isFound(entry))),
    existing: Object.fromEntries(entries.filter(isFound)),
  }
}

function exists(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  )
}

function conflict(file: string): AppError {
  const message = `${file} exists already. Choose to skip, rename or overwrite what exists, or another folder.`
  return new AppError('conflict', message, { file })
}
