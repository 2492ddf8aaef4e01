import type { ClassifierConfig } from '../../../main/contract/classifiers.ts'
import type { Recipe } from '../../../main/contract/recipes.ts'
import type { RunConfig } from '../../../main/contract/runs.ts'
import type { TrainingConfig } from '../../../main/contract/training.ts'
import { stageFields } from './fields.ts'
import { emptyDraft, type FieldValue, shownStage, type TrainingDraft, withEdits } from './request.ts'

/** A run's configuration: of a network that makes images, or of a classifier. */
export type EarlierConfig = RunConfig | ClassifierConfig

const valuesOf = (config: EarlierConfig | TrainingConfig): Readonly<Record<string, unknown>> => ({
  ...(config.task === 'classify' ? config.classifier : config.network),
  ...config.settings,
})

const scheduleOf = (config: EarlierConfig | TrainingConfig | undefined) => config?.settings?.schedule ?? null

/**
 * The form as it would have to be filled in for a run's configuration: what differs from `base`, what its recipe alone would give,
 * counts as changed; without a base everything does.
 */
export function againDraft(
  config: EarlierConfig,
  recipe: Recipe,
  base: TrainingConfig | ClassifierConfig | undefined,
): TrainingDraft {
  const draft = { ...emptyDraft(config.datasetId ?? null), presetId: recipe.id, device: config.device }
  const stage = shownStage({ ...draft, stage: config.stage ?? null }, recipe)
  const { model, settings } = stageFields(stage)
  const values = valuesOf(config)
  const usual: Readonly<Record<string, unknown>> = base ? valuesOf(base) : {}
  const changes = [...model, ...settings].flatMap(({ key }) => {
    const value = values[key]
    // What the form has no field for (a loss of several terms) comes from the recipe.
    const isPlain = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
    return isPlain && value !== usual[key] ? [[key, value satisfies FieldValue] as const] : []
  })
  const schedule = scheduleOf(config)
  const isUsual = JSON.stringify(schedule) === JSON.stringify(scheduleOf(base))
  return withEdits({ ...draft, stage: stage.id }, stage.id, {
    changes: Object.fromEntries(changes),
    schedule: isUsual ? null : schedule,
  })
}
