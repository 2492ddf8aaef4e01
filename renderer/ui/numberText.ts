import { t } from '../text/t.ts'
/** The number in a text: null of an empty one, NaN of what is no number. A comma counts as the decimal point. */
export function parseNumber(text: string): number | null {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return null
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN
}

export interface NumberLimits {
  /** The number lies above this, and not at it. */
  readonly above?: number | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly integer?: boolean
  readonly optional?: boolean
}

/** What is wrong with a number, for the person who typed it; null where it may stand. */
export function numberProblem(
  value: number | null,
  { above, min, max, integer, optional }: NumberLimits,
): string | null {
  if (value === null) return optional ? null : t.ui.aNumberIsNeeded
  if (Number.isNaN(value)) return t.ui.thisIsNotANumber
  if (integer && !Number.isInteger(value)) return t.ui.aWholeNumberIsNeeded
  if (above !== undefined && value <= above) return t.ui.above(above)
  if (min !== undefined && max !== undefined && (value < min || value > max)) return `${min} to ${max}.`
  if (min !== undefined && value < min) return t.ui.orMore(min)
  if (max !== undefined && value > max) return t.ui.orLess(max)
  return null
}
