import type { CellValue, GroupCell, RunCell, RunField } from '../../../../main/contract/runTable.ts'
import { type FieldRef, parseFieldRef } from '../../../../main/domain/runQuery/fields.ts'
import { t } from '../../../text/t.ts'
import { formatDuration, formatFixed, formatMoment, formatNumber, UNKNOWN } from '../../../ui/format.ts'

/** A column as it is shown: the field that it is, and where in the training it is read. */
export interface ShownColumn {
  /** As the core knows it: `psnr@last`. */
  readonly id: string
  readonly ref: FieldRef
  readonly title: string
  readonly unit: string | null
  readonly isNumber: boolean
}

const PLACES = { best: 'best', last: 'last' } as const

/** Of fields that no run has (any more) the name is the title. */
export function shownColumn(id: string, fields: readonly RunField[]): ShownColumn {
  const ref = readRef(id, fields)
  const field = fields.find(({ name }) => name === ref.name)
  const place = ref.at === null ? '' : typeof ref.at === 'number' ? t.runs.atStep(ref.at) : `, ${PLACES[ref.at]}`
  return {
    id,
    ref,
    title: `${field?.title ?? ref.name}${place}`,
    // Durations are told in words.
    unit: ref.name === 'duration' ? null : (field?.unit ?? null),
    isNumber: field?.type === 'number',
  }
}

function readRef(id: string, fields: readonly RunField[]): FieldRef {
  try {
    return parseFieldRef(id, fields)
  } catch {
    return { name: id, at: null }
  }
}

/** Decimals of what is compared digit by digit. */
const DECIMALS: Readonly<Record<string, number>> = { psnr: 2, lensPsnr: 2, gain: 2, ssim: 4, lensSsim: 4 }

function numberText(value: number, name: string): string {
  if (name === 'duration') return formatDuration(value)
  const decimals = DECIMALS[name.slice(name.lastIndexOf('.') + 1)]
  if (decimals !== undefined) return formatFixed(value, decimals)
  return Number.isInteger(value) && Math.abs(value) < 1e9 ? value.toLocaleString('en-US') : formatNumber(value, 4)
}

export function valueText(value: CellValue, { name }: FieldRef): string {
  if (value === null) return UNKNOWN
  if (typeof value === 'number') return numberText(value, name)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.join(', ')
  return name === 'created' ? formatMoment(value) : value
}

/** The value minus the baseline's, with its sign; null where they are not both numbers. */
export function differenceText(cell: RunCell, baseline: RunCell | undefined, { name }: FieldRef): string | null {
  if (typeof cell.value !== 'number' || typeof baseline?.value !== 'number') return null
  const difference = cell.value - baseline.value
  if (difference === 0) return '0'
  const text = numberText(Math.abs(difference), name)
  // What rounds to nothing has no direction.
  const sign = /[1-9]/.test(text) ? (difference > 0 ? '+' : '−') : '±'
  return `${sign}${text}`
}

/** 'mean ± spread' of a group's numbers, the value that all have, or how many there are. */
export function groupText(cell: GroupCell, ref: FieldRef): string {
  if (cell.kind === 'same') return valueText(cell.value, ref)
  if (cell.kind === 'various') return `${cell.count} values`
  return cell.std === null ? valueText(cell.mean, ref) : `${valueText(cell.mean, ref)} ± ${valueText(cell.std, ref)}`
}
