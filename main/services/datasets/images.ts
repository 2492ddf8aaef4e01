import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { readImageFile } from '../../formats/readers.ts'
import type { ServiceContext } from '../context.ts'
import { wholeNumber } from '../pixels.ts'
import { readSampleRecord } from './places.ts'
import type { Datasets } from './service.ts'

/** Answers `dataset/<id>/<sample>/<lr or hr>`. */
export function addDatasetImages(context: ServiceContext, datasets: Datasets): void {
  context.images.addImages('dataset', async ([id = '', sample, role]) => {
    if (role !== 'lr' && role !== 'hr') throw new AppError('not-found', 'An image of a dataset is lr or hr.')
    const index = wholeNumber(sample)
    const { hash, register } = datasets.detail(id)
    return {
      tag: `${id}/${hash}/${index}/${role}/${role === 'hr' && register ? 'registered' : 'as-is'}`,
      // Registering changes what the HR address shows.
      immutable: role === 'lr',
      read: () => shownImage(context, datasets, id, index, role),
    }
  })
}

/** As trained on; but an image with pixels that are not finite is shown with them, as its file has it. */
async function shownImage(
  { workspace, folders }: ServiceContext,
  datasets: Datasets,
  id: string,
  index: number,
  role: 'lr' | 'hr',
): Promise<FloatImage> {
  const side = readSampleRecord(workspace, id, index)?.[role]
  const packed = await datasets.image(id, index, role)
  if (!side || side.stats.nonFinite === 0 || (role === 'hr' && datasets.detail(id).register)) return packed
  try {
    return (await readImageFile(await folders.resolveReadable(side.file.path), { plane: side.plane })).image
  } catch (error) {
    // The file has gone since: what was kept of it is better than nothing.
    if (error instanceof AppError) return packed
    throw error
  }
}
