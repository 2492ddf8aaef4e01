import { t } from '../../../text/t.ts'
/** The bits that were typed, decimal or after 0x; null: none were, so that any value counts. NaN: no such number. */
export function qualityBitsOf(text: string): number | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(trimmed) ? Number(trimmed) : Number.NaN
}

/** What is wrong with what was typed, or null. */
export function qualityBitsProblem(text: string): string | null {
  const bits = qualityBitsOf(text)
  if (bits === null || (bits >= 1 && bits <= 0xffff_ffff)) return null
  return t.data.giveAWholeNumberFrom1To
}
