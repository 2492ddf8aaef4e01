import { AppError } from '../../domain/errors.ts'
import type { FitsHeader } from './header.ts'

const BITPIX_VALUES = [8, 16, 32, 64, -32, -64] as const
export type Bitpix = (typeof BITPIX_VALUES)[number]

/** What a header says about the data that follow it. `shape` is in C order: the reverse of NAXIS1, NAXIS2... */
export interface DataLayout {
  readonly bitpix: Bitpix
  readonly shape: number[]
  /** Bytes of data without the padding; exact, because absurd headers exceed what a float can count. */
  readonly dataSize: bigint
}

/** FITS standard 4.0, section 4.4.1: NAXIS is at most 999. */
const MAX_AXES = 999

/**
 * Reads and checks BITPIX, NAXIS, NAXISn, PCOUNT and GCOUNT (FITS standard 4.0, equations 1, 2 and 4).
 *
 * @throws AppError `bad-input`, with the `keyword` that is wrong in its details
 */
export function dataLayout(header: FitsHeader): DataLayout {
  const bitpix = readBitpix(header)
  const naxis = count(header, 'NAXIS')
  if (naxis > MAX_AXES) throw refuse('NAXIS', `is ${naxis}; the standard allows ${MAX_AXES}`)
  const axes = Array.from({ length: naxis }, (_, i) => count(header, `NAXIS${i + 1}`))
  const bytesPerValue = BigInt(Math.abs(bitpix) / 8)
  return { bitpix, shape: axes.toReversed(), dataSize: bytesPerValue * valueCount(header, axes) }
}

function valueCount(header: FitsHeader, axes: readonly number[]): bigint {
  if (axes.length === 0) return 0n
  if (isRandomGroups(header, axes)) return groups(header) * (parameters(header) + product(axes.slice(1)))
  if (header.value('XTENSION') === undefined) return product(axes)
  return groups(header) * (parameters(header) + product(axes))
}

/** Random groups (section 6): NAXIS1 = 0 and GROUPS = T in the primary header. */
export function isRandomGroups(header: FitsHeader, axes: readonly number[]): boolean {
  return header.boolean('GROUPS') === true && (axes.length === 0 || axes[0] === 0)
}

function groups(header: FitsHeader): bigint {
  return BigInt(header.value('GCOUNT') === undefined ? 1 : count(header, 'GCOUNT'))
}

function parameters(header: FitsHeader): bigint {
  return BigInt(header.value('PCOUNT') === undefined ? 0 : count(header, 'PCOUNT'))
}

function product(axes: readonly number[]): bigint {
  return axes.reduce((size, length) => size * BigInt(length), 1n)
}

function readBitpix(header: FitsHeader): Bitpix {
  const value = header.value('BITPIX')
  const bitpix = BITPIX_VALUES.find(allowed => allowed === value)
  if (bitpix !== undefined) return bitpix
  throw refuse(
    'BITPIX',
    value === undefined
      ? 'is missing'
      : `is ${header.valueText('BITPIX')}; the standard knows ${BITPIX_VALUES.join(', ')}`,
  )
}

function count(header: FitsHeader, keyword: string): number {
  const value = header.value(keyword)
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  const text = header.valueText(keyword)
  throw refuse(keyword, text === undefined ? 'is missing' : `is ${text}, not a count`)
}

/** Who knows the place of the header puts it in front. */
function refuse(keyword: string, what: string): AppError {
  return new AppError('bad-input', `${keyword} ${what}. The file is damaged: copy or save it again.`, { keyword })
}
