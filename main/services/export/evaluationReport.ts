import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import type { EvaluationRecord } from '../../workspace/evaluations.ts'
import { findRun } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { evaluationFolder } from '../evaluations/files.ts'
import { readRecipe, readTriple, requireEvaluation } from '../evaluations/images.ts'
import { type EvaluationRecipe, layerImage, type Triple } from '../evaluations/recipe.ts'
import { runConfig } from '../runs/present.ts'
import { runSeries } from '../runs/series.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'
import { evenly } from '../training/trainingData.ts'
import { fileStem, outputFolder } from './outputFolder.ts'
import { panelPng } from './panel.ts'
import { type ReportContent, type ReportImage, reportHtml } from './report.ts'

/** Panels in the page itself; the files beside it are all. */
const PANELS_IN_REPORT = 12
const CURVE_POINTS = 500

/** Writes report.html and one PNG panel an image: LR | bicubic | SR | HR | residual. Earlier ones are replaced. */
export async function writeReport(
  context: ServiceContext,
  datasets: DatasetAccess,
  id: string,
  asked: string | undefined,
): Promise<{ html: string; panels: string[] }> {
  const evaluation = requireEvaluation(context, id)
  const recipe = await readRecipe(context, id)
  const folder = await outputFolder(context, asked, join('reports', id))
  const panelFolder = join(folder, 'panels')
  mkdirSync(panelFolder, { recursive: true })
  const shown = new Set(evenly(evaluation.samples, PANELS_IN_REPORT).map(({ sample }) => sample))
  const images: ReportImage[] = []
  const panels: string[] = []
  for (const { sample, name } of evaluation.samples) {
    const png = samplePanel(evaluation, sample, await readTriple(context, datasets, evaluation, sample), recipe)
    const file = join(panelFolder, `${fileStem(name)}-${sample}.png`)
    await writeFileAtomic(file, png)
    panels.push(file)
    if (shown.has(sample)) images.push({ sample, name, png })
  }
  const page = reportHtml(reportContent(context, datasets, evaluation, images))
  const html = join(folder, 'report.html')
  await writeFileAtomic(html, page)
  await writeFileAtomic(reportFile(context, id), page)
  return { html, panels }
}

/** Answers the download `report/<evaluation>`, making the report where there is none yet. */
export function addReportFile(context: ServiceContext, datasets: DatasetAccess): void {
  context.images.addFiles('report', async ([id = '']) => {
    const evaluation = requireEvaluation(context, id)
    const path = reportFile(context, id)
    if (!existsSync(path)) await writeReport(context, datasets, id, undefined)
    return { path, type: 'text/html; charset=utf-8', name: `${evaluation.id}.html` }
  })
}

const reportFile = ({ workspace }: ServiceContext, id: string) => join(evaluationFolder(workspace, id), 'report.html')

/** LR | bicubic | SR | HR | residual of one sample, as a PNG. */
export function samplePanel(
  evaluation: EvaluationRecord,
  sample: number,
  images: Triple,
  recipe: EvaluationRecipe,
): Uint8Array {
  const decibels = (method: string) => {
    const found = evaluation.images.find(image => image.sample === sample && image.method === method)
    return found ? `${found.psnr.toFixed(2)} dB` : ''
  }
  const layer = (name: string) => layerImage(name, images, recipe)
  // An LR pixel that holds flux has fluxFactor times what the HR pixels under it have.
  const lr = { ...images.lr, data: images.lr.data.map(value => value / recipe.fluxFactor) }
  return panelPng(
    [
      { title: 'LR', caption: `${lr.width}x${lr.height}`.replace('x', ' x '), image: lr },
      { title: 'Bicubic', caption: decibels('bicubic'), image: layer('bicubic') },
      { title: 'SR', caption: decibels('network'), image: images.sr },
      { title: 'HR', caption: '', image: images.hr },
      { title: 'SR - HR', caption: '', image: layer('residual'), residual: true },
    ],
    images.hr,
  )
}

function reportContent(
  context: ServiceContext,
  datasets: DatasetAccess,
  evaluation: EvaluationRecord,
  images: readonly ReportImage[],
): ReportContent {
  const found = findRun(context.workspace.db, evaluation.runId)
  if (!found) throw new AppError('not-found', `The run ${evaluation.runId} of this evaluation is gone.`)
  const { run } = found
  const dataset = datasets.detail(evaluation.datasetId)
  const { version: _, ...scores } = evaluation
  const size = (value: { width: number; height: number } | null) => (value ? `${value.width} x ${value.height}` : '-')
  const scale = dataset.calibration.pixelScaleArcsec
  return {
    evaluation: scores,
    run: {
      name: run.name,
      id: run.id,
      network: run.network,
      parameters: run.parameters,
      preset: run.presetId,
      device: run.device,
      seed: run.seed,
      epochs: run.epochs,
      durationSeconds: run.durationSeconds,
      settings: runConfig(run).settings ?? {},
    },
    dataset: {
      name: dataset.name,
      hash: dataset.hash,
      train: dataset.split?.train.length ?? 0,
      validation: dataset.split?.validation.length ?? 0,
      test: dataset.split?.test.length ?? 0,
      lrSize: size(dataset.lrSize),
      hrSize: size(dataset.hrSize),
      unit: dataset.calibration.unit ?? 'the unit of the files',
      pixelScale: scale === null ? 'pixel scale not known' : `${scale} arcsec an LR pixel`,
      calibrated: dataset.calibration.calibrated,
    },
    series: runSeries(context.workspace, run.id, CURVE_POINTS),
    images,
    version: context.version,
    createdAt: context.now().toISOString(),
  }
}
