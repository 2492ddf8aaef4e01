import { CARD_LENGTH, type FitsCard, type FitsValue, parseCard } from './card.ts'

/**
 * The header of one HDU. `cards` are the 80-character card images as they stand in the file, without END; they are
 * never rewritten. Values are looked up by keyword; where a keyword stands twice, the first card counts.
 */
export class FitsHeader {
  readonly cards: readonly string[]
  private readonly byKeyword = new Map<string, FitsCard>()

  constructor(cards: readonly string[]) {
    this.cards = cards
    let last: FitsCard | undefined
    for (const raw of cards) {
      const card = parseCard(raw)
      if (card.keyword === 'CONTINUE') {
        last = last === undefined ? undefined : this.continued(last, card)
        continue
      }
      last = undefined
      if (!card.hasValue || this.byKeyword.has(card.keyword)) continue
      this.byKeyword.set(card.keyword, card)
      last = card
    }
  }

  /** The keywords that have a value, in the order of the cards; HIERARCH keywords without that word. */
  keywords(): string[] {
    return [...this.byKeyword.keys()]
  }

  value(keyword: string): FitsValue {
    return this.byKeyword.get(keyword)?.value
  }

  /** The text of the value as it stands in the card, or undefined where there is no such keyword. */
  valueText(keyword: string): string | undefined {
    return this.byKeyword.get(keyword)?.valueText
  }

  /** The index of the keyword's first card, or undefined where there is no such keyword. */
  cardIndex(keyword: string): number | undefined {
    if (!this.byKeyword.has(keyword)) return undefined
    return this.cards.findIndex(card => parseCard(card).keyword === keyword)
  }

  number(keyword: string): number | undefined {
    const value = this.value(keyword)
    return typeof value === 'number' ? value : undefined
  }

  string(keyword: string): string | undefined {
    const value = this.value(keyword)
    return typeof value === 'string' ? value : undefined
  }

  boolean(keyword: string): boolean | undefined {
    const value = this.value(keyword)
    return typeof value === 'boolean' ? value : undefined
  }

  /** A string that ends in & goes on in the CONTINUE card behind it (FITS standard 4.0, section 4.2.1.2). */
  private continued(start: FitsCard, card: FitsCard): FitsCard | undefined {
    if (typeof start.value !== 'string' || typeof card.value !== 'string' || !start.value.endsWith('&'))
      return undefined
    const joined = { ...start, value: start.value.slice(0, -1) + card.value }
    this.byKeyword.set(start.keyword, joined)
    return joined
  }
}

/** The card images in the bytes of a header, up to END; undefined where END is not among them. */
export function splitCards(bytes: Uint8Array): string[] | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const cards: string[] = []
  for (let at = 0; at + CARD_LENGTH <= text.length; at += CARD_LENGTH) {
    const card = text.slice(at, at + CARD_LENGTH)
    if (card.startsWith('END') && card.slice(3).trim() === '') return cards
    cards.push(card)
  }
  return undefined
}
