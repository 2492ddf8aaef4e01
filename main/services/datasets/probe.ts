import { AppError } from '../../domain/errors.ts'
import { pixelScaleArcsec } from '../../domain/wcs/index.ts'
import { type ByteSource, withFileSource } from '../../formats/byteSource.ts'
import { openFits } from '../../formats/fits/file.ts'
import { firstImage } from '../../formats/fits/image.ts'
import { planeLayout } from '../../formats/imageArray.ts'
import { recogniseFormat } from '../../formats/magic.ts'
import { readNpyHeader } from '../../formats/npyHeader.ts'
import { readImageFile } from '../../formats/readers.ts'

/** What a file holds, without decoding its pixels where the format allows it. */
export interface ImageProbe {
  readonly planes: number
  readonly width: number
  readonly height: number
  /** Where the header says, else null. */
  readonly pixelScaleArcsec: number | null
  readonly unit: string | null
}

const silent = { pixelScaleArcsec: null, unit: null }

/** The size and number of a file's images, and its calibration. Errors are those of the formats, for that file. */
export async function probeImage(path: string): Promise<ImageProbe> {
  const probe = await withFileSource(path, source => probeSource(source))
  if (probe !== undefined) return probe
  const { image, planes } = await readImageFile(path)
  return { planes, width: image.width, height: image.height, ...silent }
}

/** Undefined where only reading the whole file tells. */
async function probeSource(source: ByteSource): Promise<ImageProbe | undefined> {
  const format = recogniseFormat(await source.read(0, Math.min(16, source.size)))
  if (format === 'npy') return { ...planeLayout((await readNpyHeader(source)).shape), ...silent }
  if (format !== 'fits') return undefined
  const { shape, header } = firstImage(await openFits(source))
  const [height, width] = shape.slice(-2)
  const planes = shape.slice(0, -2).reduce((product, length) => product * length, 1)
  return { planes, width, height, pixelScaleArcsec: knownScale(header.cards), unit: header.string('BUNIT') ?? null }
}

/** A header too odd for its scale to be read is no reason to refuse the image. */
function knownScale(cards: readonly string[]): number | null {
  try {
    return pixelScaleArcsec(cards) ?? null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
