import type { FloatImage } from '../../domain/image.ts'
import { CARD_LENGTH, parseCard } from './card.ts'
import { buildCards, updateCards } from './cardBuilder.ts'
import { addSums, addToSum, encodeChecksum, isZeroSum, NO_CHECKSUM } from './checksum.ts'
import { BLOCK } from './file.ts'
import { FitsHeader } from './header.ts'
import { imageHdu, type NewHdu } from './imageHdu.ts'
import { headerForFloatImage, inStandardOrder } from './keptCards.ts'

/**
 * The bytes of a FITS file of these HDUs.
 *
 * @param checksums `all`: every HDU gets CHECKSUM and DATASUM; `present`: those that have them get them made true again
 */
export function writeFits(hdus: readonly NewHdu[], checksums: 'all' | 'present' = 'all'): Uint8Array {
  const parts = hdus.map(hdu => {
    const cards = checksums === 'all' ? withSums(hdu.cards) : hdu.cards
    const headerSize = padded((cards.length + 1) * CARD_LENGTH)
    return { hdu, cards, headerSize, size: headerSize + padded(hdu.dataSize) }
  })
  const file = Buffer.alloc(parts.reduce((size, part) => size + part.size, 0))
  let offset = 0
  for (const { hdu, cards, headerSize, size } of parts) {
    const bytes = file.subarray(offset, offset + size)
    bytes.write(
      [...cards, 'END']
        .map(card => card.padEnd(CARD_LENGTH))
        .join('')
        .padEnd(headerSize),
      'latin1',
    )
    hdu.fill(bytes.subarray(headerSize, headerSize + hdu.dataSize))
    makeSumsTrue(bytes, cards, headerSize)
    offset += size
  }
  return file
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
  const kept = updateCards(headerForFloatImage(file.cards ?? []), headerForFloatImage(file.extraCards ?? []))
  return writeFits([imageHdu({ shape: [height, width], data, cards: inStandardOrder(kept) }, 'primary')])
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK

/** The cards with room for both sums. */
function withSums(cards: readonly string[]): string[] {
  const header = new FitsHeader(cards)
  const missing = (keyword: string) => header.valueText(keyword) === undefined
  return [
    ...cards,
    ...(missing('DATASUM') ? buildCards('DATASUM', NO_CHECKSUM, 'checksum of the data') : []),
    ...(missing('CHECKSUM') ? buildCards('CHECKSUM', NO_CHECKSUM, 'checksum of this HDU') : []),
  ]
}

/** Sums that are true already stay as they stand; DATASUM comes first, since CHECKSUM covers it (appendix J). */
function makeSumsTrue(hdu: Buffer, cards: readonly string[], headerSize: number): void {
  const places = cards.map(card => parseCard(card))
  // An empty string stands for a sum that is not there.
  const placeOf = (keyword: string) =>
    places.findIndex(card => card.keyword === keyword && card.hasValue && card.value !== '')
  const dataSumAt = placeOf('DATASUM')
  const checksumAt = placeOf('CHECKSUM')
  if (dataSumAt < 0 && checksumAt < 0) return
  const put = (at: number, value: string) => {
    if (at >= 0) hdu.write(buildCards(places[at].keyword, value, places[at].comment)[0], at * CARD_LENGTH, 'latin1')
  }
  const headerSum = () => addToSum(hdu.subarray(0, headerSize))
  const dataSum = addToSum(hdu.subarray(headerSize))
  if (Number(places[dataSumAt]?.value) !== dataSum) put(dataSumAt, String(dataSum))
  if (isZeroSum(addSums(dataSum, headerSum()))) return
  put(checksumAt, NO_CHECKSUM)
  put(checksumAt, encodeChecksum(addSums(dataSum, headerSum())))
}
