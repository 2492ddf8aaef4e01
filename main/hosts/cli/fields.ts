import { InvalidArgumentError } from 'commander'
import type { Axis } from '../../contract/groups.ts'

/** '3', 'true', '{"kind":"constant"}' as JSON; anything else is a text. */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function parts(text: string): { field: string; value: string } {
  const at = text.indexOf('=')
  if (at > 0 && at < text.length - 1) return { field: text.slice(0, at).trim(), value: text.slice(at + 1) }
  throw new InvalidArgumentError('Give field=value, as in epochs=20.')
}

/** `--set field=value`, as often as wanted. */
export function collectChange(text: string, before: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { field, value } = parts(text)
  return { ...before, [field]: parseValue(value) }
}

/** `--from stage=id`, as often as wanted. */
export function collectId(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { field, value } = parts(text)
  return { ...before, [field]: value }
}

/** `--grid field=value,value`: a value that is itself a list or a record stands alone. */
export function collectGrid(text: string, before: readonly Axis[]): Axis[] {
  const { field, value } = parts(text)
  const values = /^\s*[[{]/.test(value) ? [parseValue(value)] : value.split(',').map(one => parseValue(one.trim()))
  return [...before, { field, values }]
}

/** A range over more than this factor is drawn by its logarithm. */
const LOG_FROM = 10

/** `--range field=low:high`: whole numbers where both ends are, unless it spans decades. */
export function collectRange(text: string, before: readonly Axis[]): Axis[] {
  const { field, value } = parts(text)
  const [low, high, ...more] = value.split(':').map(Number)
  if (more.length > 0 || !Number.isFinite(low) || !Number.isFinite(high))
    throw new InvalidArgumentError('Give field=low:high, as in rate=1e-5:1e-2.')
  const integer = Number.isInteger(low) && Number.isInteger(high)
  const scale = low > 0 && high / low > LOG_FROM ? 'log' : 'linear'
  return [...before, { field, low, high, scale, integer }]
}
