import { AppError } from '../errors.ts'
import { type Field, type FieldRef, placedField, RESERVED, resolveField } from './fields.ts'
import { type Operator, queryError, type Span, type Token, tokenize } from './tokens.ts'
import { checkComparison } from './types.ts'

export type Literal = number | string | boolean | null
export type Operand =
  | { readonly kind: 'field'; readonly field: FieldRef }
  | { readonly kind: 'value'; readonly value: Literal }

/** A filter, read. `has`: a field by itself, which asks whether it is there and not false. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  | { readonly kind: 'has'; readonly field: FieldRef }
  | { readonly kind: 'compare'; readonly left: Operand; readonly operator: Operator; readonly right: Operand }
  | { readonly kind: 'in'; readonly field: FieldRef; readonly values: readonly Literal[] }

/** Deeper brackets are no filter that a person wrote. */
const DEEPEST = 64

interface Place {
  readonly tokens: readonly Token[]
  readonly fields: readonly Field[]
  at: number
  depth: number
}

/**
 * Reads a filter over runs; null of an empty text, which lets all through.
 *
 *   filter     = and { "or" and }
 *   and        = not { "and" not }
 *   not        = "not" not | "(" filter ")" | condition
 *   condition  = operand operator operand | field [ "not" ] "in" "(" value { "," value } ")" | field
 *   operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~"
 *   operand    = field | value
 *   field      = name [ "@" ( "best" | "last" | step ) ]
 *   value      = number | "text" | 'text' | true | false | null
 *
 * Errors: `bad-input` with the place in the text as details.from and details.to.
 */
export function parseRunFilter(text: string, fields: readonly Field[]): Expression | null {
  const place: Place = { tokens: tokenize(text), fields, at: 0, depth: 0 }
  if (peek(place).kind === 'end') return null
  const expression = readOr(place)
  const rest = peek(place)
  if (rest.kind === 'mark' && rest.mark === ')') throw queryError('This bracket closes nothing.', rest)
  if (rest.kind !== 'end') throw queryError('"and" or "or" is missing before this.', rest)
  return expression
}

const peek = ({ tokens, at }: Place): Token => tokens[at]
const next = (place: Place): Token => place.tokens[place.at++]

/** Takes a word of the language, where it is the next one. */
function takeWord(place: Place, word: string): boolean {
  const token = peek(place)
  const isIt = token.kind === 'field' && !token.isQuoted && token.name.toLowerCase() === word
  if (isIt) place.at++
  return isIt
}

function takeMark(place: Place, mark: string): boolean {
  const token = peek(place)
  const isIt = token.kind === 'mark' && token.mark === mark
  if (isIt) place.at++
  return isIt
}

const readOr = (place: Place) => readJoined(place, 'or', readAnd)
const readAnd = (place: Place) => readJoined(place, 'and', readNot)

function readJoined(place: Place, word: 'and' | 'or', readPart: (place: Place) => Expression): Expression {
  const parts = [readPart(place)]
  while (takeWord(place, word)) parts.push(readPart(place))
  return parts.length === 1 ? parts[0] : { kind: word, parts }
}

function readNot(place: Place): Expression {
  const opening = peek(place)
  if (++place.depth > DEEPEST) throw queryError(`At most ${DEEPEST} brackets may stand in each other.`, opening)
  try {
    if (takeWord(place, 'not')) return { kind: 'not', part: readNot(place) }
    if (!takeMark(place, '(')) return readCondition(place)
    const inner = readOr(place)
    if (!takeMark(place, ')')) throw queryError('This bracket is not closed.', opening)
    return inner
  } finally {
    place.depth--
  }
}

function readCondition(place: Place): Expression {
  const first = peek(place)
  const left = readOperand(place)
  const negated = takeWord(place, 'not')
  if (takeWord(place, 'in')) {
    const part = readIn(place, left, first)
    return negated ? { kind: 'not', part } : part
  }
  const sign = peek(place)
  if (negated) throw queryError('Here "not" is followed by "in".', sign)
  if (sign.kind !== 'operator') {
    if (left.kind === 'field') return { kind: 'has', field: left.field }
    throw queryError('A value alone says nothing: compare a field with it, as in psnr > 30.', first)
  }
  next(place)
  const second = peek(place)
  const right = readOperand(place)
  const span = { from: first.from, to: second.to }
  checkComparison({ left, operator: sign.operator, right }, place.fields, span)
  return { kind: 'compare', left, operator: sign.operator, right }
}

function readIn(place: Place, left: Operand, first: Span): Expression {
  if (left.kind !== 'field') throw queryError('Before "in" stands a field.', first)
  if (!takeMark(place, '(')) throw queryError('After "in" stands a list: status in ("done", "stopped").', peek(place))
  const values: Literal[] = []
  do {
    const token = peek(place)
    const right = readOperand(place)
    if (right.kind === 'field') throw queryError('A list has values only, texts in quotes.', token)
    checkComparison({ left, operator: '=', right }, place.fields, token)
    values.push(right.value)
  } while (takeMark(place, ','))
  if (!takeMark(place, ')')) throw queryError('The list ends with ")", and "," stands between its values.', peek(place))
  return { kind: 'in', field: left.field, values }
}

function readOperand(place: Place): Operand {
  const token = peek(place)
  if (token.kind === 'number' || token.kind === 'text') {
    next(place)
    return { kind: 'value', value: token.value }
  }
  if (token.kind !== 'field') {
    throw queryError(
      token.kind === 'end' ? 'Something is missing at the end.' : 'A field or a value is missing here.',
      token,
    )
  }
  const word = token.isQuoted ? '' : token.name.toLowerCase()
  if (word === 'and' || word === 'or' || word === 'not' || word === 'in') {
    throw queryError(`A field or a value is missing before "${token.name}".`, token)
  }
  next(place)
  if (RESERVED.has(word)) return { kind: 'value', value: word === 'null' ? null : word === 'true' }
  return { kind: 'field', field: readField(place, token) }
}

function readField({ fields, tokens, at }: Place, token: Extract<Token, { kind: 'field' }>): FieldRef {
  try {
    return placedField(resolveField(token.name, fields), token.at)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // After an operator it was most likely meant as a text.
    const isValue = tokens[at - 2]?.kind === 'operator'
    const hint = isValue ? ` A text stands in quotes: "${token.name}".` : ''
    throw queryError(`${error.message}${hint}`, token)
  }
}
