import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { blanked, pairMask } from '../../domain/mask.ts'
import { readImageFile } from '../../formats/readers.ts'
import { planeCards } from '../apply/productHeader.ts'
import type { ServiceContext } from '../context.ts'
import { wholeNumber } from '../pixels.ts'
import { readSampleRecord } from './places.ts'
import type { Datasets } from './service.ts'

type Size = Pick<FloatImage, 'width' | 'height'>

/** Answers `dataset/<id>/<sample>/<lr or hr>`, and with `/error`, `/mask` or `/psf` what stands beside the image. */
export function addDatasetImages(context: ServiceContext, datasets: Datasets): void {
  context.images.addImages('dataset', async ([id = '', sample, role, plane]) => {
    if (role !== 'lr' && role !== 'hr') throw new AppError('not-found', 'An image of a dataset is lr or hr.')
    const index = wholeNumber(sample)
    const { hash, register } = datasets.detail(id)
    const shown = `${id}/${hash}/${index}/${role}/${role === 'hr' && register ? 'registered' : 'as-is'}`
    // Registering changes what the HR address shows.
    const immutable = role === 'lr'
    if (plane !== undefined) {
      const read = () => requirePlane(datasets, id, index, role, plane)
      return { tag: `${shown}/${plane}`, immutable, read }
    }
    return {
      tag: shown,
      immutable,
      read: () => shownImage(context, datasets, id, index, role),
      cards: async () => {
        // Registering moves the pixels: the file's own header does not hold for them.
        if (role === 'hr' && register) return []
        return planeCards((await datasets.metadata(id, index))[role]?.cards ?? [])
      },
      readThumbnail: async () => {
        const mask = await datasets.plane(id, index, role, 'mask')
        return blanked(await datasets.image(id, index, role), mask?.data ?? null)
      },
    }
  })
}

/** A sample without a mask or noise map among others that have one: every pixel counts, no error is known. */
async function requirePlane(
  datasets: Datasets,
  id: string,
  index: number,
  role: 'lr' | 'hr',
  plane: string,
): Promise<FloatImage> {
  const { planes, lrSize, hrSize, factor } = datasets.detail(id)
  const size = role === 'lr' ? lrSize : hrSize
  const filled = (value: number, { width, height }: Size) => new Float32Array(width * height).fill(value)
  if (plane === 'mask' && size !== null && planes.masked.lr + planes.masked.hr > 0) {
    const [lr, hr] = await Promise.all(
      (['lr', 'hr'] as const).map(side =>
        side === 'lr' || role === 'hr' ? datasets.plane(id, index, side, 'mask') : null,
      ),
    )
    const lrValid = lr && { width: lr.width, valid: lr.data }
    const valid = role === 'lr' ? lr?.data : pairMask(lrValid, hr?.data ?? null, factor ?? 1)
    return { ...size, data: valid ?? filled(1, size) }
  }
  if (plane === 'error' && size !== null && planes.error[role] > 0) {
    return (await datasets.plane(id, index, role, 'error')) ?? { ...size, data: filled(Number.NaN, size) }
  }
  const psf = plane === 'psf' ? await datasets.plane(id, index, role, 'psf') : null
  if (psf !== null) return psf
  throw new AppError(
    'not-found',
    `The ${role.toUpperCase()} image of sample ${index} has no "${plane.slice(0, 40)}".`,
    {
      id,
      sample: index,
    },
  )
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
    return (await readImageFile(await folders.resolveReadable(side.file.path), { ...side.choice, plane: side.plane }))
      .image
  } catch (error) {
    // The file has gone since: what was kept of it is better than nothing.
    if (error instanceof AppError) return packed
    throw error
  }
}
