import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { swapBytes } from '../scalars.ts'
import { CARD_LENGTH } from './card.ts'
import { buildCards, groupCards, printable, updateCards } from './cardBuilder.ts'
import { BLOCK } from './file.ts'

/** Cards that describe how the old data were stored, or the place of the HDU in the old file. */
const NO_LONGER_TRUE = new Set([
  ...['SIMPLE', 'XTENSION', 'BITPIX', 'NAXIS', 'EXTEND', 'PCOUNT', 'GCOUNT', 'GROUPS', 'BLOCKED', 'END'],
  ...['EXTNAME', 'EXTVER', 'EXTLEVEL', 'INHERIT', 'NEXTEND'],
  ...['BSCALE', 'BZERO', 'BLANK', 'CHECKSUM', 'DATASUM', 'DATAMIN', 'DATAMAX'],
])

/**
 * The cards of an input image that still hold for a float32 image in a primary HDU: all, in their order and card for
 * card, but for those that say how the old values were stored (BITPIX, NAXISn, BSCALE, BZERO, BLANK, DATAMIN, DATAMAX,
 * checksums) and what made an extension of it (XTENSION, PCOUNT, GCOUNT, EXTNAME...). The characters that FITS forbids
 * become `?`. Whether WCS cards hold for the new pixels is for the caller to say.
 */
export function headerForFloatImage(cards: readonly string[]): string[] {
  return groupCards(cards)
    .filter(({ keyword }) => !NO_LONGER_TRUE.has(keyword) && !/^NAXIS\d+$/.test(keyword))
    .flatMap(group => group.cards.map(card => printable(card).replaceAll('\n', '?').padEnd(CARD_LENGTH)))
}

/**
 * WCSAXES must stand before all other WCS cards (FITS standard 4.0, section 8.2), which real headers break; LONGSTRN
 * announces CONTINUE cards to older readers (OGIP convention).
 */
function inStandardOrder(cards: readonly string[]): string[] {
  const isWcsAxes = (card: string) => /^WCSAXES[A-Z ]=/.test(card)
  const hasContinue = cards.some(card => card.startsWith('CONTINUE'))
  const announced = cards.some(card => card.startsWith('LONGSTRN'))
  return [
    ...(hasContinue && !announced ? buildCards('LONGSTRN', 'OGIP 1.0', 'long strings use CONTINUE') : []),
    ...cards.filter(isWcsAxes),
    ...cards.filter(card => !isWcsAxes(card)),
  ]
}

/**
 * Writes a FITS file of one primary HDU with float32 pixels (BITPIX = -32).
 *
 * @param cards card images of the input to keep, passed through `headerForFloatImage`; WCSAXES moves to the front
 * @param extraCards card images from `buildCards` and `commentaryCards`; a keyword that `cards` has is replaced in place
 */
export function writeFitsImage(file: {
  readonly image: FloatImage
  readonly cards?: readonly string[]
  readonly extraCards?: readonly string[]
}): Uint8Array {
  const { width, height, data } = file.image
  if (data.length !== width * height || data.length === 0)
    throw new AppError(
      'internal',
      `An image of ${width} x ${height} pixels cannot be written from ${data.length} values.`,
    )
  const structure = [
    buildCards('SIMPLE', true, 'conforms to the FITS standard'),
    buildCards('BITPIX', -32, 'IEEE single precision'),
    buildCards('NAXIS', 2),
    buildCards('NAXIS1', width, 'pixels a row'),
    buildCards('NAXIS2', height, 'rows'),
  ].flat()
  const kept = updateCards(headerForFloatImage(file.cards ?? []), headerForFloatImage(file.extraCards ?? []))
  const header = [...structure, ...inStandardOrder(kept), 'END'.padEnd(CARD_LENGTH)].join('')
  const paddedHeader = header.padEnd(Math.ceil(header.length / BLOCK) * BLOCK)
  const bytes = Buffer.alloc(paddedHeader.length + Math.ceil(data.byteLength / BLOCK) * BLOCK)
  bytes.write(paddedHeader, 'latin1')
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), paddedHeader.length)
  swapBytes(bytes.subarray(paddedHeader.length), 4)
  return bytes
}
