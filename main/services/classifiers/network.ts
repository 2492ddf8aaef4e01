import type { ClassifierChoice } from '../../contract/classifiers.ts'

/** Trainable parameters and a title, by the models. They are loaded when first asked: they bring tfjs with them. */
export async function describeClassifier(config: ClassifierChoice): Promise<{ parameters: number; title: string }> {
  const { classifierOf, parseClassifier } = await import('../../../models/classifiers.ts')
  const { countTrainable } = await import('../../../models/network.ts')
  const classifier = parseClassifier(config)
  const { parameters, describe } = classifierOf(classifier)
  return { parameters: countTrainable(parameters(classifier)), title: describe(classifier) }
}
