import { type FileHandle, open } from 'node:fs/promises'
import { AppError } from '../domain/errors.ts'
import { fileError } from './fileErrors.ts'

/** Random access to bytes of known size. */
export interface ByteSource {
  readonly size: number
  /** Where the bytes lie, for formats whose library opens files by itself; absent for bytes in memory. */
  readonly path?: string
  /** Exactly `length` bytes from `offset`; a range that leaves the source is refused before anything is allocated. */
  read(offset: number, length: number): Promise<Uint8Array>
  /** Fills `target` with the bytes from `offset` on. */
  readInto(offset: number, target: Uint8Array): Promise<void>
}

/** A source over bytes in memory; `read` returns views, not copies. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    async read(offset, length) {
      checkRange(offset, length, bytes.length)
      return bytes.subarray(offset, offset + length)
    },
    async readInto(offset, target) {
      checkRange(offset, target.length, bytes.length)
      target.set(bytes.subarray(offset, offset + target.length))
    },
  }
}

/** Opens the file, hands a source over it to `use`, and closes the file when `use` has settled. */
export async function withFileSource<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const handle = await openRegularFile(path)
  try {
    const { size } = await handle.stat()
    return await use({
      size,
      path,
      async read(offset, length) {
        checkRange(offset, length, size)
        const bytes = new Uint8Array(length)
        await fill(handle, path, offset, bytes)
        return bytes
      },
      async readInto(offset, target) {
        checkRange(offset, target.length, size)
        await fill(handle, path, offset, target)
      },
    })
  } finally {
    await handle.close()
  }
}

async function openRegularFile(path: string): Promise<FileHandle> {
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch (error) {
    throw fileError(error, path, 'read')
  }
  const stat = await handle.stat()
  if (stat.isFile()) return handle
  await handle.close()
  if (stat.isDirectory())
    throw new AppError('bad-input', `${path} is a folder, not a file. Choose a file in it.`, { path })
  throw new AppError('bad-input', `${path} is not a regular file. Choose an image file.`, { path })
}

async function fill(handle: FileHandle, path: string, offset: number, bytes: Uint8Array): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, offset + done)
    if (bytesRead === 0)
      throw new AppError(
        'conflict',
        `${path} became shorter while it was read. Wait until it is complete, then try again.`,
        {
          path,
        },
      )
    done += bytesRead
  }
}

function checkRange(offset: number, length: number, size: number): void {
  if (
    Number.isSafeInteger(offset) &&
    Number.isSafeInteger(length) &&
    offset >= 0 &&
    length >= 0 &&
    offset + length <= size
  )
    return
  throw new AppError(
    'bad-input',
    `The file is cut short: bytes ${offset} to ${offset + length} of ${size} are needed.`,
    {
      offset,
      length,
      size,
    },
  )
}
