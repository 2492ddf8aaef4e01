import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatasetDetail } from '../../contract/datasets.ts'
import type { ClassicalMethod, ImagePair, PsfCandidate } from '../../domain/baselines.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { centredPsf } from '../../domain/measuredPsf.ts'
import { gaussianPsf } from '../../domain/psf.ts'
import { mean } from '../../domain/stats.ts'
import type { PredictItem, PredictJob } from '../../engine/port.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import type { EvaluationRecord } from '../../workspace/evaluations.ts'
import type { ServiceContext } from '../context.ts'
import { readNpyImage, writeNpyImage } from '../engine/npyImages.ts'
import { runEngineJob } from '../engine/runEngineJob.ts'
import { createUsageReport } from '../engine/usageReport.ts'
import type { JobControl } from '../jobs.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'
import { engineThreads } from '../training/environment.ts'
import { evenly, fluxFactor } from '../training/trainingData.ts'
import { knownDegradation } from './degradation.ts'
import { evaluationFolder, networkImageFile, recipeFile } from './files.ts'
import { readPair } from './pair.ts'
import { type EvaluationRecipe, methodIds, methodNote, methodTitle, recipeToJson } from './recipe.ts'
import type { SampleScores } from './scoreSample.ts'
import { methodScore } from './summary.ts'

/** What an evaluation looks at, decided before it is queued. */
export interface EvaluationPlan {
  readonly id: string
  readonly runId: string
  readonly dataset: DatasetDetail
  readonly checkpoint: 'best' | 'last'
  readonly weightsSha256: string
  readonly weightsFile: string
  readonly device: PredictJob['device']
  readonly side: 'train' | 'validation' | 'test'
  /** The dataset is the one that the network was trained on. */
  readonly isOwn: boolean
  readonly samples: readonly number[]
  /** Of the classical methods. */
  readonly tuning: { readonly side: 'validation' | 'training'; readonly samples: readonly number[] }
  readonly peak: number
}

/** Images of the study are this size; larger ones are cut into tiles with the same result. */
const TILE_PIXELS = 512
/** More tuning pairs than this sharpen the choice of parameters no further. */
const TUNING_PAIRS = 12
const SSIM_WINDOW = 'uniform'

/** Predicts, tunes, scores and sums up. */
export async function evaluate(
  context: ServiceContext,
  datasets: DatasetAccess,
  plan: EvaluationPlan,
  control: JobControl,
): Promise<EvaluationRecord> {
  const folder = evaluationFolder(context.workspace, plan.id)
  const warnings = await predict(context, datasets, plan, folder, control)
  control.progress({ message: 'Tuning the classical methods', done: 0, total: null, unit: 'images' })
  const known = knownDegradation(plan.dataset)
  const recipe: EvaluationRecipe = {
    factor: plan.dataset.factor ?? 1,
    fluxFactor: fluxFactor(plan.dataset),
    affine: !plan.dataset.calibration.calibrated,
    classical: await tune(context, datasets, plan, control.signal),
    degradation: known.degradation,
  }
  await writeFileAtomic(recipeFile(folder), recipeToJson(recipe))
  const names = datasets.names(plan.dataset.id)
  const results = await score(context, datasets, plan, recipe, names, control)
  return {
    version: 2,
    id: plan.id,
    runId: plan.runId,
    datasetId: plan.dataset.id,
    checkpoint: plan.checkpoint,
    weightsSha256: plan.weightsSha256,
    side: plan.side,
    heldOut: !plan.isOwn || plan.side !== 'train',
    peak: plan.peak,
    ssimWindow: SSIM_WINDOW,
    createdAt: context.now().toISOString(),
    samples: plan.samples.map(sample => ({ sample, name: names[sample] ?? String(sample) })),
    methods: methodIds(recipe).map(id =>
      methodScore(
        { id, title: methodTitle(id), note: methodNote(id, recipe, plan.tuning.side) },
        results.flatMap(result => result.scores.filter(score => score.method === id)),
      ),
    ),
    images: results.flatMap(result => result.scores.map(({ lensMse: _, ...score }) => score)),
    consistency: consistencyOf(plan.samples, results),
    consistencyMissing: known.degradation === null ? known.missing : null,
    warnings: [...sideWarnings(plan), ...warnings, ...(known.degradation === null ? [] : known.warnings)],
  }
}

/** The network's image of every sample, in files. Returns what the engine warned of. */
async function predict(
  context: ServiceContext,
  datasets: DatasetAccess,
  plan: EvaluationPlan,
  folder: string,
  control: JobControl,
): Promise<string[]> {
  const inputs = join(folder, 'inputs')
  for (const path of [inputs, join(folder, 'network')]) mkdirSync(path, { recursive: true })
  const items: PredictItem[] = []
  for (const sample of plan.samples) {
    const input = join(inputs, `${sample}.npy`)
    await writeNpyImage(input, await datasets.image(plan.dataset.id, sample, 'lr'))
    items.push({ id: String(sample), input, output: networkImageFile(folder, sample) })
  }
  const job: PredictJob = {
    kind: 'predict',
    device: plan.device,
    threads: engineThreads(context),
    weights: plan.weightsFile,
    items,
    tilePixels: TILE_PIXELS,
  }
  let outside = 0
  let failure: AppError | undefined
  const reportUsage = createUsageReport(control, plan.device)
  const engine = runEngineJob(context.launchEngine, job, event => {
    reportUsage(event)
    if (event.type === 'predicted') {
      control.progress({ done: event.done, total: event.total, unit: 'images', message: 'Super-resolving' })
      if (event.warnings.length > 0) outside += 1
    }
    if (event.type === 'predict-failed') {
      failure ??= new AppError('internal', `The network failed on sample ${event.id}. ${event.message}`, {
        sample: Number(event.id),
        code: event.code,
      })
    }
  })
  control.onStop(engine.stop)
  await engine.finished
  rmSync(inputs, { recursive: true, force: true })
  if (control.signal.aborted) throw new AppError('stopped', 'The evaluation was stopped.')
  if (failure) throw failure
  return outside === 0
    ? []
    : [`${outside} of ${plan.samples.length} images lie outside of what the network was trained on.`]
}

