import type { DatasetDetail } from '../../contract/datasets.ts'
import type { RunConfig } from '../../contract/runs.ts'
import type { EvaluationRecord } from '../../workspace/evaluations.ts'
import { cite, type Work } from './bibliography.ts'
import type { ReportedRun } from './content.ts'

/** Sentences for a paper's section on methods, and the works that they refer to. */
export interface Methods {
  readonly paragraphs: readonly string[]
  readonly works: readonly Work[]
}

type Settings = NonNullable<RunConfig['settings']>

type Part = readonly [text: string, works: readonly Work[]]

export function methods(runs: readonly ReportedRun[], version: string): Methods {
  const parts: Part[] = [
    ...distinct(runs, ({ run }) => run.datasetHash).map(({ run, dataset }) => dataPart(run.datasetName, dataset)),
    ...runs.map(trainingPart),
    ...scorePart(runs.flatMap(({ evaluation }) => evaluation ?? [])),
    computationPart(runs, version),
  ]
  return { paragraphs: parts.map(([text]) => text), works: parts.flatMap(([, works]) => works) }
}

function dataPart(name: string, dataset: DatasetDetail | null): Part {
  if (dataset === null) return [`The data are "${name}", which this workspace no longer holds.`, []]
  const { samples, lrSize, hrSize, factor, calibration, split, kind, hash } = dataset
  const scale = calibration.pixelScaleArcsec === null ? '' : ` at ${calibration.pixelScaleArcsec} arcsec an LR pixel`
  const photometry = calibration.calibrated
    ? `Pixels are in ${calibration.unit ?? 'the unit of the files'}.`
    : 'The data have no photometry; fluxes of what is made from them mean nothing.'
  const sides = split
    ? ` They were split by seed ${split.seed} into ${split.train.length} images to train on, ${split.validation.length} to validate and ${split.test.length} to test, whole groups together.`
    : ''
  const made = kind === 'simulated' ? 'were simulated' : 'were imported'
  const pairs = hrSize
    ? `pairs of LR images of ${lrSize.width} x ${lrSize.height} and HR images of ${hrSize.width} x ${hrSize.height} pixels (${factor} times as fine)${scale}`
    : `LR images of ${lrSize.width} x ${lrSize.height} pixels${scale}`
  return [`The ${samples} ${pairs} of "${name}" ${made}. ${photometry}${sides} SHA-256 of the content: ${hash}.`, []]
}

interface Named {
  readonly text: string
  readonly works: readonly Work[]
}

const networks: Record<RunConfig['network']['kind'], Named> = {
  'resnet-sisr': { text: 'a residual network with sub-pixel upsampling', works: ['ledig2017'] },
  edsr: { text: 'a residual network without batch normalisation', works: ['lim2017'] },
  rcan: { text: 'a residual network with channel attention', works: ['zhang2018'] },
  swinir: { text: 'a network of shifted windows with attention', works: ['liang2021'] },
  unet: { text: 'a U-Net', works: ['ronneberger2015'] },
  'denoised-sisr': {
    text: 'a residual network with sub-pixel upsampling behind a frozen denoiser',
    works: ['ledig2017'],
  },
  onnx: { text: 'a network that was trained elsewhere and came as an ONNX file', works: [] },
}

type Loss = Settings['loss']
type LossKind = Exclude<Loss, string>[number]['kind']

const losses: Record<LossKind, Named> = {
  mse: { text: 'the mean squared error', works: [] },
  l1: { text: 'the mean absolute error', works: [] },
  charbonnier: { text: 'the Charbonnier loss', works: ['charbonnier1994'] },
  ssim: { text: '1 - SSIM', works: ['wang2004'] },
  flux: { text: 'the error of the mean flux', works: [] },
  consistency: { text: 'the deviation of the degraded output from the input, in sigma', works: [] },
  feature: { text: "the error of a trained classifier's first features", works: ['johnson2016'] },
}

/** One loss, or a sum of several with their weights. */
function lossText(loss: Loss): Named {
  const terms = typeof loss === 'string' ? [{ kind: loss, weight: 1 }] : loss
  const texts = terms.map(({ kind, weight }) => {
    const { text, works } = losses[kind]
    return `${terms.length > 1 ? `${weight} times ` : ''}${text}${cite(...works)}`
  })
  return { text: texts.join(' plus '), works: terms.flatMap(({ kind }) => losses[kind].works) }
}

