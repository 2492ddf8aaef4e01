import { AppError } from '../../domain/errors.ts'
import { type ByteSource, withFileSource } from '../../formats/byteSource.ts'
import { openFits } from '../../formats/fits/file.ts'
import { verifyChecksums } from '../../formats/fits/verify/checksums.ts'
import { readNpyHeader } from '../../formats/npyHeader.ts'
import type { Format } from './products.ts'

/** Whether every product is there from its first byte to its last, as it was written. */
export async function areWhole(files: Partial<Record<Format, string>>): Promise<boolean> {
  const checks: Record<Format, (source: ByteSource) => Promise<boolean>> = {
    fits: isWholeFits,
    npy: isWholeNpy,
    png: isWholePng,
  }
  for (const format of ['fits', 'npy', 'png'] as const) {
    const file = files[format]
    if (file !== undefined && !(await isWhole(file, checks[format]))) return false
  }
  return true
}

async function isWhole(file: string, check: (source: ByteSource) => Promise<boolean>): Promise<boolean> {
  try {
    return await withFileSource(file, check)
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

/** Products have checksums in every HDU, and say how many there are. */
async function isWholeFits(source: ByteSource): Promise<boolean> {
  const file = await openFits(source)
  for (const hdu of file.hdus) {
    const { dataSum, checksum } = await verifyChecksums(file, hdu)
    if (dataSum !== 'right' || checksum !== 'right') return false
  }
  const extensions = file.hdus[0].header.number('NEXTEND') ?? 0
  return file.problem === undefined && file.hdus.length === 1 + extensions
}

async function isWholeNpy(source: ByteSource): Promise<boolean> {
  const { dataOffset, dataSize } = await readNpyHeader(source)
  return dataOffset + dataSize === source.size
}

/** A PNG ends with an empty IEND chunk. */
async function isWholePng(source: ByteSource): Promise<boolean> {
  const end = Buffer.from(await source.read(source.size - 12, 12))
  return end.toString('latin1', 4, 8) === 'IEND'
}
