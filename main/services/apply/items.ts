import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ImageSource } from '../../contract/datasets.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { pixelScaleArcsec } from '../../domain/wcs/index.ts'
import { type ImageChoice, readImageFile } from '../../formats/readers.ts'
import type { ServiceContext } from '../context.ts'
import { groupFiles } from '../datasets/companions.ts'
import { looksLikeImage, stemOf } from '../datasets/imageFiles.ts'
import { probeImage } from '../datasets/probe.ts'
import { sourceFiles } from '../datasets/sources.ts'
import { fileStem } from '../export/outputFolder.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'
import { statedConvention } from './provenance.ts'

export type ApplySource =
  | ImageSource
  | { readonly kind: 'dataset'; readonly id: string; readonly side: 'train' | 'validation' | 'test' | 'all' }

/** One image to super-resolve, known by name until it is read. */
export interface InputItem {
  readonly name: string
  /** What the record shows: a path, with the plane where there are several, or a dataset's sample. */
  readonly input: string
  /** As a product's header names it. */
  readonly title: string
  /** Changes when the image does. */
  readonly stamp: string
  read(): Promise<InputImage>
}

export interface InputImage {
  readonly image: FloatImage
  /** Raw header cards; empty where the format has no header. */
  readonly cards: readonly string[]
  readonly unit: string | null
  readonly pixelScaleArcsec: number | null
  readonly fluxConvention: 'sum' | 'mean' | 'unknown' | null
}

/** The images of a source, in order, with names that are all different. */
export async function inputItems(
  context: ServiceContext,
  datasets: DatasetAccess,
  source: ApplySource,
): Promise<InputItem[]> {
  const items = source.kind === 'dataset' ? datasetItems(context, datasets, source) : await fileItems(context, source)
  if (items.length === 0) {
    throw new AppError(
      'bad-input',
      'There is no image in this source. Choose files or a folder with FITS, NPY, NPZ, HDF5 or TIFF.',
      {
        source: source.kind,
      },
    )
  }
  return distinctNames(items)
}

async function fileItems(context: ServiceContext, source: ImageSource): Promise<InputItem[]> {
  const { files, root } = await sourceFiles(source, context)
  // Files that were chosen one by one are images; in a folder, noise maps, masks and PSFs stand among them.
  const images = source.kind === 'files' ? files : groupFiles(files.filter(looksLikeImage), root).images
  const items: InputItem[] = []
  for (const path of images) {
    const stamp = await stampOf(path)
    // A file that cannot be read is an item that will fail, and say why.
    const { planes, choice } = await probeImage(path).catch(() => ({ planes: 1, choice: {} }))
    for (let plane = 0; plane < planes; plane++) {
      const suffix = planes > 1 ? `-${plane}` : ''
      items.push({
        name: fileStem(stemOf(basename(path))) + suffix,
        input: planes > 1 ? `${path}[${plane}]` : path,
        title: basename(path) + (planes > 1 ? `, plane ${plane}` : ''),
        stamp,
        read: () => readFile(path, { ...choice, plane }),
      })
    }
  }
  return items
}

function datasetItems(
  { folders }: ServiceContext,
  datasets: DatasetAccess,
  source: Extract<ApplySource, { kind: 'dataset' }>,
): InputItem[] {
  const dataset = datasets.detail(source.id)
  const names = datasets.names(source.id)
  const everything = names.map((_, index) => index)
  const samples = source.side === 'all' ? everything : (dataset.split?.[source.side] ?? [])
  if (samples.length === 0) {
    throw new AppError(
      'bad-input',
      `The ${source.side} side of "${dataset.name}" is empty. Choose another side, or all.`,
      {
        side: source.side,
      },
    )
  }
  const { unit, pixelScaleArcsec: scale, fluxConvention, calibrated } = dataset.calibration
  return samples.map(sample => ({
    name: fileStem(names[sample]),
    input: `dataset/${source.id}/${sample}`,
    title: `${names[sample]} of "${dataset.name}"`,
    stamp: dataset.hash,
    read: async () => {
      const file = datasets.source(source.id, sample)
      const known = file
        ? await readFile(await folders.resolveReadable(file.file), file)
        : { image: await datasets.image(source.id, sample, 'lr'), cards: [], unit: null, pixelScaleArcsec: null }
      return {
        ...known,
        unit: known.unit ?? (calibrated ? unit : null),
        pixelScaleArcsec: scale ?? known.pixelScaleArcsec,
        fluxConvention,
      }
    },
  }))
}

/** Size and time of the last change; a file that cannot be looked at fails when it is read. */
async function stampOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found === undefined ? '' : `${found.size}-${found.mtimeMs}`
}

async function readFile(path: string, choice: ImageChoice): Promise<InputImage> {
  const { image, cards: own = [], inheritedCards = [], unit } = await readImageFile(path, choice)
  const cards = [...own, ...inheritedCards]
  return { image, cards, unit: unit ?? null, pixelScaleArcsec: scaleOf(cards), fluxConvention: statedConvention(cards) }
}

function scaleOf(cards: readonly string[]): number | null {
  try {
    return pixelScaleArcsec(cards) ?? null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Images of equal names from different folders must not become one file. */
function distinctNames(items: readonly InputItem[]): InputItem[] {
  const taken = new Set<string>()
  return items.map(item => {
    let name = item.name
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${item.name}-${n}`
    taken.add(name.toLowerCase())
    return { ...item, name }
  })
}
