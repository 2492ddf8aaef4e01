/** A complex value, as the pair of its parts. */
interface FitsComplex {
  readonly re: number
  readonly im: number
}

/** The value of a card; undefined where the card has none or one that cannot be understood. */
export type FitsValue = string | number | boolean | FitsComplex | undefined

/** One card image taken apart. `valueText` is the value's own text, for integers that a float cannot hold. */
export interface FitsCard {
  readonly keyword: string
  /** Whether a value indicator makes this a keyword with a value, not commentary. */
  readonly hasValue: boolean
  readonly value: FitsValue
  readonly valueText: string
  readonly comment: string
}

/** A card image is 80 bytes (FITS standard 4.0, section 4.1). */
export const CARD_LENGTH = 80

/**
 * Takes an 80-character card apart (FITS standard 4.0, sections 4.1 and 4.2): fixed and free format, strings with doubled
 * quotes, D exponents, complex numbers, the HIERARCH convention. Cards that follow no rule come back as commentary.
 */
export function parseCard(card: string): FitsCard {
  const hierarch = /^HIERARCH\s+([^=]*[^=\s])\s*=(.*)$/.exec(card)
  if (hierarch !== null) return valueCard(hierarch[1].replace(/\s+/g, ' '), hierarch[2])
  const keyword = card.slice(0, 8).trimEnd()
  if (keyword === 'CONTINUE') return valueCard(keyword, card.slice(8))
  const commentary = keyword === '' || keyword === 'COMMENT' || keyword === 'HISTORY'
  if (!commentary && card[8] === '=' && (card[9] === ' ' || card[9] === undefined))
    return valueCard(keyword, card.slice(10))
  // The value indicator wants a space behind it; files of the wild leave it out.
  if (!commentary && card[8] === '=') return valueCard(keyword, card.slice(9))
  return { keyword, hasValue: false, value: undefined, valueText: '', comment: card.slice(8).trimEnd() }
}

function valueCard(keyword: string, field: string): FitsCard {
  const quoted = /^\s*'((?:[^']|'')*)'?/.exec(field)
  if (quoted !== null) {
    const value = quoted[1].replaceAll("''", "'").trimEnd()
    return {
      keyword,
      hasValue: true,
      value,
      valueText: quoted[0].trim(),
      comment: commentOf(field.slice(quoted[0].length)),
    }
  }
  const slash = field.indexOf('/')
  const valueText = (slash < 0 ? field : field.slice(0, slash)).trim()
  return {
    keyword,
    hasValue: true,
    value: parseValue(valueText),
    valueText,
    comment: slash < 0 ? '' : commentOf(field.slice(slash)),
  }
}

function commentOf(rest: string): string {
  return rest.replace(/^\s*\/?\s?/, '').trimEnd()
}

function parseValue(text: string): FitsValue {
  if (text === 'T') return true
  if (text === 'F') return false
  const complex = /^\(([^,]*),([^,]*)\)$/.exec(text)
  if (complex === null) return parseNumber(text)
  const re = parseNumber(complex[1].trim())
  const im = parseNumber(complex[2].trim())
  return re === undefined || im === undefined ? undefined : { re, im }
}

function parseNumber(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([EeDd][+-]?\d+)?$/.test(text)) return undefined
  return Number(text.replace(/[Dd]/, 'E'))
}
