import type { FieldRef, FieldValue } from './fields.ts'
import type { Expression, Literal, Operand } from './parse.ts'
import type { Operator } from './tokens.ts'

/** What a run answers to a field; null where it has no such value. */
export type ValueOf = (field: FieldRef) => FieldValue

/**
 * Whether a run passes a filter. Texts are compared without regard to case; `~` finds a part; of a list any element
 * counts; a moment equals the day or hour that it lies in. What is not there is neither less nor more than anything,
 * equals only null, and `!=` and `!~` are the opposites of `=` and `~`.
 */
export function matches(expression: Expression | null, answer: ValueOf): boolean {
  if (expression === null) return true
  switch (expression.kind) {
    case 'and':
      return expression.parts.every(part => matches(part, answer))
    case 'or':
      return expression.parts.some(part => matches(part, answer))
    case 'not':
      return !matches(expression.part, answer)
    case 'has': {
      const value = known(answer(expression.field))
      return value !== null && value !== false && !(Array.isArray(value) && value.length === 0)
    }
    case 'in':
      return expression.values.some(value => compare(answer(expression.field), '=', value))
    case 'compare': {
      const { left, operator, right } = expression
      return compare(operandValue(left, answer), operator, operandValue(right, answer))
    }
  }
}

const operandValue = (operand: Operand, answer: ValueOf): FieldValue =>
  operand.kind === 'value' ? operand.value : answer(operand.field)

const known = (value: FieldValue): FieldValue => (typeof value === 'number' && Number.isNaN(value) ? null : value)

function compare(first: FieldValue, operator: Operator, second: FieldValue): boolean {
  const [left, right] = [known(first), known(second)]
  if (operator === '!=') return !equal(left, right)
  if (operator === '!~') return !contains(left, right)
  if (operator === '=') return equal(left, right)
  if (operator === '~') return contains(left, right)
  const order = orderOf(left, right)
  if (order === null) return false
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  return operator === '>' ? order > 0 : order >= 0
}

function equal(left: FieldValue, right: FieldValue): boolean {
  if (left === null || right === null) return left === right
  if (isList(left)) return isList(right) ? same(left, right) : left.some(one => equal(one, right))
  if (isList(right)) return equal(right, left)
  if (typeof left === 'string' || typeof right === 'string') return orderOf(String(left), String(right)) === 0
  return left === right
}

const same = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every(one => right.some(other => folded(one) === folded(other)))

function contains(left: FieldValue, right: FieldValue): boolean {
  if (left === null || right === null) return false
  if (isList(left)) return left.some(one => contains(one, right))
  return folded(String(left)).includes(folded(String(right)))
}

const isList = (value: FieldValue): value is readonly string[] => Array.isArray(value)
const folded = (text: string): string => text.toLowerCase()

/** ISO 8601 down to any part: a day, a minute. */
const MOMENT = /^\d{4}-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2}(\.\d+)?)?)?Z?)?)?$/

/** Null where the two cannot be ordered. Of two moments the longer is cut: 10 o'clock of a day is that day. */
function orderOf(left: Literal | readonly string[], right: Literal | readonly string[]): number | null {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left !== 'string' || typeof right !== 'string') return null
  if (MOMENT.test(left) && MOMENT.test(right)) {
    const length = Math.min(left.length, right.length)
    return order(left.slice(0, length), right.slice(0, length))
  }
  return order(folded(left), folded(right))
}

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
