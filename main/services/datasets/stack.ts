import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { npyHeaderBytes } from '../../formats/npy.ts'

/** Images of one size in one NPY file, float32 [count, height, width]: what the engine trains from. */
export interface StackSize {
  readonly width: number
  readonly height: number
}

export interface StackWriter {
  append(image: FloatImage): Promise<void>
  /** Makes the file complete and visible under its name. */
  commit(): Promise<{ readonly count: number }>
  /** Throws away what was written. */
  discard(): Promise<void>
}

/** As a StackWriter, for planes that not every sample has. */
export interface SparseStackWriter {
  append(image: FloatImage | null): Promise<void>
  commit(): Promise<void>
  discard(): Promise<void>
}

/** Writes a stack image by image, beside its target until it is complete. */
export async function createStack(file: string, size: StackSize): Promise<StackWriter> {
  const beside = `${file}.part`
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action()
    } catch (error) {
      throw fileError(error, file, 'write')
    }
  }
  const headerLength = headerOf(0, size).length
  const handle = await guarded(() => open(beside, 'w'))
  let position = headerLength
  let count = 0
  return {
    append: image => {
      if (image.width !== size.width || image.height !== size.height) {
        throw new RangeError(`a ${image.width} x ${image.height} image has no place in this stack`)
      }
      const bytes = Buffer.from(image.data.buffer, image.data.byteOffset, image.data.byteLength)
      const at = position
      position += bytes.length
      count += 1
      return guarded(() => writeFully(handle, bytes, at))
    },
    commit: () =>
      guarded(async () => {
        await writeFully(handle, headerOf(count, size), 0)
        await handle.sync()
        await handle.close()
        await rename(beside, file)
        return { count }
      }),
    discard: async () => {
      await handle.close().catch(() => undefined)
      await rm(beside, { force: true })
    },
  }
}

/**
 * A stack that comes into being with the first image that there is: those before it, and others that there are not, are
 * filled with `filler`. Its file is absent where there was no image at all.
 */
export function createSparseStack(file: string, size: StackSize, filler: number): SparseStackWriter {
  const blank = { ...size, data: new Float32Array(size.width * size.height).fill(filler) }
  let stack: StackWriter | undefined
  let skipped = 0
  return {
    append: async image => {
      if (image === null && stack === undefined) skipped += 1
      else {
        if (stack === undefined) {
          stack = await createStack(file, size)
          for (; skipped > 0; skipped--) await stack.append(blank)
        }
        await stack.append(image ?? blank)
      }
    },
    commit: async () => {
      await stack?.commit()
    },
    discard: async () => {
      await stack?.discard()
    },
  }
}

/** Image `index` of a stack; only its bytes are read. */
export async function readFromStack(file: string, size: StackSize, index: number): Promise<FloatImage> {
  const pixels = size.width * size.height
  const data = new Float32Array(pixels)
  const bytes = Buffer.from(data.buffer)
  let handle: FileHandle | undefined
  try {
    handle = await open(file, 'r')
    const at = headerOf(0, size).length + index * bytes.length
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, at)
    if (bytesRead === bytes.length) return { ...size, data }
  } catch (error) {
    throw fileError(error, file, 'read')
  } finally {
    await handle?.close()
  }
  throw new AppError('bad-input', `${file} is cut short: image ${index} is not in it. Import the dataset again.`, {
    file,
  })
}

/** Headers are padded to 128 bytes whatever the count: two sides of up to 9 digits and a count of 16 leave room. */
function headerOf(count: number, { width, height }: StackSize): Buffer {
  return npyHeaderBytes([count, height, width], '<f4')
}

async function writeFully(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}
