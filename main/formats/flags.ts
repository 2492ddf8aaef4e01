import type { FloatImage } from '../domain/image.ts'
import { withFileSource } from './byteSource.ts'
import { openFits } from './fits/file.ts'
import { planeRegion } from './fits/image.ts'
import { readRegion } from './fits/pixels.ts'
import { type ImageChoice, readImageFile } from './readers.ts'

/**
 * The data quality flags of an image: 1 where a pixel is bad, else 0. In FITS, flags of 32 bits are read as the whole
 * numbers that they are, which float32 could not hold; a pixel without a value is bad.
 *
 * @param bits the bits that make a pixel bad; null: any value that is not zero
 */
export async function readFlags(path: string, choice: ImageChoice, bits: number | null): Promise<FloatImage> {
  const { image, format, hdu } = await readImageFile(path, choice)
  const isExact = bits === null || format !== 'fits' || hdu === undefined
  const values = isExact ? image.data : await exactValues(path, hdu, choice.plane ?? 0, image)
  return { ...image, data: Float32Array.from(values, value => (isBad(value, bits) ? 1 : 0)) }
}

function isBad(value: number | bigint, bits: number | null): boolean {
  if (typeof value === 'number' && !Number.isFinite(value)) return true
  if (bits === null || (typeof value === 'number' && !Number.isInteger(value))) return Number(value) !== 0
  // Negative where a 32-bit flag was written as a signed number.
  return (Number(BigInt.asUintN(32, BigInt(value))) & bits) !== 0
}

async function exactValues(path: string, index: number, plane: number, { width, height }: FloatImage) {
  return withFileSource(path, async source => {
    const file = await openFits(source)
    const hdu = file.hdus[index]
    const values = await readRegion(file, hdu, planeRegion(hdu.shape, plane, { x: 0, y: 0, width, height }))
    return Array.from<number | bigint>(values)
  })
}
