import { CARD_LENGTH } from './card.ts'
import { buildCards, groupCards, printable } from './cardBuilder.ts'

/** Cards that describe how the old data were stored, or the place of the HDU in the old file. */
const NO_LONGER_TRUE = new Set([
  ...['SIMPLE', 'XTENSION', 'BITPIX', 'NAXIS', 'EXTEND', 'PCOUNT', 'GCOUNT', 'GROUPS', 'BLOCKED', 'END'],
  ...['EXTNAME', 'EXTVER', 'EXTLEVEL', 'INHERIT', 'NEXTEND'],
  ...['BSCALE', 'BZERO', 'BLANK', 'CHECKSUM', 'DATASUM', 'DATAMIN', 'DATAMAX'],
])

/**
 * The cards of an input image that still hold for a new float image: all, in their order and card for card, but for those
 * that say how the old values were stored (BITPIX, NAXISn, BSCALE, BZERO, BLANK, DATAMIN, DATAMAX, checksums)
 * and what made an extension of it (XTENSION, PCOUNT, GCOUNT, EXTNAME...). The characters that FITS forbids
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
export function inStandardOrder(cards: readonly string[]): string[] {
  const isWcsAxes = (card: string) => /^WCSAXES[A-Z ]=/.test(card)
  const hasContinue = cards.some(card => card.startsWith('CONTINUE'))
  const announced = cards.some(card => card.startsWith('LONGSTRN'))
  return [
    ...(hasContinue && !announced ? buildCards('LONGSTRN', 'OGIP 1.0', 'long strings use CONTINUE') : []),
    ...cards.filter(isWcsAxes),
    ...cards.filter(card => !isWcsAxes(card)),
  ]
}
