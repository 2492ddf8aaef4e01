import type { FloatImage } from '../domain/image.ts'
import { withFileSource } from './byteSource.ts'
import { openFits } from './fits/file.ts'
import { readValues } from './fits/pixels.ts'
import { recogniseFormat } from './magic.ts'
import { type ImageChoice, readImageFile } from './readers.ts'

/**
 * The data quality flags of an image: 1 where a pixel is bad, else 0. In FITS, flags of 32 bits are read as the whole
 * numbers that they are, which float32 could not hold; a pixel without a value is bad.
 *
 * @param bits the bits that make a pixel bad; null: any value that is not zero
 */
export async function readFlags(path: string, choice: ImageChoice, bits: number | null): Promise<FloatImage> {
  const { image } = await readImageFile(path, choice)
  const values = bits === null ? image.data : ((await exactValues(path, choice, image)) ?? image.data)
  return { ...image, data: Float32Array.from(values, value => (isBad(value, bits) ? 1 : 0)) }
}

function isBad(value: number, bits: number | null): boolean {
  if (!Number.isFinite(value)) return true
  if (bits === null || !Number.isInteger(value)) return value !== 0
  // Negative where a 32-bit flag was written as a signed number.
  return (Number(BigInt.asUintN(32, BigInt(value))) & bits) !== 0
}

async function exactValues(path: string, choice: ImageChoice, { width, height }: FloatImage) {
  return withFileSource(path, async source => {
    if (recogniseFormat(await source.read(0, Math.min(16, source.size))) !== 'fits') return undefined
    const file = await openFits(source)
    const hdu = file.hdus[choice.hdu ?? 0]
    const size = width * height
    if (hdu === undefined || hdu.type === 'compressed') return undefined
    return readValues(file, hdu, (choice.plane ?? 0) * size, size)
  })
}
