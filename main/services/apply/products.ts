import { join } from 'node:path'
import type { FloatImage } from '../../domain/image.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { writeFits } from '../../formats/fits/write.ts'
import { writeNpy } from '../../formats/npy.ts'
import { readNpyImage, writeNpyImage } from '../engine/npyImages.ts'
import { previewPng } from './preview.ts'
import { extensions, type ProductImages, singleImage } from './productHdus.ts'
import { productHeader } from './productHeader.ts'
import type { ProductFacts } from './provenance.ts'
import { type Redegradation, residualImage, totalFluxRatio } from './residual.ts'

export type Format = 'fits' | 'npy' | 'png'

/** `extensions`: PRIMARY, SCI, RESID, MASK; `compressed`: the same, RICE-compressed; `image`: one primary image. */
export type FitsLayout = 'extensions' | 'compressed' | 'image'

export const productFile = (folder: string, stem: string, format: Format): string => join(folder, `${stem}.${format}`)

/** All that a worker needs to make the products of one image. */
export interface ProductTask {
  /** The LR image as the engine got it, and what the network made of it, as NPY; the latter is corrected in place. */
  readonly inputFile: string
  readonly outputFile: string
  /** What the network's pixels are multiplied by. */
  readonly fluxCorrection: number
  readonly redegradation: Redegradation | { readonly missing: string }
  readonly inputCards: readonly string[]
  readonly facts: ProductFacts
  readonly fitsLayout: FitsLayout
  /** Where each product goes, by format. */
  readonly files: Partial<Record<Format, string>>
}

/** A total flux that differs from the input's by more than this is told of. */
const FLUX_TOLERANCE = 2

/**
 * A worker's task: makes the products of one image and writes each whole or not at all. Gives the size of the image and
 * what must be said of it.
 */
export async function writeProducts(
  task: ProductTask,
): Promise<{ readonly width: number; readonly height: number; readonly warnings: string[] }> {
  const lr = await readNpyImage(task.inputFile)
  const sr = corrected(await readNpyImage(task.outputFile), task.fluxCorrection)
  if (task.fluxCorrection !== 1) await writeNpyImage(task.outputFile, sr)
  const fluxRatio = totalFluxRatio(sr, lr, task.facts.factor, task.facts.fluxConvention)
  const fluxWarnings = fluxWarning(fluxRatio)
  const facts = { ...task.facts, warnings: [...task.facts.warnings, ...fluxWarnings] }
  const header = productHeader(task.inputCards, facts)
  const fits = (): Uint8Array => {
    const images = productImages(task, sr, lr, fluxRatio)
    if (task.fitsLayout === 'image') return writeFits(singleImage(images, header, facts))
    return writeFits(extensions(images, header, task.inputCards, facts, task.fitsLayout === 'compressed'))
  }
  const bytes: Record<Format, () => Uint8Array> = {
    fits,
    npy: () => writeNpy({ shape: [sr.height, sr.width], data: sr.data }),
    png: () => previewPng(sr),
  }
  for (const format of ['fits', 'npy', 'png'] as const) {
    const file = task.files[format]
    if (file !== undefined) await writeFileAtomic(file, bytes[format]())
  }
  return { width: sr.width, height: sr.height, warnings: [...fluxWarnings, ...header.warnings] }
}

function productImages(
  { redegradation, fitsLayout }: ProductTask,
  sr: FloatImage,
  lr: FloatImage,
  fluxRatio: number | null,
): ProductImages {
  if ('missing' in redegradation) return { sr, fluxRatio, residual: redegradation, psfs: null }
  const residual =
    fitsLayout === 'image' ? { missing: 'one image was asked for.' } : residualImage(sr, lr, redegradation)
  return {
    ...{ sr, fluxRatio, residual },
    psfs: { hr: redegradation.hrPsfFwhmPixels, lr: redegradation.lrPsfFwhmPixels },
  }
}

function corrected(image: FloatImage, factor: number): FloatImage {
  return factor === 1 ? image : { ...image, data: image.data.map(value => value * factor) }
}

function fluxWarning(ratio: number | null): string[] {
  if (ratio === null || (ratio < FLUX_TOLERANCE && ratio > 1 / FLUX_TOLERANCE)) return []
  return [
    `The total flux is ${Number(ratio.toPrecision(3))} times the input's. Check whether a pixel's value is a flux or a surface brightness.`,
  ]
}
