import { addToSum, isZeroSum } from '../checksum.ts'
import { BLOCK, type FitsFile, type Hdu } from '../file.ts'

/** `missing`: the HDU has no such keyword, or an empty one, which stands for none. */
export type SumState = 'right' | 'wrong' | 'missing'

/** What is read at a time, bytes: whole words. */
const PIECE = 1024 * BLOCK

/**
 * Whether an HDU's DATASUM and CHECKSUM are those of its bytes (FITS standard 4.0, section 4.4.2.7). Data that the file
 * does not hold to their end are never right. Reads the whole HDU once, in pieces, and only where a sum is there to check.
 */
export async function verifyChecksums(
  file: FitsFile,
  hdu: Hdu,
): Promise<{ readonly dataSum: SumState; readonly checksum: SumState }> {
  const declared = hdu.header.string('DATASUM')?.trim() ?? ''
  const hasChecksum = (hdu.header.string('CHECKSUM')?.trim() ?? '') !== ''
  if (declared === '' && !hasChecksum) return { dataSum: 'missing', checksum: 'missing' }
  const dataEnd = hdu.dataOffset + Math.ceil(hdu.dataSize / BLOCK) * BLOCK
  const isWhole = !hdu.truncated && dataEnd <= file.source.size
  const dataSum = isWhole ? await sumOf(file, hdu.dataOffset, dataEnd, 0) : undefined
  const total =
    hasChecksum && dataSum !== undefined
      ? await sumOf(file, headerOffset(file, hdu), hdu.dataOffset, dataSum)
      : undefined
  const state = (present: boolean, right: boolean): SumState => (present ? (right ? 'right' : 'wrong') : 'missing')
  return {
    dataSum: state(declared !== '', dataSum !== undefined && /^\d+$/.test(declared) && Number(declared) === dataSum),
    checksum: state(hasChecksum, total !== undefined && isZeroSum(total)),
  }
}

/** Where the header of an HDU begins: behind the data of the one before. */
export function headerOffset(file: FitsFile, { index }: Hdu): number {
  const before = index === 0 ? undefined : file.hdus[index - 1]
  return before === undefined ? 0 : before.dataOffset + Math.ceil(before.dataSize / BLOCK) * BLOCK
}

async function sumOf({ source }: FitsFile, start: number, end: number, initial: number): Promise<number> {
  let sum = initial
  for (let at = start; at < end; at += PIECE) sum = addToSum(await source.read(at, Math.min(PIECE, end - at)), sum)
  return sum
}
