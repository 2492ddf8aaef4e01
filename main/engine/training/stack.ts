import { AppError } from '../../domain/errors.ts'
import { type ByteSource, withFileSource } from '../../formats/byteSource.ts'
import { readNpyHeader } from '../../formats/npyHeader.ts'
import type { ImageStack } from '../port.ts'

/** An open stack of images; one image at a time is in memory. */
export interface OpenStack {
  readonly stack: ImageStack
  /** Image `index`: [height, width], file units. Throws 'bad-input' where a pixel is not finite. */
  read(index: number): Promise<Float32Array>
}

/**
 * Opens the stack, hands it to `use`, and closes it when `use` has settled.
 * @throws AppError 'bad-input' when the file is not float32 [count, height, width] as declared
 */
export async function withStack<T>(stack: ImageStack, use: (open: OpenStack) => Promise<T>): Promise<T> {
  return withFileSource(stack.file, async source => use(await openStack(stack, source)))
}

/** As `withStack`, for a stack that may not be there. */
export async function withOptionalStack<T>(
  stack: ImageStack | null | undefined,
  use: (open: OpenStack | undefined) => Promise<T>,
): Promise<T> {
  return stack ? withStack(stack, use) : use(undefined)
}

async function openStack(stack: ImageStack, source: ByteSource): Promise<OpenStack> {
  const header = await readNpyHeader(source)
  const declared = [stack.count, stack.height, stack.width]
  const agrees = header.kind === 'f4' && !header.bigEndian && !header.fortranOrder
  if (!agrees || header.shape.join() !== declared.join()) {
    throw new AppError(
      'bad-input',
      `${stack.file} holds ${header.kind} of shape (${header.shape.join(', ')}) where little-endian float32 of shape ` +
        `(${declared.join(', ')}) was declared: the data changed since they were prepared. Prepare the dataset again.`,
      { file: stack.file, shape: header.shape, declared },
    )
  }
  const imageBytes = stack.height * stack.width * 4
  return {
    stack,
    read: async index => {
      if (!Number.isInteger(index) || index < 0 || index >= stack.count) {
        throw new AppError('bad-input', `Image ${index} is asked of ${stack.file}, which holds ${stack.count}.`, {
          index,
        })
      }
      const bytes = await source.read(header.dataOffset + index * imageBytes, imageBytes)
      const pixels = new Float32Array(bytes.buffer, bytes.byteOffset, stack.height * stack.width)
      if (!pixels.every(Number.isFinite)) {
        throw new AppError(
          'bad-input',
          `Image ${index} of ${stack.file} holds pixels that are not finite numbers. Leave it out, or fill them, and prepare the dataset again.`,
          { index, file: stack.file },
        )
      }
      return pixels
    },
  }
}
