import type { Recipe } from '../../contract/recipes.ts'
import type { StudyRow } from '../../contract/study.ts'
import { classEvaluations } from '../../workspace/classifiers.ts'
import { listEvaluations, standsFor } from '../../workspace/evaluations.ts'
import { listRuns, type RunRecord } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { recipes } from '../recipes/recipes.ts'
import { isClassifier, runConfig } from '../runs/present.ts'

const tables = { 'super-resolve': null, adversarial: null, denoise: 'denoisers', classify: 'classifiers' } as const

function tableOf({ stages }: Recipe): StudyRow['table'] {
  const last = stages.at(-1)
  if (last === undefined) return 'dataset_1'
  return tables[last.task] ?? (last.data === 'dataset_1' ? 'dataset_1' : 'dataset_2')
}

/** Every row of the study that a recipe makes, in its order, with the latest run that made it. */
export function studyTable(workspace: Workspace): StudyRow[] {
  const { runs } = listRuns(workspace.db, {
    search: '',
    status: 'done',
    sort: 'createdAt',
    descending: true,
    offset: 0,
    limit: Number.MAX_SAFE_INTEGER,
  })
  return recipes.flatMap(recipe => (recipe.row === null ? [] : [rowOf(workspace, recipe, recipe.row, runs)]))
}

function rowOf(workspace: Workspace, recipe: Recipe, row: string, runs: readonly RunRecord[]): StudyRow {
  const alike = { row, form: recipe.form, recipeId: recipe.id, published: recipe.published, table: tableOf(recipe) }
  const made = runs.filter(run => makes(run, recipe))
  const scored = made.map(run => ({ run, scores: scoresOf(workspace, run) })).find(({ scores }) => scores !== null)
  if (scored?.scores) {
    const { run, scores } = scored
    return { ...alike, run: { id: run.id, name: run.name, datasetName: run.datasetName, ...scores }, note: '' }
  }
  const [latest] = made
  const note =
    latest === undefined
      ? 'not trained here yet'
      : `"${latest.name}" is not scored on held-out images yet: subarc evaluate ${latest.id}`
  return { ...alike, run: null, note }
}

/** Whether a run is the last stage of the recipe, or of another recipe the stage that makes the same row. */
function makes(run: RunRecord, recipe: Recipe): boolean {
  if (run.origin !== null) return false
  const stage = typeof run.config.stage === 'string' ? run.config.stage : undefined
  const last = recipe.stages.at(-1)
  if (run.presetId === recipe.id) return stage === undefined || stage === last?.id
  const other = recipes.find(({ id }) => id === run.presetId)
  return other?.form === recipe.form && other.stages.find(({ id }) => id === stage)?.title === recipe.row
}

type Scores = Omit<NonNullable<StudyRow['run']>, 'id' | 'name' | 'datasetName'>

function scoresOf(workspace: Workspace, run: RunRecord): Scores | null {
  if (isClassifier(run)) return classifierScores(workspace, run)
  if (runConfig(run).task === 'denoise') return denoiserScores(run)
  const evaluation = listEvaluations(workspace.db, run.id).find(e => standsFor(e, run))
  if (!evaluation || evaluation.side === 'train') return null
  const whole = (id: string) => evaluation.methods.find(method => method.id === id)?.whole
  const network = whole('network')
  if (!network) return null
  return {
    // As published: of images whose peak is 1.
    scores: {
      mse: network.mse.mean / evaluation.peak ** 2,
      ssim: network.ssim.mean,
      psnr: network.psnr.mean,
    },
    side: evaluation.side,
    images: evaluation.samples.length,
    bicubic: whole('bicubic')?.psnr.mean ?? null,
    bicubicAffine: whole('bicubic-affine')?.psnr.mean ?? null,
  }
}

/** Of LR images with noise added, against the same without. */
function denoiserScores({ best, data }: RunRecord): Scores | null {
  if (best === null) return null
  const images = Array.isArray(data.validation) ? data.validation.length : 0
  return {
    scores: { ssim: best.ssim, psnr: best.psnr },
    side: 'validation',
    images,
    bicubic: null,
    bicubicAffine: null,
  }
}

/** Areas under the ROC curves, by the names of the classes. */
function classifierScores({ db }: Workspace, run: RunRecord): Scores | null {
  const evaluation = classEvaluations.list(db, run.id).find(({ heldOut }) => heldOut)
  if (!evaluation || evaluation.side === 'train') return null
  const { curves, meanAuc } = evaluation.scores
  const areas = evaluation.classes.flatMap((name, i) => {
    const auc = curves[i]?.auc
    return auc === undefined ? [] : [[`auc ${name}`, auc] as const]
  })
  return {
    scores: { ...Object.fromEntries(areas), ...(meanAuc !== null && { 'auc mean': meanAuc }) },
    side: evaluation.side,
    images: evaluation.images.length,
    bicubic: null,
    bicubicAffine: null,
  }
}
