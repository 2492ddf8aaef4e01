import type { DatasetDetail } from '../../contract/datasets.ts'
import type { TrainingConfig } from '../../contract/training.ts'
import type { EvaluationRecord } from '../../workspace/evaluations.ts'
import { cite, type Work } from './bibliography.ts'
import type { ReportedRun } from './content.ts'

/** Sentences for a paper's section on methods, and the works that they refer to. */
export interface Methods {
  readonly paragraphs: readonly string[]
  readonly works: readonly Work[]
}

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

const networks: Record<TrainingConfig['network']['kind'], { readonly text: string; readonly works: readonly Work[] }> =
  {
    'resnet-sisr': { text: 'a residual network with sub-pixel upsampling', works: ['ledig2017'] },
    edsr: { text: 'a residual network without batch normalisation', works: ['lim2017'] },
    rcan: { text: 'a residual network with channel attention', works: ['zhang2018'] },
  }

const losses: Record<TrainingConfig['settings']['loss'], { readonly text: string; readonly works: readonly Work[] }> = {
  mse: { text: 'mean squared error', works: [] },
  l1: { text: 'mean absolute error', works: [] },
  charbonnier: { text: 'Charbonnier loss', works: ['charbonnier1994'] },
}

function trainingPart({ run, config }: ReportedRun): Part {
  const { settings } = config
  const network = networks[config.network.kind]
  const loss = losses[settings.loss]
  const works: Work[] = [...network.works, 'kingma2015', ...loss.works]
  const text =
    `"${run.name}": ${run.network} (${run.parameters} parameters), ${network.text} ${cite(...network.works)}, ` +
    `was trained from random weights (seed ${run.seed}) with Adam ${cite('kingma2015')} on the ${loss.text}${loss.works.length > 0 ? ` ${cite(...loss.works)}` : ''}, ` +
    `in batches of ${settings.batchSize}, at a learning rate of ${settings.learningRate}${scheduleText(settings.schedule)}, for ${run.epoch} of ${settings.epochs} epochs (${run.step} steps)` +
    `${settings.augmentSymmetries ? ', with the symmetries of the square drawn at random' : ''}. The weights with the highest PSNR on the validation side are used.`
  return [text, works]
}

function scheduleText(schedule: TrainingConfig['settings']['schedule']): string {
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
    return works.length > 0 ? `${title} ${cite(...works)}` : title
  })
  const window = evaluations.some(({ ssimWindow }) => ssimWindow === 'gaussian') ? 'Gaussian' : '7 x 7 uniform'
  const text =
    `Scores are means over held-out images in the units of the files, with standard deviations and 95 % bootstrap intervals ${cite('efron1979')}. ` +
    `PSNR has one peak for the dataset; SSIM ${cite('wang2004')} has a ${window} window. Compared with: ${named.join(', ')}. What has parameters was tuned on images that are not scored.`
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
  const text = `All was computed by Subarc ${version}, whose networks are written for TensorFlow.js ${cite('smilkov2019')} and run by ONNX Runtime ${cite('onnxruntime')}, on ${machines.join('; ')}.`
  return [text, ['smilkov2019', 'onnxruntime']]
}

function distinct<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map(values.map(value => [key(value), value])).values()]
}
