import { AppError } from '../../domain/errors.ts'
import { upsample } from '../../domain/resample.ts'
import { type ApplicationItem, type ApplicationRecord, findApplication } from '../../workspace/applications.ts'
import type { ServiceContext } from '../context.ts'
import { readNpyImage } from '../engine/npyImages.ts'
import { wholeNumber } from '../pixels.ts'
import { applicationFolder, itemFile } from './files.ts'
import type { Format } from './products.ts'

const types: Record<Format, string> = { fits: 'application/fits', npy: 'application/octet-stream', png: 'image/png' }

/** Answers `apply/<id>/<item>/<layer>` with pixels, and `apply/<id>/<item>/<format>` with a product. */
export function addApplyImages(context: ServiceContext): void {
  const folder = (id: string) => applicationFolder(context.workspace, id)
  context.images.addImages('apply', async ([id = '', itemPart, layer = '']) => {
    const item = requireItem(requireApplication(context, id), wholeNumber(itemPart))
    const { id: maker, index } = item.madeBy ?? { id, index: item.index }
    const stored = (which: 'input' | 'output') => readNpyImage(itemFile(folder(maker), index, which))
    const read = { input: () => stored('input'), output: () => stored('output'), bicubic: () => bicubic(item, stored) }
    if (layer !== 'input' && layer !== 'output' && layer !== 'bicubic') {
      throw new AppError('not-found', `An applied image has no layer "${layer}".`, { layer })
    }
    return { tag: `apply/${id}/${item.index}/${layer}/${item.status}`, immutable: false, read: read[layer] }
  })
  context.images.addFiles('apply', async ([id = '', itemPart, format = '']) => {
    const item = requireItem(requireApplication(context, id), wholeNumber(itemPart))
    const path = format === 'fits' || format === 'npy' || format === 'png' ? item.outputs[format] : undefined
    if (path === undefined) {
      throw new AppError('not-found', `${item.name} was not written as "${format}".`, { id, item: item.index, format })
    }
    return { path, type: types[format as Format] }
  })
}

/** The input on the output's grid, to be compared with it. */
async function bicubic(item: ApplicationItem, stored: (which: 'input') => ReturnType<typeof readNpyImage>) {
  const input = await stored('input')
  const factor = item.outputSize ? Math.round(item.outputSize.width / input.width) : 1
  return upsample(input, factor, 'bicubic')
}

export function requireApplication({ workspace }: ServiceContext, id: string): ApplicationRecord {
  const record = findApplication(workspace.db, id)
  if (record) return record
  throw new AppError('not-found', `There is no application ${id}. It may belong to another workspace.`, { id })
}

export function requireItem(record: ApplicationRecord, index: number): ApplicationItem {
  const item = record.items[index]
  if (item) return item
  throw new AppError('not-found', `${record.id} has no image ${index}; it has ${record.items.length}.`, { index })
}
