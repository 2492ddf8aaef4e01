import {
  type ClassifierChoice,
  classifierSchema,
  classifierSettingsSchema,
} from '../../../main/contract/classifiers.ts'
import { type Field, fieldsOf } from '../../../main/contract/fields.ts'
import { type NetworkKind, networkChangesSchema, networkKinds, networkSchema } from '../../../main/contract/networks.ts'
import type { RecipeStage } from '../../../main/contract/recipes.ts'
import { trainingSettingsSchema } from '../../../main/contract/trainingSettings.ts'
import { t } from '../../text/t.ts'

/** A field of the configuration as it is edited, from the contract's schemas. The reason for its value comes from the core. */
type EditedField = Exclude<Field, { kind: 'record' | 'text' | 'list' }>

export type FieldSpec = EditedField & {
  /** What a choice is called, where that is not the choice itself. */
  readonly names?: Readonly<Record<string, string>>
}

const KIND_NAMES: Readonly<Record<NetworkKind, string>> = {
  'resnet-sisr': t.train.resnetSISRTheStudys,
  edsr: t.train.edsrWithoutBatchNorm,
  rcan: t.train.rcanWithChannelAttention,
  swinir: t.train.swinIRWithAttentionInWindows,
  unet: t.train.uNetABaseline,
}

const isEdited = (field: Field): field is EditedField => ['number', 'switch', 'choice'].includes(field.kind)

/** Each may be left unchanged, but none is empty. */
function networkField(field: FieldSpec): FieldSpec {
  if (field.key === 'kind')
    return { key: field.key, label: t.train.kindOfNetwork, kind: 'choice', choices: networkKinds, names: KIND_NAMES }
  return field.kind === 'number' ? { ...field, optional: false } : field
}

/** Every field that some network has. */
export const NETWORK_FIELDS: readonly FieldSpec[] = fieldsOf(networkChangesSchema).filter(isEdited).map(networkField)

/** The fields that a kind of network has. */
export function networkFields(kind: NetworkKind): readonly FieldSpec[] {
  const own = networkSchema.options.find(option => option.shape.kind.value === kind)
  const keys = own === undefined ? [] : Object.keys(own.shape)
  return NETWORK_FIELDS.filter(field => keys.includes(field.key))
}

const LOSSES = ['mse', 'l1', 'charbonnier']

/** Of records, a schedule has fields of its own, and of losses the form offers single ones. */
export const SETTING_FIELDS: readonly FieldSpec[] = fieldsOf(trainingSettingsSchema).flatMap((field): FieldSpec[] => {
  if (field.key === 'loss') return [{ key: field.key, label: field.label, kind: 'choice', choices: LOSSES }]
  return isEdited(field) ? [field] : []
})

/** Its kind is the recipe's; the size of its images and its classes are the data's. */
const OWN_OF_CLASSIFIER = ['channels', 'dropout']

function classifierFields(kind: ClassifierChoice['kind']): readonly FieldSpec[] {
  const own = classifierSchema.options.find(option => option.shape.kind.value === kind)
  return own === undefined
    ? []
    : fieldsOf(own)
        .filter(isEdited)
        .filter(({ key }) => OWN_OF_CLASSIFIER.includes(key))
}

const CLASSIFIER_SETTING_FIELDS: readonly FieldSpec[] = fieldsOf(classifierSettingsSchema).filter(isEdited)

/** What of a stage can be changed in the form. */
export interface StageFields {
  /** The part of the stage that `model` is of. */
  readonly part: 'network' | 'classifier'
  readonly model: readonly FieldSpec[]
  readonly settings: readonly FieldSpec[]
}

export const stageFields = (stage: RecipeStage): StageFields =>
  stage.task === 'classify'
    ? { part: 'classifier', model: classifierFields(stage.classifier.kind), settings: CLASSIFIER_SETTING_FIELDS }
    : { part: 'network', model: NETWORK_FIELDS, settings: SETTING_FIELDS }