function optimiserText(optimiser: Settings['optimiser']): Named {
  if (optimiser?.kind === 'sgd') {
    return { text: `stochastic gradient descent with momentum ${optimiser.momentum}`, works: [] }
  }
  if (optimiser?.kind === 'adamw') {
    return { text: `AdamW (weight decay ${optimiser.weightDecay})`, works: ['kingma2015', 'loshchilov2019'] }
  }
  return { text: 'Adam', works: ['kingma2015'] }
}

function adversarialText(adversarial: RunConfig['adversarial']): Named {
  if (!adversarial) return { text: '', works: [] }
  const relativistic = adversarial.form === 'relativistic'
  const works: Work[] = ['goodfellow2014', ...(relativistic ? (['jolicoeur2019'] as const) : [])]
  const form = relativistic ? 'a relativistic' : 'a'
  return { text: `, against ${form} discriminator${cite(...works)} with weight ${adversarial.weight}`, works }
}

function trainingPart({ run, config }: ReportedRun): Part {
  const network = networks[config.network.kind]
  const what = `"${run.name}": ${run.network} (${run.parameters} parameters), ${network.text}${cite(...network.works)},`
  const { settings } = config
  if (settings === null) {
    const from = run.origin ? ` It was taken from ${run.origin.name} (SHA-256 ${run.origin.sha256}).` : ''
    return [`${what} was not trained here.${from}`, network.works]
  }
  const loss = lossText(settings.loss)
  const optimiser = optimiserText(settings.optimiser)
  const adversarial = adversarialText(config.adversarial)
  const begun =
    run.parents.length === 0 ? 'random weights' : run.parents.map(parent => `"${parent.runName}"`).join(', ')
  const text =
    `${what} was trained from ${begun} (seed ${run.seed}) with ${optimiser.text}${cite(...optimiser.works)} on ${loss.text}${adversarial.text}, ` +
    `in batches of ${settings.batchSize}, at a learning rate of ${settings.learningRate}${scheduleText(settings.schedule)}, for ${run.epoch} of ${settings.epochs} epochs (${run.step} steps)` +
    `${settings.augmentSymmetries ? ', with the symmetries of the square drawn at random' : ''}. The weights with the highest PSNR on the validation side are used.`
  return [text, [...network.works, ...optimiser.works, ...loss.works, ...adversarial.works]]
}

function scheduleText(schedule: Settings['schedule']): string {
  if (schedule.kind === 'cosine') {
    return ` that rises over ${schedule.warmupSteps} steps and falls by a half cosine to ${schedule.finalFraction} of it`
  }
  return schedule.kind === 'plateau'
    ? `, times ${schedule.factor} after ${schedule.patience} validations without gain`
    : ''
}

const comparedWorks: Readonly<Record<string, readonly Work[]>> = {
  bicubic: ['keys1981'],
  'bicubic-affine': ['keys1981'],
  lanczos3: ['duchon1979'],
  wiener: ['wiener1949'],
  'richardson-lucy': ['richardson1972', 'lucy1974'],
}

function scorePart(evaluations: readonly EvaluationRecord[]): Part[] {
  if (evaluations.length === 0) return []
  const compared = distinct(
    evaluations.flatMap(({ methods }) => methods),
    ({ id }) => id,
  ).filter(({ id }) => id !== 'network')
  const named = compared.map(({ id, title }) => {
    const works = comparedWorks[id] ?? []
    return `${title}${cite(...works)}`
  })
  const window = evaluations.some(({ ssimWindow }) => ssimWindow === 'gaussian') ? 'Gaussian' : '7 x 7 uniform'
  const text =
    `Scores are means over held-out images in the units of the files, with standard deviations and 95 % bootstrap intervals${cite('efron1979')}. ` +
    `PSNR has one peak for the dataset; SSIM${cite('wang2004')} has a ${window} window. Compared with: ${named.join(', ')}. What has parameters was tuned on images that are not scored.`
  return [[text, ['efron1979', 'wang2004', ...compared.flatMap(({ id }) => comparedWorks[id] ?? [])]]]
}

function computationPart(runs: readonly ReportedRun[], version: string): Part {
  const machines = distinct(
    runs.map(
      ({ run }) =>
        `${run.device} on ${run.environment.cpu ?? 'a processor that is not recorded'} (${run.environment.threads ?? '?'} threads, ${run.environment.os ?? '?'})`,
    ),
    machine => machine,
  )
  const text = `All was computed by Subarc ${version}, whose networks are written for TensorFlow.js${cite('smilkov2019')} and run by ONNX Runtime${cite('onnxruntime')}, on ${machines.join('; ')}.`
  return [text, ['smilkov2019', 'onnxruntime']]
}

function distinct<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map(values.map(value => [key(value), value])).values()]
}
