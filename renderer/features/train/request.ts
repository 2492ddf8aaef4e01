import type { TrainingRequest, TrainingSettings } from '../../../main/contract/training.ts'
import { numberProblem } from '../../ui/numberText.ts'
import { type FieldKey, type FieldSpec, NETWORK_FIELDS, SETTING_FIELDS } from './fields.ts'

export type FieldValue = number | boolean | string | null

/** What the user has chosen and changed; all else comes from the preset and the dataset. */
export interface TrainingDraft {
  readonly datasetId: string | null
  readonly presetId: string
  readonly name: string
  readonly device: string | null
  /** Changed fields, as typed: NaN or null where the text is no number. */
  readonly changes: Readonly<Partial<Record<FieldKey, FieldValue>>>
  readonly schedule: TrainingSettings['schedule'] | null
}

export const emptyDraft = (datasetId: string | null): TrainingDraft => ({
  datasetId,
  presetId: 'quick',
  name: '',
  device: null,
  changes: {},
  schedule: null,
})

/** Whether a changed value may be sent. */
export function isUsable(spec: FieldSpec, value: FieldValue | undefined): boolean {
  if (value === undefined || spec.kind !== 'number') return true
  return (typeof value === 'number' || value === null) && numberProblem(value, spec) === null
}

export const draftIsUsable = ({ changes }: TrainingDraft): boolean =>
  [...NETWORK_FIELDS, ...SETTING_FIELDS].every(spec => isUsable(spec, changes[spec.key]))

/** Changed, usable values of these fields; an empty optional one is left out. */
const changed = (specs: readonly FieldSpec[], changes: TrainingDraft['changes']) =>
  Object.fromEntries(
    specs.flatMap(spec => {
      const value = changes[spec.key]
      return value === undefined || value === null || !isUsable(spec, value) ? [] : [[spec.key, value]]
    }),
  )

/** Another network begins from its own values: what was changed of the one before is not its affair. */
export function withKind(draft: TrainingDraft, kind: FieldValue): TrainingDraft {
  return { ...draft, changes: { ...withoutNetwork(draft.changes), kind } }
}

/** Another recipe brings its own network; what was changed of the training stays. */
export function withPreset(draft: TrainingDraft, presetId: string): TrainingDraft {
  return { ...draft, presetId, changes: withoutNetwork(draft.changes) }
}

function withoutNetwork(changes: TrainingDraft['changes']): TrainingDraft['changes'] {
  const own = new Set<string>(NETWORK_FIELDS.map(field => field.key))
  return Object.fromEntries(Object.entries(changes).filter(([key]) => !own.has(key)))
}

/** The draft as the core takes it; null while no dataset is chosen. */
export function trainingRequest(draft: TrainingDraft): TrainingRequest | null {
  if (draft.datasetId === null) return null
  return {
    datasetId: draft.datasetId,
    presetId: draft.presetId,
    ...(draft.name.trim() === '' ? {} : { name: draft.name.trim() }),
    ...(draft.device === null ? {} : { device: draft.device }),
    network: changed(NETWORK_FIELDS, draft.changes),
    settings: {
      ...changed(SETTING_FIELDS, draft.changes),
      ...(draft.schedule === null ? {} : { schedule: draft.schedule }),
    },
  }
}
