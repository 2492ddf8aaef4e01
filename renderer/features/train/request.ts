import { classifierStart } from '../../../main/contract/classifierStart.ts'
import type { ClassifierRequest } from '../../../main/contract/classifiers.ts'
import type { RecipeRequest } from '../../../main/contract/groups.ts'
import type { Recipe, RecipeStage } from '../../../main/contract/recipes.ts'
import type { TrainingRequest } from '../../../main/contract/training.ts'
import type { TrainingSettings } from '../../../main/contract/trainingSettings.ts'
import { numberProblem } from '../../ui/numberText.ts'
import { type FieldSpec, NETWORK_FIELDS, stageFields } from './fields.ts'

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
export function shownStage(draft: TrainingDraft, recipe: Recipe): RecipeStage {
  const { stages } = recipe
  return stages.find(({ id }) => id === draft.stage) ?? stages[stages.length - 1]
}

/** Whether a changed value may be sent. */
export function isUsable(spec: FieldSpec, value: FieldValue | undefined): boolean {
  if (value === undefined || spec.kind !== 'number') return true
  return (typeof value === 'number' || value === null) && numberProblem(value, spec) === null
}

export const draftIsUsable = (draft: TrainingDraft, recipe: Recipe): boolean =>
  recipe.stages.every(stage => {
    const { model, settings } = stageFields(stage)
    const { changes } = editsOf(draft, stage.id)
    return [...model, ...settings].every(spec => isUsable(spec, changes[spec.key]))
  })

/** Changed, usable values of these fields; an empty optional one is left out. */
const changed = (specs: readonly FieldSpec[], changes: StageEdits['changes']) =>
  Object.fromEntries(
    specs.flatMap(spec => {
      const value = changes[spec.key]
      return value === undefined || value === null || !isUsable(spec, value) ? [] : [[spec.key, value]]
    }),
  )

/** The usable changes of a stage, by its parts. */
function partsOf(draft: TrainingDraft, stage: RecipeStage) {
  const { changes, schedule } = editsOf(draft, stage.id)
  const { part, model, settings } = stageFields(stage)
  return {
    part,
    model: changed(model, changes),
    settings: { ...changed(settings, changes), ...(schedule === null ? {} : { schedule }) },
  }
}

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

/** A stage's start: of a network that makes images, or of a classifier. */
export type StageStart =
  | { readonly kind: 'images'; readonly request: TrainingRequest }
  | { readonly kind: 'classifier'; readonly request: ClassifierRequest }

/** The shown stage as the core takes it; null while no dataset is chosen. */
export function stageStart(draft: TrainingDraft, recipe: Recipe): StageStart | null {
  const stage = shownStage(draft, recipe)
  const datasetId = draft.datasets[stage.id] ?? draft.datasetId
  if (datasetId === null) return null
  const { model, settings } = partsOf(draft, stage)
  const several = recipe.stages.length > 1
  const alike = { datasetId, presetId: recipe.id, ...(several && { stage: stage.id }), ...named(draft) }
  if (stage.task === 'classify') {
    return { kind: 'classifier', request: { ...alike, ...classifierStart(stage, { classifier: model, settings }) } }
  }
  const begun = several ? null : draft.from
  const request = {
    ...alike,
    parents: {},
    ...(begun === null ? { network: model } : { from: { runId: begun, checkpoint: 'best' as const }, network: {} }),
    settings,
    adversarial: {},
    discriminator: {},
  }
  return { kind: 'images', request }
}

/** All stages as the core takes them; null while no dataset is chosen. */
export function recipeRequest(draft: TrainingDraft, recipe: Recipe): RecipeRequest | null {
  if (draft.datasetId === null) return null
  const changes = recipe.stages.flatMap(stage => {
    const { part, model, settings } = partsOf(draft, stage)
    return Object.entries({ [part]: model, settings }).flatMap(([name, values]) =>
      Object.entries(values).map(([key, value]) => [`${stage.id}.${name}.${key}`, value] as const),
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
