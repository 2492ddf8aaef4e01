import { type ClassifierConfig, classifierOf, parseClassifier } from '../../../models/classifiers.ts'
import { defaultAdam } from '../../../models/optimisers.ts'
import { AppError } from '../../domain/errors.ts'
import { createRandom } from '../../domain/random.ts'
import type { ClassifierTrainer, Device, TrainingState } from '../devices/device.ts'
import type { JobHost } from '../host.ts'
import { classifierNetworks } from '../modelFile.ts'
import type { TrainClassifierJob } from '../port.ts'
import { checkSamples, checkSettings } from './checkJob.ts'
import { ClassifierSamples } from './classifierSamples.ts'
import { classifierTask } from './classifierTask.ts'
import { identifyClassifierData } from './identity.ts'
import { freshState } from './initialState.ts'
import { descentOf, runLoop } from './runLoop.ts'
import { withStack } from './stack.ts'
import { withStartWeights } from './startWeights.ts'
import { measureTrainedOn } from './trainedOn.ts'

/**
 * Trains, or goes on training, a classifier. Ends with the event `finished`.
 * @throws AppError 'diverged', 'bad-input', 'conflict' (a checkpoint of another run)
 */
export async function runClassifierTraining(job: TrainClassifierJob, device: Device, host: JobHost): Promise<void> {
  const classifier = parseClassifier(job.classifier)
  checkClassifierJob(job, classifier)
  const { data, settings, threads, provenance } = job
  await withStack(data.images, async stack => {
    const samples = new ClassifierSamples(stack, data, settings.augmentation, settings.seed)
    const run = {
      kind: classifierNetworks,
      network: classifier,
      job,
      identity: await identifyClassifierData(data),
      model: async () => ({
        scaling: data.scaling,
        fluxFactor: 1,
        trainedOn: await measureTrainedOn(samples, data.train, data.images),
        classes: [...data.classes],
        provenance,
      }),
      notes: [],
      initialState: () => {
        const { parameters, init } = classifierOf(classifier)
        const fresh = freshState(parameters(classifier), init(classifier, createRandom(settings.seed)))
        const sources = job.startFrom === undefined ? [] : [{ file: job.startFrom }]
        return withStartWeights(fresh, classifierNetworks, sources)
      },
      createTrainer: (state: TrainingState) =>
        device.createClassifierTrainer({
          classifier,
          state,
          seed: settings.seed,
          adam: defaultAdam,
          ...descentOf(settings),
          threads,
        }),
      task: (trainer: ClassifierTrainer) => classifierTask(job, samples, trainer),
    }
    await runLoop(run, host)
  })
}

function checkClassifierJob({ data, settings }: TrainClassifierJob, classifier: ClassifierConfig): void {
  const { images, classes, labels } = data
  checkSamples(data, images.count)
  checkSettings(settings)
  checkImageSize(images, classifier)
  if (classes.length !== classifier.classes) {
    const message = `The classifier tells ${classifier.classes} classes apart, but the images have ${classes.length}: ${classes.join(', ')}.`
    throw new AppError('bad-input', message, { classes, wanted: classifier.classes })
  }
  const unlabelled = [...data.train, ...data.validation].find(
    sample => !Number.isInteger(labels[sample]) || labels[sample] < 0 || labels[sample] >= classes.length,
  )
  if (unlabelled !== undefined) {
    throw new AppError('bad-input', `Image ${unlabelled} has no class. Give it one, or leave it out.`, { unlabelled })
  }
  const untrained = classes.filter((_, c) => !data.train.some(sample => labels[sample] === c))
  if (untrained.length > 0) {
    const message = `No training image is of the class ${untrained.join(' or ')}: it cannot be learned. Split anew, or add images.`
    throw new AppError('bad-input', message, { untrained })
  }
}

/** @throws AppError 'bad-input' for images that the classifier does not take */
export function checkImageSize(
  { width, height }: { readonly width: number; readonly height: number },
  classifier: ClassifierConfig,
): void {
  const side = classifierOf(classifier).side(classifier)
  if (side === null ? width === height : width === side && height === side) return
  const wanted = side === null ? 'square images' : `images of ${side} x ${side}`
  const message = `${classifierOf(classifier).describe(classifier)} takes ${wanted}, but these have ${width} x ${height}.`
  throw new AppError('bad-input', message, { width, height, side })
}
