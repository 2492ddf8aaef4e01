import { type Field, fieldRefText } from './fields.ts'
import { literalText } from './text.ts'
import { looseTokens, OPERATORS, type Token } from './tokens.ts'

/** A field with values that runs have, for completion. */
export interface KnownField extends Field {
  readonly title: string
  readonly values: readonly string[]
}

export interface Completion {
  /** What it puts between `from` and `to`. */
  readonly text: string
  /** What it is, for people. */
  readonly detail: string
}

export interface Completions {
  readonly from: number
  readonly to: number
  readonly options: readonly Completion[]
}

const MOST = 50
const NOTHING = (at: number): Completions => ({ from: at, to: at, options: [] })

/** What may follow at a place of a filter that is being written. */
export function completeRunFilter(text: string, cursor: number, fields: readonly KnownField[]): Completions {
  let tokens: Token[]
  try {
    tokens = looseTokens(text.slice(0, cursor)).filter(token => token.kind !== 'end')
  } catch {
    return NOTHING(cursor)
  }
  const last = tokens.at(-1)
  // A word or an open text that the cursor touches is what is being completed.
  const isTouched = last !== undefined && last.to === cursor && (last.kind === 'field' || isOpenText(last))
  const before = isTouched ? tokens.slice(0, -1) : tokens
  const begun = isTouched ? begunText(last, text) : ''
  const from = isTouched ? last.from : cursor
  const options = expected(before, fields).filter(option => fitsBegun(option, begun))
  return { from, to: cursor, options: options.slice(0, MOST) }
}

const isOpenText = (token: Token): boolean => token.kind === 'text' && token.isOpen
const begunText = (token: Token, text: string): string => text.slice(token.from, token.to).toLowerCase()

/** A name is found by any part of it, a value by its beginning. */
function fitsBegun({ text }: Completion, begun: string): boolean {
  const option = text.toLowerCase()
  if (option === begun) return false
  const word = begun.replace(/^["']/, '')
  return begun === word && !option.startsWith('"') ? option.includes(word) : option.replace(/^"/, '').startsWith(word)
}

function expected(before: readonly Token[], fields: readonly KnownField[]): Completion[] {
  const last = before.at(-1)
  if (last === undefined || opensCondition(last))
    return [...fieldOptions(fields), { text: 'not', detail: 'the opposite' }]
  if (last.kind === 'operator') return valueOptions(before.at(-2), fields)
  if (last.kind === 'mark' && (last.mark === ',' || (last.mark === '(' && isWord(before.at(-2), 'in')))) {
    return valueOptions(listField(before), fields)
  }
  const isLeft = last.kind === 'field' && before.at(-2)?.kind !== 'operator'
  return isLeft ? [...operatorOptions(last, fields), ...JOINERS] : JOINERS
}

const JOINERS: Completion[] = [
  { text: 'and', detail: 'both' },
  { text: 'or', detail: 'either' },
]

const isWord = (token: Token | undefined, ...words: string[]): boolean =>
  token?.kind === 'field' && !token.isQuoted && words.includes(token.name.toLowerCase())

const opensCondition = (token: Token): boolean => isWord(token, 'and', 'or', 'not') || isOpeningBracket(token)
const isOpeningBracket = (token: Token): boolean => token.kind === 'mark' && token.mark === '('

/** The field before the `in` whose list is open. */
function listField(before: readonly Token[]): Token | undefined {
  const at = before.findLastIndex(token => isWord(token, 'in'))
  const isNegated = isWord(before[at - 1], 'not')
  return before[isNegated ? at - 2 : at - 1]
}

const fieldOptions = (fields: readonly KnownField[]): Completion[] =>
  fields.map(({ name, title }) => ({ text: fieldRefText({ name, at: null }), detail: title }))

function fieldOf(token: Token | undefined, fields: readonly KnownField[]): KnownField | undefined {
  if (token?.kind !== 'field') return undefined
  const name = token.name.toLowerCase()
  const all = fields.map(field => ({ field, key: field.name.toLowerCase() }))
  return (all.find(({ key }) => key === name) ?? all.find(({ key }) => key.endsWith(`.${name}`)))?.field
}

const MEANINGS: Readonly<Record<string, string>> = {
  '=': 'equals',
  '!=': 'differs from',
  '<': 'less than',
  '<=': 'at most',
  '>': 'more than',
  '>=': 'at least',
  '~': 'contains',
  '!~': 'does not contain',
}

function operatorOptions(token: Token, fields: readonly KnownField[]): Completion[] {
  const type = fieldOf(token, fields)?.type
  const fitting = OPERATORS.filter(operator => {
    if (operator === '=' || operator === '!=') return true
    const isOrder = operator.startsWith('<') || operator.startsWith('>')
    return isOrder ? type === 'number' || type === 'moment' : type === 'text' || type === 'list'
  })
  return [...fitting.map(text => ({ text, detail: MEANINGS[text] })), { text: 'in (', detail: 'is one of' }]
}

function valueOptions(token: Token | undefined, fields: readonly KnownField[]): Completion[] {
  const field = fieldOf(token, fields)
  if (field === undefined) return []
  if (field.type === 'flag') return ['true', 'false'].map(text => ({ text, detail: field.title }))
  if (field.type === 'number') return field.values.map(text => ({ text, detail: field.title }))
  return field.values.map(value => ({ text: literalText(value), detail: field.title }))
}
