import type { DatasetDetail } from '../../contract/datasets.ts'
import type { FloatImage } from '../../domain/image.ts'
import type { ImageStack } from '../../engine/port.ts'

/** A dataset's packed images. HR images are shifted onto the LR ones already where the dataset is registered. */
export interface PackedImages {
  readonly lr: ImageStack
  readonly hr: ImageStack | null
  /** 1 where a pixel counts and 0 where not; null where all of all images do. */
  readonly masks: { readonly lr: ImageStack | null; readonly hr: ImageStack | null }
}

interface SampleSource {
  readonly file: string
  readonly plane: number
  /** Which HDU or array of the file, where it has several. */
  readonly hdu?: number | undefined
  readonly member?: string | undefined
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
  /** Classes of all samples, by index; null: none. */
  labels(id: string): (string | null)[]
  /** Where a sample's LR image came from, where it is a file that can be read again for its header. */
  source(id: string, sample: number): SampleSource | null
  /** Standard deviations, mask or PSF of an image, on its pixels; null where there is none. */
  plane(id: string, sample: number, role: 'lr' | 'hr', plane: 'error' | 'mask' | 'psf'): Promise<FloatImage | null>
}
