import { AppError } from '../../domain/errors.ts'
import { type ScalarArray, swapBytes } from '../scalars.ts'
import { buildCards, type CardValue, groupCards } from './cardBuilder.ts'
import { FitsHeader } from './header.ts'

/** One HDU ready to be written: every card but END, and data that are written straight into the file's bytes. */
export interface NewHdu {
  readonly cards: readonly string[]
  /** Bytes of data, without padding. */
  readonly dataSize: number
  /** Writes the data, big-endian, into exactly `dataSize` bytes. */
  fill(target: Buffer): void
}

/** An image of any number type; unsigned types but bytes, and signed bytes, are stored by the BZERO convention. */
export interface NewImage {
  /** C order, slowest axis first; empty: no data. */
  readonly shape: readonly number[]
  readonly data: ScalarArray
  /** `data` are the numbers as a file stores them: the cards' own BSCALE, BZERO and BLANK hold for them. */
  readonly asStored?: boolean
  /** Integers: the value that stands for a pixel without one; becomes BLANK. */
  readonly blank?: number | bigint
  /** EXTNAME and EXTVER, where they are not among the cards. */
  readonly name?: string
  readonly version?: number
  /** All other cards. Those that describe the data are corrected, all others kept card for card. */
  readonly cards?: readonly string[]
}

/** A keyword that the data decide on, and the value that it must have; undefined: it must not be there. */
interface Decided {
  readonly keyword: string
  readonly value: CardValue | undefined
  readonly comment: string
}

const BITPIX_COMMENTS: Record<number, string> = {
  8: 'unsigned bytes',
  16: '16-bit integers',
  32: '32-bit integers',
  64: '64-bit integers',
  [-32]: 'IEEE single precision',
  [-64]: 'IEEE double precision',
}

/**
 * An image as a primary HDU or an IMAGE extension (FITS standard 4.0, sections 4.4.1, 7.1). A header that describes the
 * data rightly already comes out card for card, odd ones included.
 *
 * @param place `primary with extensions` announces them by EXTEND
 */
export function imageHdu(image: NewImage, place: 'primary' | 'primary with extensions' | 'extension'): NewHdu {
  const { shape, data } = image
  const count = shape.length === 0 ? 0 : shape.reduce((product, length) => product * length, 1)
  if (data.length !== count)
    throw new AppError('internal', `An image of ${shape.join(' x ')} cannot be written from ${data.length} values.`)
  const cards = image.cards ?? []
  const header = new FitsHeader(cards)
  const mandatory = mandatoryKeywords(image, place)
  const optional = optionalKeywords(image, place, header)
  const decided = new Map(optional.map(wanted => [wanted.keyword, wanted]))
  const names = new Set(mandatory.map(({ keyword }) => keyword))
  const kept = groupCards(cards)
    .filter(({ keyword, hasValue }) => !(hasValue && (names.has(keyword) || MISPLACED.test(keyword))))
    .filter(({ keyword }) => keyword !== 'END' && (keyword !== 'GROUPS' || header.boolean('GROUPS') !== true))
    .flatMap(group => {
      const wanted = group.hasValue ? decided.get(group.keyword) : undefined
      return wanted === undefined ? group.cards : cardsOf(cards, header, wanted)
    })
  const added = optional.filter(({ keyword }) => header.valueText(keyword) === undefined)
  return {
    cards: [...[...mandatory, ...added].flatMap(wanted => cardsOf(cards, header, wanted)), ...kept],
    dataSize: data.byteLength,
    fill: target => fillScalars(target, data, image.asStored ? 0n : offsetOf(data)),
  }
}

function mandatoryKeywords({ shape, data }: NewImage, place: string): Decided[] {
  const bitpix = bitpixOf(data)
  const axes = shape.toReversed()
  return [
    place === 'extension'
      ? { keyword: 'XTENSION', value: 'IMAGE', comment: 'image extension' }
      : { keyword: 'SIMPLE', value: true, comment: 'conforms to the FITS standard' },
    { keyword: 'BITPIX', value: bitpix, comment: BITPIX_COMMENTS[bitpix] },
    { keyword: 'NAXIS', value: axes.length, comment: axes.length === 0 ? 'no data here' : 'number of axes' },
    ...axes.map((length, i) => ({
      keyword: `NAXIS${i + 1}`,
      value: length,
      comment: ['pixels a row', 'rows', 'planes'][i] ?? '',
    })),
    ...(place === 'extension'
      ? [
          { keyword: 'PCOUNT', value: 0, comment: 'no parameters' },
          { keyword: 'GCOUNT', value: 1, comment: 'one group' },
        ]
      : []),
  ]
}

/** EXTEND, the scaling, and the name where one is given. */
function optionalKeywords(image: NewImage, place: string, header: FitsHeader): Decided[] {
  return [
    ...(place === 'primary with extensions'
      ? [{ keyword: 'EXTEND', value: true, comment: 'extensions may follow' }]
      : []),
    ...(image.asStored ? [] : scalingKeywords(image, header)),
    ...(image.name === undefined ? [] : [{ keyword: 'EXTNAME', value: image.name, comment: 'name of this HDU' }]),
    ...(image.version === undefined
      ? []
      : [{ keyword: 'EXTVER', value: image.version, comment: 'number among HDUs of the name' }]),
  ]
}

/** BSCALE, BZERO and BLANK as the type of the numbers wants them. */
function scalingKeywords(image: NewImage, header: FitsHeader): Decided[] {
  const offset = offsetOf(image.data)
  const blank = image.blank === undefined ? undefined : BigInt(image.blank) - offset
  const scaled = offset !== 0n
  const identity = (keyword: string, value: number) => (header.number(keyword) === value ? value : undefined)
  return [
    { keyword: 'BSCALE', value: scaled ? 1 : identity('BSCALE', 1), comment: 'stored values are not scaled' },
    { keyword: 'BZERO', value: scaled ? offset : identity('BZERO', 0), comment: 'offset of the stored values' },
    { keyword: 'BLANK', value: blank, comment: 'stored value of pixels without one' },
  ]
}

/** The card as the input has it where it says so already; else a new one, or none. */
function cardsOf(cards: readonly string[], header: FitsHeader, { keyword, value, comment }: Decided): string[] {
  if (value === undefined) return []
  const same = typeof value === 'bigint' ? header.number(keyword) === Number(value) : header.value(keyword) === value
  const present = same ? groupCards(cards).find(group => group.hasValue && group.keyword === keyword)?.cards : undefined
  return present ?? buildCards(keyword, value, comment)
}

/** Mandatory keywords of other kinds of HDUs, and axes that there are no longer. */
const MISPLACED = /^(SIMPLE|XTENSION|NAXIS\d+)$/

function bitpixOf(data: ScalarArray): number {
  const bits = 8 * data.BYTES_PER_ELEMENT
  return data instanceof Float32Array || data instanceof Float64Array ? -bits : bits
}

/** What is added to stored values, which FITS has signed but for bytes (standard, table 11). */
function offsetOf(data: ScalarArray): bigint {
  if (data instanceof Int8Array) return -128n
  if (data instanceof Uint16Array || data instanceof Uint32Array || data instanceof BigUint64Array)
    return 2n ** BigInt(8 * data.BYTES_PER_ELEMENT - 1)
  return 0n
}

/** Subtracting the offset turns the highest bit over. */
function fillScalars(target: Buffer, data: ScalarArray, offset: bigint): void {
  const size = data.BYTES_PER_ELEMENT
  target.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  swapBytes(target, size)
  if (offset !== 0n) for (let i = 0; i < target.length; i += size) target[i] ^= 0x80
}
