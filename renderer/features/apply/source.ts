import type { SplitSide } from '../../../main/contract/common.ts'
import type { ImageSource } from '../../../main/contract/datasets.ts'

export type DatasetSource = { kind: 'dataset'; id: string; side: SplitSide | 'all' }

/** What a network can be given: images anywhere, or the LR images of a dataset. */
export type ApplySource = ImageSource | DatasetSource

export const SIDES: readonly { value: DatasetSource['side']; label: string }[] = [
  { value: 'test', label: 'test side, never seen in training' },
  { value: 'validation', label: 'validation side' },
  { value: 'train', label: 'training side' },
  { value: 'all', label: 'all images' },
]
