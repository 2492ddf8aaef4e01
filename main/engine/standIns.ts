import { classifierOf, parseClassifier } from '../../models/classifiers.ts'
import { createRandom } from '../domain/random.ts'
import type { LossAids } from './lossAids.ts'
import { type LossSpec, lossTerms } from './lossTerms.ts'
import { freshState } from './training/initialState.ts'

/**
 * A loss for measuring time and memory without what it looks at: an untrained classifier in the place of the trained one, and
 * no re-degradation, which is one small convolution.
 */
export function measurable(loss: LossSpec): { readonly loss: LossSpec; readonly aids: LossAids } {
  const terms = lossTerms(loss).filter(({ kind }) => kind !== 'consistency')
  const features = terms.some(({ kind }) => kind === 'feature') ? untrainedFeatures() : undefined
  return { loss: terms.length === 0 ? 'mse' : terms, aids: { ...(features && { features }) } }
}

function untrainedFeatures(): LossAids['features'] {
  const classifier = parseClassifier({ kind: 'resnet-simple', side: 46, classes: 2 })
  const { parameters, init } = classifierOf(classifier)
  return { classifier, tensors: freshState(parameters(classifier), init(classifier, createRandom(0))).tensors }
}
