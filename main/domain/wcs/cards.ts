import { AppError } from '../errors.ts'

/** A value card as it stands in the header: the value not converted, a string with its quotes. */
export interface Card {
  readonly keyword: string
  readonly value: string
  readonly comment: string
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([EeDd][+-]?\d+)?$/

/** Keyword, value and comment of a value card; undefined for COMMENT, HISTORY, CONTINUE, HIERARCH and blank cards. */
export function parseCard(text: string): Card | undefined {
  checkLength(text)
  if (text.slice(8, 10) !== '= ') return undefined
  const field = text.slice(10)
  const quoted = /^\s*('(?:[^']|'')*')\s*(\/.*)?$/.exec(field)
  if (quoted) return { keyword: keywordOf(text), value: quoted[1], comment: quoted[2] ?? '' }
  const slash = field.indexOf('/')
  const value = (slash < 0 ? field : field.slice(0, slash)).trim()
  return { keyword: keywordOf(text), value, comment: slash < 0 ? '' : field.slice(slash) }
}

/** The number of a card. Throws `bad-input` where the value is none. */
export function numberOf(card: Card): number {
  const number = NUMBER.test(card.value) ? Number(card.value.replace(/[dD]/, 'E')) : Number.NaN
  if (Number.isFinite(number)) return number
  throw new AppError('bad-input', `The header's ${card.keyword} is not a number: ${card.value || 'empty'}.`, {
    keyword: card.keyword,
  })
}

/** A fixed-format card (FITS 4.0 sec. 4.2.4) that reads back to the same double; the comment is cut to fit. */
export function withNumber(card: Card, number: number): string {
  const digits = String(number)
  const value = (/[.e]/.test(digits) ? digits : `${digits}.0`).replace('e', 'E').replace('E+', 'E')
  const comment = card.comment === '' ? '' : ` ${card.comment.trimEnd()}`
  return `${card.keyword.padEnd(8)}= ${value.padStart(20)}${comment}`.slice(0, 80).padEnd(80)
}

/** The values of a header by keyword. Cards are parsed when they are asked for: most of a header is not about the WCS. */
export interface CardValues {
  has(keyword: string): boolean
  /** Undefined where the card is missing. Throws `bad-input` where its value is not a number. */
  number(keyword: string): number | undefined
  /** The text of a string value without trailing blanks; of another value as it is written. Undefined where missing. */
  text(keyword: string): string | undefined
  keywords(): Iterable<string>
}

/** Throws `bad-input` for a card that has not 80 characters. Of cards with one keyword the last one counts. */
export function cardValues(cards: readonly string[]): CardValues {
  const known = new Map<string, string>()
  for (const text of cards) {
    checkLength(text)
    if (text[8] === '=' && text[9] === ' ') known.set(keywordOf(text), text)
  }
  const cardOf = (keyword: string): Card | undefined => {
    const text = known.get(keyword)
    return text === undefined ? undefined : parseCard(text)
  }
  return {
    has: keyword => known.has(keyword),
    number: keyword => {
      const card = cardOf(keyword)
      return card && numberOf(card)
    },
    text: keyword => {
      const card = cardOf(keyword)
      if (!card?.value.startsWith("'")) return card?.value
      return card.value.slice(1, -1).replaceAll("''", "'").trimEnd()
    },
    keywords: () => known.keys(),
  }
}

function keywordOf(text: string): string {
  return text.slice(0, 8).trimEnd()
}

function checkLength(text: string): void {
  if (text.length === 80) return
  throw new AppError('bad-input', `A FITS header card has 80 characters, not ${text.length}.`, { card: text })
}
