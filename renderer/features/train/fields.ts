import { type NetworkChanges, type NetworkKind, networkKinds } from '../../../main/contract/networks.ts'
import type { TrainingSettings } from '../../../main/contract/training.ts'

export type NetworkKey = keyof NetworkChanges
export type SettingKey = Exclude<keyof TrainingSettings, 'schedule'>
export type FieldKey = NetworkKey | SettingKey

/** A field of the configuration as it is edited. The reason for its value comes from the core. */
export type FieldSpec = { readonly key: FieldKey; readonly label: string } & (
  | {
      readonly kind: 'number'
      readonly unit?: string
      readonly min?: number
      readonly max?: number
      readonly integer?: boolean
      /** Empty is an answer: off. */
      readonly optional?: boolean
    }
  | { readonly kind: 'switch' }
  | {
      readonly kind: 'choice'
      readonly choices: readonly string[]
      /** What a choice is called, where that is not the choice itself. */
      readonly names?: Readonly<Record<string, string>>
    }
)

const whole = { kind: 'number', integer: true } as const

const KIND_NAMES: Readonly<Record<NetworkKind, string>> = {
  'resnet-sisr': "ResnetSISR, the study's",
  edsr: 'EDSR, without batch norm',
  rcan: 'RCAN, with channel attention',
  swinir: 'SwinIR, with attention in windows',
  unet: 'U-Net, a baseline',
}

type NetworkField = FieldSpec & {
  readonly key: NetworkKey
  /** The kinds of network that have it; absent: all. */
  readonly of?: readonly NetworkKind[]
}

export const NETWORK_FIELDS: readonly NetworkField[] = [
  { key: 'kind', label: 'Kind of network', kind: 'choice', choices: networkKinds, names: KIND_NAMES },
  { key: 'groups', label: 'Groups of blocks', ...whole, min: 1, max: 16, of: ['rcan', 'swinir'] },
  { key: 'levels', label: 'Levels, each half as fine', ...whole, min: 1, max: 5, of: ['unet'] },
  {
    key: 'blocks',
    label: 'Residual blocks',
    ...whole,
    min: 1,
    max: 64,
    of: ['resnet-sisr', 'edsr', 'rcan', 'swinir'],
  },
  { key: 'channels', label: 'Channels', ...whole, min: 4, max: 256 },
  { key: 'reduction', label: 'Reduction inside the attention', ...whole, min: 1, max: 64, of: ['rcan'] },
  { key: 'heads', label: 'Heads of attention', ...whole, min: 1, max: 16, of: ['swinir'] },
  { key: 'window', label: 'Side of a window', unit: 'pixels', ...whole, min: 2, max: 16, of: ['swinir'] },
  { key: 'magnification', label: 'Magnification a stage', ...whole, min: 2, max: 4 },
  { key: 'magnifications', label: 'Stages of magnification', ...whole, min: 0, max: 3 },
  { key: 'outputRelu', label: 'No negative pixels (ReLU at the output)', kind: 'switch', of: ['resnet-sisr'] },
  { key: 'globalSkip', label: 'Add the interpolated input to the output', kind: 'switch' },
]

/** The fields that a kind of network has. */
export const networkFields = (network: NetworkKind): readonly NetworkField[] =>
  NETWORK_FIELDS.filter(field => field.of === undefined || field.of.includes(network))

export const SETTING_FIELDS: readonly FieldSpec[] = [
  { key: 'epochs', label: 'Epochs', ...whole, min: 1, max: 100_000 },
  { key: 'batchSize', label: 'Batch size', unit: 'images', ...whole, min: 2, max: 512 },
  { key: 'learningRate', label: 'Learning rate', kind: 'number', min: 1e-9, max: 1 },
  { key: 'loss', label: 'Loss', kind: 'choice', choices: ['mse', 'l1', 'charbonnier'] },
  { key: 'clipNorm', label: 'Largest gradient norm', kind: 'number', min: 1e-9, optional: true },
  { key: 'earlyStopPatience', label: 'Stop after validations without gain', ...whole, min: 1, optional: true },
  { key: 'validateEveryEpochs', label: 'Validate every', unit: 'epochs', ...whole, min: 1 },
  { key: 'checkpointEverySeconds', label: 'Checkpoint every', unit: 's', kind: 'number', min: 1 },
  { key: 'seed', label: 'Seed', ...whole, min: 0 },
  { key: 'augmentSymmetries', label: 'Flip and turn the images at random', kind: 'switch' },
]
