import type { Job } from '../../contract/jobs.ts'
import type { Recipe, RecipeStage } from '../../contract/recipes.ts'
import type { StudyRequest } from '../../contract/study.ts'
import { AppError } from '../../domain/errors.ts'
import type { GroupTrial } from '../../workspace/groups.ts'
import { newGroup, newTrial, takeSeed } from '../groups/record.ts'
import { submitGroup } from '../groups/service.ts'
import { hasField, ownChanges, stageChanges } from '../recipes/changes.ts'
import { recipes } from '../recipes/recipes.ts'
import type { TrainingParts } from '../training/start.ts'

/**
 * The rows that are trained: the others are stages of these (a Denoiser is the first stage of its DenoisedSISR). Those whose
 * stages are shared come first.
 */
const order = [
  'ResnetSISR',
  'ResnetSISR_sparse',
  'ResnetSISR_sparse_deep',
  'DenoisedSISR 0.1',
  'DenoisedSISR 0.2',
  'DenoisedSISR 0.3',
  'DenoisedSISR 0.4',
  'Resnet_simple',
  'ResNet18',
  'SRGan',
]

/** All rows of the study in the forms asked for, as one group. What several recipes have in common is trained once. */
export async function startStudy(parts: TrainingParts, request: StudyRequest): Promise<{ job: Job; groupId: string }> {
  const { context, datasets } = parts
  const chosen = chosenRecipes(request)
  for (const path of Object.keys(request.changes)) {
    // A field that no recipe has is named by the first of them.
    if (!chosen.some(recipe => hasField(recipe, path))) stageChanges(chosen[0], { [path]: request.changes[path] })
  }
  const trials = shared(
    chosen.map(recipe => {
      const { seed, others } = takeSeed(recipe, ownChanges(recipe, request.changes))
      return { recipe, trial: newTrial(recipe, { ...datasetsOf(recipe, request), parents: {} }, others, seed) }
    }),
  )
  const names = [request.dataset1, request.dataset2].map(id => datasets.detail(id).name)
  const group = newGroup(context, { ...request, datasetId: request.dataset1, evaluate: true }, names.join(' and '), {
    kind: 'study',
    title: 'the study',
    recipes: chosen,
    fields: [],
    trials,
  })
  return submitGroup(parts, group, request.ignoreMemory)
}

function chosenRecipes({ rows, forms, classes }: StudyRequest): Recipe[] {
  const unknown = rows.find(row => !order.includes(row))
  if (unknown !== undefined) {
    throw new AppError('not-found', `The study is not run by a row "${unknown}"; rows: ${order.join(', ')}.`, {
      unknown,
    })
  }
  const wanted = order.filter(row => rows.length === 0 || rows.includes(row))
  const found = wanted.flatMap(row => recipes.filter(recipe => recipe.row === row && forms.includes(recipe.form)))
  const possible = found.filter(recipe => classes !== null || !recipe.stages.some(stage => stage.task === 'classify'))
  if (possible.length > 0) return possible
  throw new AppError('bad-input', 'These rows need a dataset with the classes no, sphere and vort. Name one.', { rows })
}

/** Each stage on the dataset that the study trained it on. */
function datasetsOf(recipe: Recipe, { dataset1, dataset2, classes }: StudyRequest) {
  const own = { dataset_1: dataset1, dataset_2: dataset2, classes: classes ?? dataset1 }
  const datasetOf = (stage: RecipeStage) => own[stage.data ?? 'dataset_1']
  return {
    datasetId: dataset1,
    datasets: Object.fromEntries(recipe.stages.map(stage => [stage.id, datasetOf(stage)])),
  }
}

/** Stages that an earlier trial of the same form has, too, are taken from there. */
function shared(all: readonly { readonly recipe: Recipe; readonly trial: GroupTrial }[]): GroupTrial[] {
  const first = new Map<string, { trial: number; stage: string }>()
  return all.map(({ recipe, trial }, place) => ({
    ...trial,
    members: trial.members.map(member => {
      const title = recipe.stages.find(({ id }) => id === member.stage)?.title ?? ''
      const key = `${recipe.form} ${title}`
      const use = first.get(key)
      if (use === undefined) first.set(key, { trial: place, stage: member.stage })
      return use === undefined ? member : { ...member, use }
    }),
  }))
}
