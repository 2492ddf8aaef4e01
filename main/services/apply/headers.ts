import { AppError } from '../../domain/errors.ts'
import { readImageFile } from '../../formats/readers.ts'
import type { ServiceContext } from '../context.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'
import { requireApplication, requireItem } from './images.ts'

interface Headers {
  readonly input: string[]
  readonly output: string[]
}

/** FITS cards of an item's input and of the product that was written of it; none where a file has none or is gone. */
export async function applyHeaders(
  context: ServiceContext,
  datasets: DatasetAccess,
  { id, item: index }: { readonly id: string; readonly item: number },
): Promise<Headers> {
  const item = requireItem(requireApplication(context, id), index)
  const product = item.outputs.fits
  return {
    input: await cardsOf(async () => {
      const { file, plane } = inputFile(datasets, item.input)
      return readImageFile(await context.folders.resolveReadable(file), { plane })
    }),
    output: product === undefined ? [] : await cardsOf(() => readImageFile(product)),
  }
}

/** The file behind what a record shows: a path, with the plane where there are several, or a dataset's sample. */
function inputFile(datasets: DatasetAccess, input: string): { readonly file: string; readonly plane: number } {
  const sample = /^dataset\/([^/]+)\/(\d+)$/.exec(input)
  if (!sample) {
    const plane = /^(.*)\[(\d+)\]$/.exec(input)
    return plane ? { file: plane[1], plane: Number(plane[2]) } : { file: input, plane: 0 }
  }
  const source = datasets.source(sample[1], Number(sample[2]))
  if (source) return source
  throw new AppError('not-found', `The LR image of ${input} was made from its HR image and has no file.`)
}

async function cardsOf(read: () => Promise<{ readonly cards?: readonly string[] }>): Promise<string[]> {
  try {
    return [...((await read()).cards ?? [])]
  } catch (error) {
    // The pixels are kept in the workspace; the file may have gone since.
    if (error instanceof AppError) return []
    throw error
  }
}
