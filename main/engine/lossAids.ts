import type { ClassifierConfig } from '../../models/classifiers.ts'
import type { Reobservation } from '../../models/losses/consistency.ts'
import type { NamedTensor } from './devices/device.ts'

/** What losses look at besides the images of a batch; the same in all steps of a training. */
export interface LossAids {
  /** A trained classifier, of which the first layers are used; 'feature' wants it. */
  readonly features?: { readonly classifier: ClassifierConfig; readonly tensors: readonly NamedTensor[] }
  /** 'consistency' wants it, and a `sigma` with each batch. */
  readonly reobservation?: Reobservation
  /** `scale` of an asinh scaling: network values times it are the asinh of what is linear in flux. Absent: they are linear. */
  readonly asinhScale?: number
}
