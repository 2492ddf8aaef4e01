import { AppError } from '../domain/errors.ts'
import type { FloatImage } from '../domain/image.ts'

/** Images that a configuration names by file: sources and PSFs. Reading them is the caller's. */
export type ImageSet = Readonly<Record<string, FloatImage>>

/** The image of a file. Throws `not-found` where the caller has not read it. */
export function imageOf(file: string, images: ImageSet): FloatImage {
  const image = images[file]
  if (image === undefined) throw new AppError('not-found', `The image ${file} was not read.`, { file })
  return image
}
