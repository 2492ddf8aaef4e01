import type { AdversarialForm } from '../../models/losses/adversarial.ts'
import type { DeviceId, NetworkRecord, TrainingData, TrainingSettings, WeightSource } from './port.ts'

/** The job of a generator and a discriminator that are trained against each other. Plain data, as all of the port. */

export interface AdversarialSettings {
  readonly form: AdversarialForm
  /** Of the adversarial term beside `TrainingSettings.loss`; the study: 1e-3. */
  readonly weight: number
  /** Of the discriminator's own Adam, on the generator's schedule. */
  readonly discriminatorRate: number
  /** Epochs at the beginning in which the discriminator learns alone, so that the generator meets one that judges. */
  readonly discriminatorFirstEpochs: number
  /** Which of the two is trained; the other stays as it is, in evaluation mode. */
  readonly trained: 'both' | 'generator' | 'discriminator'
}

/** What a generator is measured against, before its training. */
export interface MeasuredRival {
  readonly discriminator: NetworkRecord
  readonly form: AdversarialForm
  /** Of the generator's weights. */
  readonly averageDecay?: number
}

export interface TrainAdversarialJob {
  readonly kind: 'train-adversarial'
  readonly device: DeviceId
  readonly threads: number
  /** The generator: any network from LR to SR. Its checkpoints are that network's and can be applied like any other. */
  readonly network: NetworkRecord
  /** As `models/discriminator.ts` validates it: { kind: 'discriminator', channels, layers }. */
  readonly discriminator: NetworkRecord
  readonly data: TrainingData
  /** `loss`: what the generator minimises besides the adversarial term. */
  readonly settings: TrainingSettings & { readonly adversarial: AdversarialSettings }
  /** Of the generator, as a rule a trained run's weights. */
  readonly startFrom?: readonly WeightSource[]
  /** Checkpoint of a trained classifier, for a term 'feature'. */
  readonly featureWeights?: string
  readonly folder: string
  readonly resume: boolean
  readonly provenance: Readonly<Record<string, unknown>>
}

export type AdversarialEvent = {
  readonly type: 'adversarial-validation'
  readonly step: number
  readonly epoch: number
  /** Share of held-out images, real and generated alike, that the discriminator tells rightly. */
  readonly discriminatorAccuracy: number
  /** Share of generated held-out images that it takes for real. */
  readonly foolingRate: number
  /** Mean over held-out images of |SR flux / HR flux - 1|. */
  readonly fluxError: number
}
