import type { Simulation } from '../../contract/simulate.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { readImageFile } from '../../formats/readers.ts'
import type { ImageSet } from '../../lensing/images.ts'
import type { ServiceContext } from '../context.ts'

/** Larger ones belong into a cutout first; every worker holds a copy. */
const maxSide = 2048

/**
 * Reads the images that a simulation names: sources and PSFs. Throws the errors of reading, and `bad-input` for images
 * with missing values or too large.
 */
export async function readNamedImages({ folders }: ServiceContext, simulation: Simulation): Promise<ImageSet> {
  const images: Record<string, FloatImage> = {}
  for (const file of namedFiles(simulation)) {
    const path = await folders.resolveReadable(file)
    const { image } = await readImageFile(path)
    const { width, height, data } = image
    if (width > maxSide || height > maxSide) {
      throw new AppError(
        'bad-input',
        `${file} has ${width} x ${height} pixels; a source or PSF has at most ${maxSide} a side. Cut it out first.`,
        { file, width, height },
      )
    }
    if (data.some(value => !Number.isFinite(value))) {
      throw new AppError(
        'bad-input',
        `${file} has missing values (NaN or infinite); a source or PSF needs one for every pixel. Fill or cut them out.`,
        { file },
      )
    }
    images[file] = image
  }
  return images
}

/** Files of a simulation's images, each once. */
export function namedFiles({ sources, lensLight, lr, hr, products }: Simulation): string[] {
  const cameras = products === 'pairs' ? [lr, hr] : [hr]
  const parts = [...sources, ...lensLight, ...cameras.map(camera => camera.psf)]
  return [...new Set(parts.flatMap(part => (part.kind === 'image' ? [part.file] : [])))]
}
