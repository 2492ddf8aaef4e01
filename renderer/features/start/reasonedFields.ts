import type { Recipe } from '../../../main/contract/recipes.ts'
import { NETWORK_FIELDS, SETTING_FIELDS } from '../train/fields.ts'

export interface ReasonedField {
  readonly key: string
  readonly label: string
  readonly value: string
  readonly reason: string
}

const LABELS = new Map([...NETWORK_FIELDS, ...SETTING_FIELDS].map(({ key, label }) => [key, label]))

const written = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'kind' in value ? String(value.kind) : String(value ?? '-')

/** Fields of a recipe's last stage, which makes its network, with the reasons that the recipe gives. */
export function reasonedFields({ stages }: Recipe): ReasonedField[] {
  const last = stages.at(-1)
  if (last === undefined) return []
  const network = last.task === 'classify' ? last.classifier : last.network
  const values: Readonly<Record<string, unknown>> = { ...network, ...last.settings }
  return Object.entries(last.reasons)
    .filter(([key]) => key in values)
    .map(([key, reason]) => ({ key, label: LABELS.get(key) ?? key, value: written(values[key]), reason }))
}
