import type { DatasetDetail } from '../../contract/datasets.ts'
import type { FloatImage } from '../../domain/image.ts'
import type { ImageStack } from '../../engine/port.ts'

/** A dataset's packed images. HR images are shifted onto the LR ones already where the dataset is registered. */
export interface PackedImages {
  readonly lr: ImageStack
  readonly hr: ImageStack | null
}

/** What training, evaluation and application ask of datasets. */
export interface DatasetAccess {
  /** `not-found` where there is none. */
  detail(id: string): DatasetDetail
  /** Looks at the user's files again; the state is also in the detail from then on. */
  verify(id: string): Promise<{ state: DatasetDetail['state'] }>
  packed(id: string): PackedImages
  image(id: string, sample: number, role: 'lr' | 'hr'): Promise<FloatImage>
  /** Names of all samples, by index. */
  names(id: string): string[]
  /** Where a sample's LR image came from, where it is a file that can be read again for its header. */
  source(id: string, sample: number): { readonly file: string; readonly plane: number } | null
}
