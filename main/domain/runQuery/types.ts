import { type Field, type FieldType, fieldRefText } from './fields.ts'
import type { Operand } from './parse.ts'
import { type Operator, queryError, type Span } from './tokens.ts'

interface Comparison {
  readonly left: Operand
  readonly operator: Operator
  readonly right: Operand
}

const ORDERED: readonly FieldType[] = ['number', 'moment']
const NAMES: Readonly<Record<FieldType, string>> = {
  number: 'a number',
  text: 'a text',
  flag: 'true or false',
  list: 'a list of texts',
  moment: 'a moment',
}
const EXAMPLES: Readonly<Record<FieldType, string>> = {
  number: 'with a number without quotes',
  text: 'with a text in quotes',
  flag: 'with true or false',
  list: 'with a text in quotes',
  moment: 'with a date in quotes, like "2026-03-14"',
}

/** Throws `bad-input` where a comparison can never be meant: a number with a text, a text by its size. */
export function checkComparison({ left, operator, right }: Comparison, fields: readonly Field[], span: Span): void {
  const known = left.kind === 'field' ? left : right
  const other = left.kind === 'field' ? right : left
  if (known.kind !== 'field') throw queryError('One side of a comparison is a field.', span)
  const name = fieldRefText(known.field)
  const type = typeOf(known, fields)
  const otherType = typeOf(other, fields)

  if (otherType === null) {
    if (operator === '=' || operator === '!=') return
    throw queryError('null goes with = and != only: it asks whether there is a value.', span)
  }
  if (operator === '~' || operator === '!~') {
    if (other !== right) throw queryError(`The field stands before "${operator}".`, span)
    if (type !== 'text' && type !== 'list') {
      throw queryError(`${name} is ${NAMES[type ?? 'text']}; "${operator}" looks for a part of a text.`, span)
    }
  } else if (operator !== '=' && operator !== '!=' && !(type !== null && ORDERED.includes(type))) {
    throw queryError(`${name} is ${NAMES[type ?? 'text']} and has no order; use = or ~.`, span)
  }
  if (type !== null && !fits(type, otherType)) {
    throw queryError(`${name} is ${NAMES[type]}: compare it ${EXAMPLES[type]}.`, span)
  }
}

const fits = (type: FieldType, other: FieldType): boolean =>
  type === other ||
  ((type === 'moment' || type === 'list') && other === 'text') ||
  (type === 'text' && other === 'moment')

/** Null of null. */
function typeOf(operand: Operand, fields: readonly Field[]): FieldType | null {
  if (operand.kind === 'field') return fields.find(field => field.name === operand.field.name)?.type ?? 'text'
  if (operand.value === null) return null
  if (typeof operand.value === 'number') return 'number'
  return typeof operand.value === 'boolean' ? 'flag' : 'text'
}
