import { AppError } from '../errors.ts'
import { type FieldPlace, PLAIN_NAME, placeOf } from './fields.ts'

export const OPERATORS = ['=', '!=', '<', '<=', '>', '>=', '~', '!~'] as const
export type Operator = (typeof OPERATORS)[number]

/** Where in the text: from the first character to behind the last. */
export interface Span {
  readonly from: number
  readonly to: number
}

export type Token = Span &
  (
    | { readonly kind: 'field'; readonly name: string; readonly at: FieldPlace | null; readonly isQuoted: boolean }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'text'; readonly value: string; readonly isOpen: boolean }
    | { readonly kind: 'operator'; readonly operator: Operator }
    | { readonly kind: 'mark'; readonly mark: '(' | ')' | ',' }
    | { readonly kind: 'end' }
  )

const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const FIELD = new RegExp(`(?:\`(?<quoted>[^\`]+)\`|(?<plain>${PLAIN_NAME.source}))(?:@(?<at>best|last|\\d+))?`, 'y')
const TEXT = /"(?:[^"\\]|\\.)*("|$)|'(?:[^'\\]|\\.)*('|$)/sy
const OPERATOR = /!=|!~|<=|>=|==|[=<>~]/y

/** `bad-input` with the place in the text, for a mark under it. */
export function queryError(message: string, { from, to }: Span): AppError {
  return new AppError('bad-input', message, { from, to })
}

/** The words of a filter. Throws `bad-input` with the place of a sign that has no meaning, or of a text without its end. */
export function tokenize(text: string): Token[] {
  const tokens = looseTokens(text)
  for (const token of tokens) {
    if (token.kind === 'text' && token.isOpen) throw queryError('This text has no closing quote.', token)
  }
  return tokens
}

/** The same of a text that is still being written: a text without its end runs to the end. */
export function looseTokens(text: string): Token[] {
  const tokens: Token[] = []
  let from = 0
  for (;;) {
    while (/\s/.test(text.charAt(from))) from++
    if (from >= text.length) break
    const token = tokenAt(text, from)
    tokens.push(token)
    from = token.to
  }
  return [...tokens, { kind: 'end', from: text.length, to: text.length }]
}

function tokenAt(text: string, from: number): Token {
  const sign = text[from]
  if (sign === '(' || sign === ')' || sign === ',') return { kind: 'mark', mark: sign, from, to: from + 1 }
  const quoted = matchAt(TEXT, text, from)
  if (quoted) {
    const isOpen = (quoted[1] ?? quoted[2]) === ''
    const inner = quoted[0].slice(1, isOpen ? undefined : -1)
    return { kind: 'text', value: inner.replace(/\\(.)/gs, '$1'), isOpen, from, to: from + quoted[0].length }
  }
  const operator = matchAt(OPERATOR, text, from)?.[0]
  if (operator !== undefined) {
    const known = OPERATORS.find(one => one === (operator === '==' ? '=' : operator)) ?? '='
    return { kind: 'operator', operator: known, from, to: from + operator.length }
  }
  const number = matchAt(NUMBER, text, from)?.[0]
  if (number !== undefined) {
    const span = { from, to: from + number.length }
    if (!Number.isFinite(Number(number))) throw queryError(`${number} is too large a number.`, span)
    return { kind: 'number', value: Number(number), ...span }
  }
  const field = matchAt(FIELD, text, from)
  if (field) {
    const { quoted: written, plain = '', at } = field.groups ?? {}
    const place = at === undefined ? null : placeOf(at)
    const name = written ?? plain
    return { kind: 'field', name, at: place, isQuoted: written !== undefined, from, to: from + field[0].length }
  }
  if (sign === '@') {
    throw queryError('"@" follows the name of a series: psnr@best, psnr@last or psnr@1000.', { from, to: from + 1 })
  }
  throw queryError(`"${sign}" has no meaning here.`, { from, to: from + 1 })
}

function matchAt(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from
  return pattern.exec(text)
}
