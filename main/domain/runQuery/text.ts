import { fieldRefText } from './fields.ts'
import type { Expression, Literal, Operand } from './parse.ts'

/** A value as a filter has it: texts in quotes. */
export function literalText(value: Literal): string {
  return typeof value === 'string' ? `"${value.replace(/["\\]/g, '\\$&')}"` : String(value)
}

const operandText = (operand: Operand): string =>
  operand.kind === 'field' ? fieldRefText(operand.field) : literalText(operand.value)

/** How binding a part is: what binds less than the part around it stands in brackets. */
const BINDING = { or: 0, and: 1, not: 2, has: 3, compare: 3, in: 3 } as const

/** A filter in full: every name and place written out, brackets only where they are needed. Reads back as the same. */
export function expressionText(expression: Expression, around = -1): string {
  const binding = BINDING[expression.kind]
  const text = bare(expression, binding)
  // Equal binding would be joined into one: a and (b and c) stays as it was written.
  return binding < around || (binding === around && expression.kind !== 'not') ? `(${text})` : text
}

function bare(expression: Expression, binding: number): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.parts.map(part => expressionText(part, binding)).join(` ${expression.kind} `)
    case 'not':
      return `not ${expressionText(expression.part, binding)}`
    case 'has':
      return fieldRefText(expression.field)
    case 'in':
      return `${fieldRefText(expression.field)} in (${expression.values.map(literalText).join(', ')})`
    case 'compare':
      return `${operandText(expression.left)} ${expression.operator} ${operandText(expression.right)}`
  }
}
