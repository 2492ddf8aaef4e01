import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Zip, ZipPassThrough } from 'fflate'
import { AppError } from '../domain/errors.ts'
import { fileError } from './fileErrors.ts'

/** A member of an archive that is written: a file, or bytes. */
export type ZipSource = { readonly name: string } & ({ readonly file: string } | { readonly bytes: Uint8Array })

/** The zip format without its extension for large archives ends at 4 GiB; readers that hold one whole end at 2. */
export const MAX_ARCHIVE_BYTES = 2 ** 31 - 2 ** 20

/**
 * Writes a zip archive of stored members (nothing is compressed: floats hardly shrink) beside its target and renames it.
 * Returns its size in bytes.
 *
 * Errors: `no-space`, `forbidden` (no permission), `not-found` (a file is gone), `unsupported` (over the limit).
 */
export async function writeZip(path: string, members: readonly ZipSource[]): Promise<number> {
  const temporary = `${path}.${process.pid}.part`
  const handle = await open(temporary, 'w').catch(error => {
    throw fileError(error, path, 'write')
  })
  let bytes = 0
  let waiting: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    waiting.push(chunk)
  })
  const flush = async (): Promise<void> => {
    const chunks = waiting
    waiting = []
    for (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > MAX_ARCHIVE_BYTES) throw tooLarge()
      await handle.write(chunk)
    }
  }
  try {
    for (const member of members) {
      const entry = new ZipPassThrough(member.name)
      zip.add(entry)
      for await (const chunk of contentOf(member)) {
        entry.push(chunk)
        await flush()
      }
      entry.push(new Uint8Array(0), true)
      await flush()
    }
    zip.end()
    await flush()
    await handle.sync()
    await handle.close()
    await rename(temporary, path)
    return bytes
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error instanceof AppError ? error : fileError(error, path, 'write')
  }
}

async function* contentOf(member: ZipSource): AsyncIterable<Uint8Array> {
  if ('bytes' in member) yield member.bytes
  else yield* createReadStream(member.file, { highWaterMark: 2 ** 20 })
}

const tooLarge = () =>
  new AppError('unsupported', 'The archive would be larger than 2 GiB. Leave the images of the dataset out.', {
    limit: MAX_ARCHIVE_BYTES,
  })
