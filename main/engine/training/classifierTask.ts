import { accuracy, crossEntropy, meanAuc, oneVsRest } from '../../domain/classMetrics.ts'
import { AppError } from '../../domain/errors.ts'
import type { ClassifierTrainer } from '../devices/device.ts'
import type { TrainClassifierJob } from '../port.ts'
import type { ClassifierSamples } from './classifierSamples.ts'
import type { LoopTask, Validated } from './loopTask.ts'

/** Classifiers: scored by the cross-entropy of held-out images, as they are. */
export function classifierTask(
  { data, settings }: TrainClassifierJob,
  samples: ClassifierSamples,
  trainer: ClassifierTrainer,
): LoopTask {
  const judge = async (interrupted: () => boolean): Promise<Float32Array | undefined> => {
    const { classes, validation } = data
    const probabilities = new Float32Array(validation.length * classes.length)
    for (let start = 0; start < validation.length; start += settings.batchSize) {
      if (interrupted()) return undefined
      const chunk = validation.slice(start, start + settings.batchSize)
      probabilities.set(await trainer.classify(await samples.inputs(chunk)), start * classes.length)
    }
    return probabilities
  }
  return {
    train: data.train,
    symmetries: settings.augmentation.symmetries,
    validationImages: data.validation.length,
    step: async (entries, learningRate, { epoch }) => trainer.step(await samples.batch(entries, epoch), learningRate),
    validate: async (place, interrupted) => {
      if (data.validation.length === 0) return nothingValidated
      const probabilities = await judge(interrupted)
      if (!probabilities) return undefined
      refuseNotFinite(probabilities, place.step)
      const labels = data.validation.map(sample => data.labels[sample])
      const judged = { classes: data.classes.length, probabilities, labels }
      const scores = {
        crossEntropy: crossEntropy(judged),
        accuracy: accuracy(judged),
        auc: meanAuc(oneVsRest(judged)),
      }
      return {
        score: -scores.crossEntropy,
        psnr: null,
        events: best => [{ type: 'class-validation', ...place, ...scores, best }],
      }
    },
    previews: () => [],
  }
}

const nothingValidated: Validated = { score: null, psnr: null, events: () => [] }

function refuseNotFinite(probabilities: Float32Array, step: number): void {
  if (probabilities.every(Number.isFinite)) return
  const message = `At step ${step} the classifier's output is no longer finite. Try a learning rate 3 to 10 times lower. The last good checkpoint is kept.`
  throw new AppError('diverged', message, { step })
}
