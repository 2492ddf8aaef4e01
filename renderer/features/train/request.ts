import type { RecipeRequest } from '../../../main/contract/groups.ts'
import type { Recipe } from '../../../main/contract/recipes.ts'
import type { TrainingRequest } from '../../../main/contract/training.ts'
import type { TrainingSettings } from '../../../main/contract/trainingSettings.ts'
import { numberProblem } from '../../ui/numberText.ts'
import { type FieldSpec, NETWORK_FIELDS, SETTING_FIELDS } from './fields.ts'

export type FieldValue = number | boolean | string | null

/** What was changed of one stage of the recipe. */
export interface StageEdits {
  /** Changed fields, as typed: NaN or null where the text is no number. */
  readonly changes: Readonly<Record<string, FieldValue>>
  readonly schedule: TrainingSettings['schedule'] | null
}

/** What the user has chosen and changed; all else comes from the recipe and the dataset. */
export interface TrainingDraft {
  readonly datasetId: string | null
  readonly presetId: string
  readonly name: string
  readonly device: string | null
  /** Run whose weights a recipe of one stage begins from. */
  readonly from: string | null
  /** The stage whose settings are shown; null: the last one. */
  readonly stage: string | null
  /** By the stage's id. */
  readonly edits: Readonly<Record<string, StageEdits>>
  /** Stages on another dataset than the rest. */
  readonly datasets: Readonly<Record<string, string>>
}

const noEdits: StageEdits = { changes: {}, schedule: null }

export const emptyDraft = (datasetId: string | null): TrainingDraft => ({
  datasetId,
  presetId: 'quick',
  name: '',
  device: null,
  from: null,
  stage: null,
  edits: {},
  datasets: {},
})

export const editsOf = (draft: TrainingDraft, stage: string): StageEdits => draft.edits[stage] ?? noEdits

export const withEdits = (draft: TrainingDraft, stage: string, edits: StageEdits): TrainingDraft => ({
  ...draft,
  edits: { ...draft.edits, [stage]: edits },
})

/** The stage whose settings are shown. */
export function shownStage(draft: TrainingDraft, recipe: Recipe): string {
  const ids = recipe.stages.map(({ id }) => id)
  return draft.stage !== null && ids.includes(draft.stage) ? draft.stage : (ids.at(-1) ?? '')
}

/** Whether a changed value may be sent. */
export function isUsable(spec: FieldSpec, value: FieldValue | undefined): boolean {
  if (value === undefined || spec.kind !== 'number') return true
  return (typeof value === 'number' || value === null) && numberProblem(value, spec) === null
}

export const draftIsUsable = ({ edits }: TrainingDraft): boolean =>
  Object.values(edits).every(({ changes }) =>
    [...NETWORK_FIELDS, ...SETTING_FIELDS].every(spec => isUsable(spec, changes[spec.key])),
  )

/** Changed, usable values of these fields; an empty optional one is left out. */
const changed = (specs: readonly FieldSpec[], changes: StageEdits['changes']) =>
  Object.fromEntries(
    specs.flatMap(spec => {
      const value = changes[spec.key]
      return value === undefined || value === null || !isUsable(spec, value) ? [] : [[spec.key, value]]
    }),
  )

const settingsOf = ({ changes, schedule }: StageEdits) => ({
  ...changed(SETTING_FIELDS, changes),
  ...(schedule === null ? {} : { schedule }),
})

/** Another network begins from its own values: what was changed of the one before is not its affair. */
export function withKind(edits: StageEdits, kind: FieldValue): StageEdits {
  return { ...edits, changes: { ...withoutNetwork(edits.changes), kind } }
}

/** Another recipe brings its own networks and stages; what was changed of the training stays for stages that it has, too. */
export function withRecipe(draft: TrainingDraft, presetId: string): TrainingDraft {
  const edits = Object.entries(draft.edits).map(
    ([stage, edit]) => [stage, { ...edit, changes: withoutNetwork(edit.changes) }] as const,
  )
  return { ...draft, presetId, stage: null, datasets: {}, edits: Object.fromEntries(edits) }
}

function withoutNetwork(changes: StageEdits['changes']): StageEdits['changes'] {
  const own = new Set<string>(NETWORK_FIELDS.map(field => field.key))
  return Object.fromEntries(Object.entries(changes).filter(([key]) => !own.has(key)))
}

const named = ({ name, device }: TrainingDraft) => ({
  ...(name.trim() === '' ? {} : { name: name.trim() }),
  ...(device === null ? {} : { device }),
})

/** One stage as the core takes it; null while no dataset is chosen. */
export function trainingRequest(draft: TrainingDraft, recipe: Recipe): TrainingRequest | null {
  if (draft.datasetId === null) return null
  const stage = shownStage(draft, recipe)
  const edits = editsOf(draft, stage)
  const begun = recipe.stages.length === 1 ? draft.from : null
  return {
    datasetId: draft.datasets[stage] ?? draft.datasetId,
    presetId: recipe.id,
    ...(recipe.stages.length > 1 && { stage }),
    ...named(draft),
    parents: {},
    ...(begun === null
      ? { network: changed(NETWORK_FIELDS, edits.changes) }
      : { from: { runId: begun, checkpoint: 'best' }, network: {} }),
    settings: settingsOf(edits),
    adversarial: {},
    discriminator: {},
  }
}

/** All stages as the core takes them; null while no dataset is chosen. */
export function recipeRequest(draft: TrainingDraft, recipe: Recipe): RecipeRequest | null {
  if (draft.datasetId === null) return null
  const changes = recipe.stages.flatMap(({ id }) => {
    const edits = editsOf(draft, id)
    const parts = { network: changed(NETWORK_FIELDS, edits.changes), settings: settingsOf(edits) }
    return Object.entries(parts).flatMap(([part, values]) =>
      Object.entries(values).map(([key, value]) => [`${id}.${part}.${key}`, value] as const),
    )
  })
  return {
    datasetId: draft.datasetId,
    presetId: recipe.id,
    datasets: draft.datasets,
    parents: {},
    ...named(draft),
    changes: Object.fromEntries(changes),
    evaluate: false,
  }
}