/** The classical methods at their best, by images that are not scored unless the validation side itself is. */
async function tune(
  context: ServiceContext,
  datasets: DatasetAccess,
  plan: EvaluationPlan,
  signal: AbortSignal,
): Promise<ClassicalMethod[]> {
  const { dataset } = plan
  const factor = fluxFactor(dataset)
  const pairs: ImagePair[] = []
  const measuredPsfs: FloatImage[] = []
  for (const sample of evenly(plan.tuning.samples, TUNING_PAIRS)) {
    const { lr, hr, measured } = await readPair(datasets, dataset, sample)
    if (measured.lrPsf) measuredPsfs.push(centredPsf(measured.lrPsf))
    pairs.push({ lr: { ...lr, data: lr.data.map(value => value / factor) }, hr })
  }
  const task = {
    pairs,
    factor: dataset.factor ?? 1,
    peak: plan.peak,
    affine: !dataset.calibration.calibrated,
    psfs: measuredPsfs.length > 0 ? measuredCandidates(measuredPsfs) : knownPsf(dataset),
  }
  return context.pool.run('tuneMethods', task, { signal })
}

/** More PSFs than this are not tried: each takes as long as all settings of one. */
const MOST_PSFS = 3

/** The different PSFs among those of the tuning images; the best of them is found by the scores. */
function measuredCandidates(psfs: readonly FloatImage[]): PsfCandidate[] {
  const different = new Map(psfs.map(psf => [psf.data.join(), psf]))
  const chosen = evenly([...different.values()], MOST_PSFS)
  return chosen.map((psf, i) => ({ label: chosen.length === 1 ? 'the measured PSF' : `measured PSF ${i + 1}`, psf }))
}

/** The PSF on the LR grid, with the pixel that every image is integrated over. */
function knownPsf({ calibration }: DatasetDetail): PsfCandidate[] {
  const { lrPsfFwhmArcsec, pixelScaleArcsec } = calibration
  if (lrPsfFwhmArcsec === null || pixelScaleArcsec === null) return []
  const fwhm = lrPsfFwhmArcsec / pixelScaleArcsec
  return [{ label: `PSF of ${lrPsfFwhmArcsec}"`, psf: gaussianPsf(fwhm, undefined, 'integrated') }]
}

async function score(
  context: ServiceContext,
  datasets: DatasetAccess,
  plan: EvaluationPlan,
  recipe: EvaluationRecipe,
  names: readonly string[],
  control: JobControl,
): Promise<SampleScores[]> {
  const folder = evaluationFolder(context.workspace, plan.id)
  const results: SampleScores[] = []
  let next = 0
  let done = 0
  // As many in flight as there are threads: the images of a large set must not all be in memory at once.
  const worker = async () => {
    while (next < plan.samples.length) {
      const place = next++
      const sample = plan.samples[place]
      const task = {
        sample,
        name: names[sample] ?? String(sample),
        ...(await readPair(datasets, plan.dataset, sample)),
        sr: await readNpyImage(networkImageFile(folder, sample)),
        peak: plan.peak,
        ssimWindow: SSIM_WINDOW,
        recipe,
      } as const
      // The recipe's PSFs are used by every task, so nothing is handed over.
      results[place] = await context.pool.run('scoreSample', task, { signal: control.signal, keepInput: true })
      done += 1
      control.progress({ done, total: plan.samples.length, unit: 'images', message: 'Scoring' })
    }
  }
  await Promise.all(Array.from({ length: context.pool.size + 1 }, worker))
  return results
}

function consistencyOf(samples: readonly number[], results: readonly SampleScores[]): EvaluationRecord['consistency'] {
  const perImage = results.flatMap(({ consistency }, i) =>
    consistency ? [{ sample: samples[i], ...consistency }] : [],
  )
  if (perImage.length === 0) return null
  return {
    reducedChiSquare: mean(perImage.map(image => image.reducedChiSquare)),
    fluxRatio: mean(perImage.map(image => image.fluxRatio)),
    perImage,
  }
}

function sideWarnings(plan: EvaluationPlan): string[] {
  const count = plan.samples.length
  const { lr, hr } = plan.dataset.planes.masked
  return [
    ...(lr + hr > 0 ? ['Pixels that are missing or masked are left out of every score.'] : []),
    ...(plan.isOwn && plan.side === 'train'
      ? ['These are scores on images that the network was trained on: they are no result.']
      : []),
    ...(plan.isOwn && plan.side === 'validation'
      ? ['The checkpoint was chosen by the validation side, so its scores here are slightly flattering.']
      : []),
    ...(count < 5 ? [`Only ${count} image${count === 1 ? '' : 's'}: an indication, without an interval.`] : []),
    ...(plan.dataset.calibration.calibrated
      ? []
      : ['The data are uncalibrated: classical methods are shown after the best straight line to each HR image.']),
  ]
}
