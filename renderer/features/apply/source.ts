import type { SplitSide } from '../../../main/contract/common.ts'
import type { ImageSource } from '../../../main/contract/datasets.ts'
import { t } from '../../text/t.ts'

export type DatasetSource = { kind: 'dataset'; id: string; side: SplitSide | 'all' }

/** What a network can be given: images anywhere, or the LR images of a dataset. */
export type ApplySource = ImageSource | DatasetSource

export const SIDES: readonly { value: DatasetSource['side']; label: string }[] = [
  { value: 'test', label: t.apply.testSideNeverSeenInTraining },
  { value: 'validation', label: t.apply.validationSide },
  { value: 'train', label: t.apply.trainingSide },
  { value: 'all', label: t.apply.allImages },
]
