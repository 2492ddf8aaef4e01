import { readFile } from 'node:fs/promises'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { imagesFromArray } from '../../formats/imageArray.ts'
import { parseNpy, writeNpy } from '../../formats/npy.ts'

/** One image that the core or the engine wrote: .npy, float32, [height, width], row 0 at the bottom. */
export async function readNpyImage(file: string): Promise<FloatImage> {
  const bytes = await readFile(file).catch(error => {
    throw fileError(error, file, 'read')
  })
  const [image] = imagesFromArray(parseNpy(bytes))
  if (!image) throw new AppError('bad-input', `${file} holds no image.`, { file })
  return image
}

export function writeNpyImage(file: string, image: FloatImage): Promise<void> {
  return writeFileAtomic(file, writeNpy({ shape: [image.height, image.width], data: image.data }))
}
