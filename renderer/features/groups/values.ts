import { formatNumber } from '../../ui/format.ts'

/** A swept value as it is written in a table. */
export function valueText(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : formatNumber(value, 4)
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}
