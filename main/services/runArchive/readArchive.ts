import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../domain/errors.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { readZipDirectory, readZipEntry, type ZipEntry } from '../../formats/zip.ts'
import { MAX_ARCHIVE_BYTES } from '../../formats/zipWriter.ts'
import { folders, MANIFEST, type Manifest, manifestSchema, NUMBERS, type Numbers, numbersSchema } from './manifest.ts'

/** A run's file that was read and checked: every member is there, has the size and the hash that it should, and no other. */
export interface RunArchive {
  readonly manifest: Manifest
  readonly numbers: Numbers
  content(path: string): Uint8Array
}

const MOST_MANIFEST_BYTES = 512 * 2 ** 20

/**
 * Reads a run's file. Nothing of it is written anywhere before all of it has been checked.
 *
 * Errors: `bad-input` (damaged, changed, or made to harm: a name that leaves its folder, members that lie upon each other, more
 * than it holds), `unsupported` (of a newer version, or too large), and those of reading a file.
 */
export async function readArchive(file: string): Promise<RunArchive> {
  const bytes = await readWhole(file)
  const entries = entriesOf(bytes, file)
  const manifest = readManifest(bytes, entries.get(MANIFEST), file)
  const listed = new Map(manifest.files.map(described => [described.path, described]))
  if (listed.size !== manifest.files.length || entries.size !== listed.size + 1) {
    throw harmful(file, 'its list of files is not what it holds')
  }
  const content = (path: string): Uint8Array => {
    const entry = entries.get(path)
    if (!entry) throw harmful(file, `${path} is missing`)
    return readZipEntry(bytes, entry)
  }
  for (const { path, bytes: size, sha256 } of manifest.files) {
    if (!allowedPlace(path, manifest)) throw harmful(file, `${path} belongs to nothing in it`)
    const member = content(path)
    if (member.length !== size || createHash('sha256').update(member).digest('hex') !== sha256) {
      throw harmful(file, `${path} has another content than the file says`)
    }
  }
  checkWeights(manifest, file)
  return { manifest, numbers: parsed(numbersSchema, content(NUMBERS), NUMBERS, file), content }
}

async function readWhole(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file)
    if (size > MAX_ARCHIVE_BYTES) {
      throw new AppError('unsupported', `${file} is larger than 2 GiB, which no run's file is.`, { file, size })
    }
    return await readFile(file)
  } catch (error) {
    throw error instanceof AppError ? error : fileError(error, file, 'read')
  }
}

/** Members by name. All are stored as they are, so together they can be no larger than the file: nothing swells on reading. */
function entriesOf(bytes: Uint8Array, file: string): ReadonlyMap<string, ZipEntry> {
  const all = readZipDirectory(bytes)
  const total = all.reduce((sum, entry) => sum + entry.size, 0)
  if (all.some(entry => entry.method !== 0) || total > bytes.length) {
    throw harmful(file, 'it would swell on unpacking')
  }
  // On some systems two names that differ only in case are one file.
  const names = new Set(all.map(entry => entry.name.toLowerCase()))
  if (names.size !== all.length) throw harmful(file, 'two of its members have the same name')
  return new Map(all.map(entry => [entry.name, entry]))
}

const versionSchema = z.looseObject({ format: z.literal('subarc-run'), version: z.number() })

function readManifest(bytes: Uint8Array, entry: ZipEntry | undefined, file: string): Manifest {
  if (!entry || entry.size > MOST_MANIFEST_BYTES) throw noRun(file)
  const text = Buffer.from(readZipEntry(bytes, entry))
  const { success, data } = versionSchema.safeParse(json(text))
  if (!success) throw noRun(file)
  if (data.version !== 1) {
    throw new AppError(
      'unsupported',
      `${file} was written by a newer version of Subarc (its format is ${data.version}; this version knows 1). Update Subarc.`,
      { file, version: data.version },
    )
  }
  return parsed(manifestSchema, text, MANIFEST, file)
}

/** Members lie in the run's folder, in that of an evaluation or dataset which the file tells of, or are its numbers. */
function allowedPlace(path: string, { evaluations, dataset }: Manifest): boolean {
  if (path === NUMBERS) return true
  const allowed = [
    folders.run,
    ...(dataset ? [folders.dataset] : []),
    ...evaluations.map(e => folders.evaluation(e.id)),
  ]
  return allowed.some(folder => path.startsWith(`${folder}/`))
}

/** A checkpoint that the run tells of is there, and is that one. */
function checkWeights({ run, files }: Manifest, file: string): void {
  for (const { which, sha256 } of run.checkpoints) {
    const path = `${folders.run}/checkpoints/${which}.safetensors`
    if (files.find(described => described.path === path)?.sha256 !== sha256) {
      throw harmful(file, `its "${which}" weights are not those that the run was left with`)
    }
  }
}

function parsed<S extends z.ZodType>(schema: S, bytes: Uint8Array, member: string, file: string): z.output<S> {
  const result = schema.safeParse(json(bytes))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw harmful(file, `${member}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

const noRun = (file: string) =>
  new AppError(
    'bad-input',
    `${file} is no run of Subarc's. Choose a file that ends in .subarc, as "Export run" writes it.`,
    {
      file,
    },
  )

const harmful = (file: string, what: string) =>
  new AppError(
    'bad-input',
    `${file} is damaged or was changed: ${what}. Nothing of it was taken; copy or export it again.`,
    { file, what },
  )
