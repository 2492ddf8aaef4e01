import { parseCard } from './card.ts'
import type { FitsFile, Hdu } from './file.ts'
import { FitsHeader } from './header.ts'

/** Keywords of a compressed image that describe the table it stands in, or how it was compressed. */
const OF_THE_TABLE =
  /^(XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|TFIELDS|THEAP|CHECKSUM|DATASUM|(TTYPE|TFORM|TUNIT|TDIM|TNULL|TSCAL|TZERO|TDISP)\d+|ZIMAGE|ZCMPTYPE|ZMASKCMP|ZQUANTIZ|ZDITHER0|ZBLANK|ZSCALE|ZZERO|(ZTILE|ZNAME|ZVAL)\d+)$/

/** Keywords that keep the ones of the image under another name (FITS standard 4.0, section 10.1.2). */
const KEPT: Record<string, string> = {
  ZSIMPLE: 'SIMPLE',
  ZTENSION: 'XTENSION',
  ZEXTEND: 'EXTEND',
  ZBLOCKED: 'BLOCKED',
  ZPCOUNT: 'PCOUNT',
  ZGCOUNT: 'GCOUNT',
  ZHECKSUM: 'CHECKSUM',
  ZDATASUM: 'DATASUM',
  ZBITPIX: 'BITPIX',
  ZNAXIS: 'NAXIS',
}

/**
 * The header of an image HDU: its own, or, of a compressed one, the header of the image inside, as it was before it was
 * compressed.
 */
export function imageHeader({ type, header }: Pick<Hdu, 'type' | 'header'>): FitsHeader {
  if (type !== 'compressed') return header
  const kept: string[] = []
  const others: string[] = []
  for (const card of header.cards) {
    const keyword = card.slice(0, 8).trimEnd()
    const original = KEPT[keyword] ?? (/^ZNAXIS\d+$/.test(keyword) ? keyword.slice(1) : undefined)
    if (original !== undefined) kept.push(original.padEnd(8) + card.slice(8))
    else if (!OF_THE_TABLE.test(keyword)) others.push(card)
  }
  // The table may have a name besides that of the image, which counts.
  const names = others.filter(card => card.startsWith('EXTNAME '))
  const placeholder = names.length > 1 ? names.find(card => card.includes("'COMPRESSED_IMAGE'")) : undefined
  const first = kept.findIndex(card => /^(SIMPLE|XTENSION)/.test(card))
  const start = first < 0 ? [`XTENSION= 'IMAGE   '`.padEnd(80)] : kept.splice(first, 1)
  return new FitsHeader([...start, ...inStandardOrder(kept), ...others.filter(card => card !== placeholder)])
}

/** BITPIX, NAXIS and NAXISn come first, in this order, then the others as they stood. */
function inStandardOrder(cards: readonly string[]): string[] {
  const rank = (card: string): number => {
    const keyword = card.slice(0, 8).trimEnd()
    if (keyword === 'BITPIX') return 0
    return keyword.startsWith('NAXIS') ? 1 + Number(keyword.slice(5)) : 10_000
  }
  return cards.toSorted((a, b) => rank(a) - rank(b))
}

/** Keywords that no extension inherits: those that describe the primary HDU itself. */
const NOT_INHERITED =
  /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|EXTEND|GROUPS|PCOUNT|GCOUNT|BLOCKED|CHECKSUM|DATASUM|INHERIT|EXTNAME|EXTVER|EXTLEVEL|BSCALE|BZERO|BLANK|DATAMIN|DATAMAX|END|LONGSTRN|COMMENT|HISTORY|)$/

/**
 * The header of an image with the keywords that it inherits behind its own: with INHERIT = T, those of a primary HDU
 * without data that the extension does not have itself (FITS standard 4.0, section 4.4.2.6).
 */
export function inheritedHeader(file: FitsFile, hdu: Hdu): FitsHeader {
  const own = imageHeader(hdu)
  const [primary] = file.hdus
  if (hdu.index === 0 || own.boolean('INHERIT') !== true || primary.shape.length > 0) return own
  const cards: string[] = []
  let inherits = false
  for (const card of primary.header.cards) {
    const keyword = parseCard(card).keyword
    // A string that goes on belongs to the card before it.
    if (keyword !== 'CONTINUE') inherits = !NOT_INHERITED.test(keyword) && own.valueText(keyword) === undefined
    if (inherits) cards.push(card)
  }
  return new FitsHeader([...own.cards, ...cards])
}
