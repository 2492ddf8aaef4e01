import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { writeFitsImage } from '../../formats/fits/write.ts'
import { writeNpy } from '../../formats/npy.ts'
import { previewPng } from './preview.ts'
import { type ProductFacts, productHeader } from './productHeader.ts'

export type Format = 'fits' | 'npy' | 'png'

export const productFile = (folder: string, name: string, format: Format) => join(folder, `${name}_sr.${format}`)

/** `conflict` where a product would replace a file that is there. */
export async function refuseExisting(folder: string, name: string, formats: readonly Format[]): Promise<void> {
  for (const format of formats) {
    const file = productFile(folder, name, format)
    const exists = await access(file, constants.F_OK).then(
      () => true,
      () => false,
    )
    if (exists) {
      throw new AppError('conflict', `${file} exists already. Allow overwriting, or choose another folder.`, { file })
    }
  }
}

/** Writes an image in each of the formats, whole or not at all; gives the files, and what its header had to leave out. */
export async function writeProducts(
  output: FloatImage,
  place: { readonly folder: string; readonly name: string; readonly formats: readonly Format[] },
  inputCards: readonly string[],
  facts: ProductFacts,
): Promise<{ outputs: Partial<Record<Format, string>>; warnings: string[] }> {
  const header = productHeader(inputCards, facts)
  const bytes: Record<Format, () => Uint8Array> = {
    fits: () => writeFitsImage({ image: output, cards: header.cards, extraCards: header.extraCards }),
    npy: () => writeNpy({ shape: [output.height, output.width], data: output.data }),
    png: () => previewPng(output),
  }
  const outputs: Partial<Record<Format, string>> = {}
  for (const format of place.formats) {
    const file = productFile(place.folder, place.name, format)
    await writeFileAtomic(file, bytes[format]())
    outputs[format] = file
  }
  return { outputs, warnings: header.warnings }
}
