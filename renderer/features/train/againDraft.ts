import type { TrainingConfig } from '../../../main/contract/training.ts'
import { type FieldKey, NETWORK_FIELDS, SETTING_FIELDS } from './fields.ts'
import { emptyDraft, type FieldValue, type TrainingDraft } from './request.ts'

/**
 * The form as it would have to be filled in for a configuration: what differs from `base`, what its preset alone would
 * give, counts as changed; without a base everything does.
 */
export function againDraft(config: TrainingConfig, base: TrainingConfig | undefined): TrainingDraft {
  const values: Readonly<Record<string, unknown>> = { ...config.network, ...config.settings }
  const usual: Readonly<Record<string, unknown>> = base ? { ...base.network, ...base.settings } : {}
  const keys: FieldKey[] = [...NETWORK_FIELDS, ...SETTING_FIELDS].map(field => field.key)
  const changes = keys
    .filter(key => values[key] !== undefined && values[key] !== usual[key])
    .map(key => [key, values[key] as FieldValue])
  const { schedule } = config.settings
  return {
    ...emptyDraft(config.datasetId),
    presetId: config.presetId,
    device: config.device,
    changes: Object.fromEntries(changes),
    schedule: JSON.stringify(schedule) === JSON.stringify(base?.settings.schedule) ? null : schedule,
  }
}
