import type { Recipe } from '../../../main/contract/recipes.ts'
import type { RunConfig } from '../../../main/contract/runs.ts'
import type { TrainingConfig } from '../../../main/contract/training.ts'
import { NETWORK_FIELDS, SETTING_FIELDS } from './fields.ts'
import { emptyDraft, type FieldValue, type TrainingDraft, withEdits } from './request.ts'

/**
 * The form as it would have to be filled in for a run's configuration: what differs from `base`, what its recipe alone would give,
 * counts as changed; without a base everything does.
 */
export function againDraft(config: RunConfig, recipe: Recipe, base: TrainingConfig | undefined): TrainingDraft {
  const values: Readonly<Record<string, unknown>> = { ...config.network, ...config.settings }
  const usual: Readonly<Record<string, unknown>> = base ? { ...base.network, ...base.settings } : {}
  const changes = [...NETWORK_FIELDS, ...SETTING_FIELDS].flatMap(({ key }) => {
    const value = values[key]
    // What the form has no field for (a loss of several terms) comes from the recipe.
    const isPlain = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
    return isPlain && value !== usual[key] ? [[key, value satisfies FieldValue] as const] : []
  })
  const schedule = config.settings?.schedule ?? null
  const isUsual = JSON.stringify(schedule) === JSON.stringify(base?.settings.schedule)
  const stage = config.stage ?? recipe.stages.at(-1)?.id ?? ''
  const draft = { ...emptyDraft(config.datasetId ?? null), presetId: recipe.id, device: config.device, stage }
  return withEdits(draft, stage, { changes: Object.fromEntries(changes), schedule: isUsual ? null : schedule })
}
