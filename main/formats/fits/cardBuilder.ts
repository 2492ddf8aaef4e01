import { CARD_LENGTH, parseCard } from './card.ts'

const KEYWORD = /^[A-Z0-9_-]{1,8}$/

/** Columns 11 to 30 hold a value in fixed format (FITS standard 4.0, section 4.2). */
const FIXED_WIDTH = 20

/** What a card can be given; bigint for integers that a double cannot hold. */
export type CardValue = string | number | bigint | boolean

/** What fits between the quotes of a CONTINUE card, with room for the & that says that it goes on. */
const CONTINUED_WIDTH = CARD_LENGTH - 'CONTINUE  '.length - "'&'".length

/**
 * The card images (80 characters each) of one keyword: more than one where a long string needs CONTINUE. Keywords that
 * are no standard ones become HIERARCH cards. Characters outside printable ASCII, which FITS forbids, become `?`.
 * A comment is cut where it does not fit. Numbers must be finite: FITS headers have no NaN.
 */
export function buildCards(keyword: string, value: CardValue, comment = ''): string[] {
  const name = KEYWORD.test(keyword) ? `${keyword.padEnd(8)}= ` : `HIERARCH ${keyword} = `
  if (!/^[\x20-\x3c\x3e-\x7e]{1,60}$/.test(keyword)) throw new RangeError(`"${keyword}" cannot be a FITS keyword`)
  const note = printable(comment)
  if (typeof value !== 'string') return [withComment(name + valueText(keyword, value).padStart(FIXED_WIDTH), note)]
  return stringCards(name, printable(value).trimEnd(), note)
}

/** COMMENT or HISTORY cards, the text split at 72 characters, at a space where there is one. */
export function commentaryCards(keyword: 'COMMENT' | 'HISTORY', text: string): string[] {
  const width = CARD_LENGTH - 8
  return printable(text)
    .split('\n')
    .flatMap(line => wrap(line, width))
    .map(line => (keyword.padEnd(8) + line).padEnd(CARD_LENGTH))
}

/**
 * `cards` with `updates` put in: a keyword that is there already is replaced where it stands (its CONTINUE cards go),
 * others and all commentary are appended.
 */
export function updateCards(cards: readonly string[], updates: readonly string[]): string[] {
  const groups = groupCards(updates)
  const keywords = new Set(groups.map(group => group.keyword))
  const replaced = new Map(groups.filter(group => group.hasValue).map(group => [group.keyword, group.cards]))
  const updated = groupCards(cards).flatMap(group => {
    if (!group.hasValue || !keywords.has(group.keyword)) return group.cards
    const replacement = replaced.get(group.keyword) ?? []
    replaced.delete(group.keyword)
    return replacement
  })
  const appended = groups.filter(group => !group.hasValue || replaced.get(group.keyword) === group.cards)
  return [...updated, ...appended.flatMap(group => group.cards)]
}

/** A card with the CONTINUE cards that belong to it. */
export interface CardGroup {
  readonly keyword: string
  readonly hasValue: boolean
  readonly cards: string[]
}

export function groupCards(cards: readonly string[]): CardGroup[] {
  const groups: CardGroup[] = []
  for (const card of cards) {
    const { keyword, hasValue } = parseCard(card)
    const last = groups.at(-1)
    if (keyword === 'CONTINUE' && last !== undefined) last.cards.push(card)
    else groups.push({ keyword, hasValue, cards: [card] })
  }
  return groups
}

/** The text with every character that FITS forbids (all but 0x20 to 0x7E and the line break) as `?`. */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\n]/gu, '?')
}

function valueText(keyword: string, value: number | bigint | boolean): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean') return value ? 'T' : 'F'
  if (!Number.isFinite(value)) throw new RangeError(`${keyword} is ${value}; a FITS card holds finite numbers only`)
  if (Number.isSafeInteger(value)) return String(Object.is(value, -0) ? 0 : value)
  const [mantissa, exponent] = String(value).split('e')
  const withPoint = mantissa.includes('.') ? mantissa : `${mantissa}.0`
  return exponent === undefined ? withPoint : `${withPoint}E${exponent.replace('+', '')}`
}

function stringCards(name: string, value: string, comment: string): string[] {
  const escaped = value.replaceAll('\n', ' ').replaceAll("'", "''")
  if (name.length + escaped.length + 2 <= CARD_LENGTH) {
    return [withComment(name + `'${escaped.padEnd(8)}'`.padEnd(FIXED_WIDTH), comment)]
  }
  const parts = splitEscaped(escaped, CARD_LENGTH - name.length - "'&'".length)
  const cards = parts.map((part, i) => {
    const end = i === parts.length - 1 ? "'" : "&'"
    return `${i === 0 ? name : 'CONTINUE  '}'${part}${end}`
  })
  return cards.map((card, i) => withComment(card, i === cards.length - 1 ? comment : ''))
}

/** Cuts so that no doubled quote is torn apart. */
function splitEscaped(escaped: string, firstWidth: number): string[] {
  const parts: string[] = []
  let rest = escaped
  for (let width = firstWidth; rest.length > width; width = CONTINUED_WIDTH) {
    const quotesBefore = /'*$/.exec(rest.slice(0, width))?.[0].length ?? 0
    const cut = quotesBefore % 2 === 1 ? width - 1 : width
    parts.push(rest.slice(0, cut))
    rest = rest.slice(cut)
  }
  return [...parts, rest]
}

function withComment(card: string, comment: string): string {
  const text = comment === '' ? card : `${card} / ${comment.replaceAll('\n', ' ')}`
  return text.slice(0, Math.max(CARD_LENGTH, card.length)).padEnd(CARD_LENGTH)
}

function wrap(line: string, width: number): string[] {
  const lines: string[] = []
  let rest = line
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    const cut = space > width / 2 ? space : width
    lines.push(rest.slice(0, cut))
    rest = rest.slice(cut).replace(/^ /, '')
  }
  return [...lines, rest]
}
