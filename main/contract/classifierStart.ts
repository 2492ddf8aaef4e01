import type { ClassifierRequest } from './classifiers.ts'
import type { RecipeStage } from './recipes.ts'

export type ClassifierStage = Extract<RecipeStage, { task: 'classify' }>

/**
 * What a stage's classifier is started with.
 * @param changes of its classifier and of its settings, by field name
 */
export function classifierStart(
  stage: ClassifierStage,
  changes: {
    readonly classifier: Readonly<Record<string, unknown>>
    readonly settings: Readonly<Record<string, unknown>>
  },
): Pick<ClassifierRequest, 'classifier' | 'settings' | 'leastSteps'> {
  // The size of its images and the number of its classes follow from the data.
  const { kind, channels, ...own } = { ...stage.classifier, ...changes.classifier }
  const dropout = 'dropout' in own ? own.dropout : undefined
  // Where the user chose when to end, it ends then.
  const { epochs, earlyStopPatience } = changes.settings
  const isFree = epochs === undefined && earlyStopPatience === undefined
  return {
    classifier: { kind, channels, ...(dropout !== undefined && { dropout }) },
    settings: { ...stage.settings, ...changes.settings },
    ...(isFree && stage.leastSteps !== undefined && { leastSteps: stage.leastSteps }),
  }
}
