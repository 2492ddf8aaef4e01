import { AppError } from '../../domain/errors.ts'
import { decodeScalars, type FloatArray, type ScalarKind, scalarName } from '../scalars.ts'
import type { FitsFile, Hdu } from './file.ts'

const KINDS: Record<number, ScalarKind> = { 8: 'u1', 16: 'i2', 32: 'i4', 64: 'i8', [-32]: 'f4', [-64]: 'f8' }

/** The integer kinds that BZERO turns into their opposite sign (FITS standard 4.0, table 11). */
const OFFSET_KINDS: Record<string, ScalarKind> = {
  '8 -128': 'i1',
  '16 32768': 'u2',
  '32 2147483648': 'u4',
  '64 9223372036854775808': 'u8',
}

/** The type of the values of an image HDU by NumPy's name: `uint16` for the unsigned convention, `int16 scaled`. */
export function pixelType(hdu: Hdu): string {
  const { scale, zero } = linearScaling(hdu)
  const offsetKind = OFFSET_KINDS[`${hdu.bitpix} ${BigInt(Number.isInteger(zero) ? zero : 0)}`]
  if (scale === 1 && offsetKind !== undefined) return scalarName(offsetKind)
  return scale === 1 && zero === 0 ? scalarName(KINDS[hdu.bitpix]) : `${scalarName(KINDS[hdu.bitpix])} scaled`
}

/**
 * `count` physical values from value `first` on: BZERO + BSCALE x stored, BLANK as NaN (FITS standard 4.0, section
 * 4.4.2.5). float32 that is not scaled stays float32; all else is computed in float64. 64-bit integers are summed with
 * BZERO exactly and then rounded to the nearest float64.
 */
export async function readValues(file: FitsFile, hdu: Hdu, first: number, count: number): Promise<FloatArray> {
  checkReadable(file, hdu)
  const size = Math.abs(hdu.bitpix) / 8
  const bytes = await file.source.read(hdu.dataOffset + first * size, count * size)
  const stored = decodeScalars(bytes, KINDS[hdu.bitpix], true)
  const { scale, zero, blank } = linearScaling(hdu)
  if (stored instanceof BigInt64Array || stored instanceof BigUint64Array)
    return longIntegers(stored, scale, zero, blank)
  if (stored instanceof Float32Array && scale === 1 && zero === 0) return stored
  const values = Float64Array.from(stored)
  const blankValue = hdu.bitpix > 0 && blank !== undefined ? Number(blank) : Number.NaN
  for (let i = 0; i < values.length; i++) values[i] = values[i] === blankValue ? Number.NaN : zero + scale * values[i]
  return values
}

function longIntegers(
  stored: BigInt64Array | BigUint64Array,
  scale: number,
  zero: number,
  blank: bigint | undefined,
): Float64Array {
  const values = new Float64Array(stored.length)
  const exactZero = scale === 1 && Number.isInteger(zero) ? BigInt(zero) : undefined
  for (let i = 0; i < values.length; i++) {
    if (stored[i] === blank) values[i] = Number.NaN
    else if (exactZero !== undefined) values[i] = Number(stored[i] + exactZero)
    else values[i] = zero + scale * Number(stored[i])
  }
  return values
}

/** Every value of an image HDU as float64, in the order of the file: for conformance and other whole-array uses. */
export async function readPixels(file: FitsFile, hdu: Hdu): Promise<Float64Array> {
  checkReadable(file, hdu)
  const values = await readValues(file, hdu, 0, hdu.dataSize / (Math.abs(hdu.bitpix) / 8))
  return values instanceof Float64Array ? values : Float64Array.from(values)
}

/** Refuses an HDU whose pixels cannot be read, saying which it is and why. */
export function checkReadable(file: FitsFile, hdu: Hdu): void {
  const where = `HDU ${hdu.index}${hdu.name === '' ? '' : ` (${hdu.name})`}`
  if (hdu.type === 'compressed')
    throw new AppError(
      'unsupported',
      `${where}: tile-compressed (${hdu.header.string('ZCMPTYPE') ?? 'unknown'}) images are not read yet. Unpack the file with funpack first.`,
    )
  if (hdu.type !== 'primary' && hdu.type !== 'image')
    throw new AppError('bad-input', `${where} is ${TYPE_NAMES[hdu.type]}, not an image. Choose another HDU.`)
  if (hdu.header.value('SIMPLE') === false)
    throw new AppError('unsupported', `${where} says itself that it does not follow the FITS standard (SIMPLE = F).`)
  if (hdu.truncated)
    throw new AppError(
      'bad-input',
      `The FITS file is cut short: ${where} declares ${hdu.dataSize} bytes of data, the file has ${file.source.size - hdu.dataOffset}. Copy or download it again.`,
      { declared: hdu.dataSize, present: file.source.size - hdu.dataOffset },
    )
}

const TYPE_NAMES: Record<string, string> = {
  table: 'a text table',
  bintable: 'a table',
  groups: 'a set of random groups',
  other: 'an extension of an unknown type',
}

/** BSCALE, BZERO and BLANK with their defaults; BLANK is exact, because it may need 64 bits. */
function linearScaling(hdu: Hdu): { scale: number; zero: number; blank: bigint | undefined } {
  const blankText = hdu.header.valueText('BLANK') ?? ''
  return {
    scale: hdu.header.number('BSCALE') ?? 1,
    zero: hdu.header.number('BZERO') ?? 0,
    blank: /^[+-]?\d{1,20}$/.test(blankText) ? BigInt(blankText.replace('+', '')) : undefined,
  }
}
