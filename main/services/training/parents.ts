import type { TrainedNetwork } from '../../contract/networks.ts'
import type { ImageStage, Recipe } from '../../contract/recipes.ts'
import type { TrainingRequest } from '../../contract/training.ts'
import { AppError } from '../../domain/errors.ts'
import type { TrainingData, WeightSource } from '../../engine/port.ts'
import type { RunParent, RunRecord } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { requireCheckpoint } from '../runs/files.ts'
import { requireRun, runConfig } from '../runs/present.ts'
import type { EarlierNetworks } from './resolve.ts'

/** What a training takes over of earlier runs. */
export interface Parents {
  readonly parents: readonly RunParent[]
  readonly networks: EarlierNetworks
  /** That of the weights which it begins from: they know no other values. */
  readonly scaling: TrainingData['scaling'] | null
}

/** Prefix of a frozen front's weights in a DenoisedSISR, as PyTorch names them. */
const FRONT_PREFIX = 'denoiser'

/**
 * The runs that a stage begins from. Where the request leaves one out, a recipe's preview has the recipe's own network in
 * its place, and a start is refused by `requireParents`.
 * Errors: `not-found` for a run or checkpoint that is not there, `bad-input` for one that does not fit.
 */
export function findParents(workspace: Workspace, stage: ImageStage, request: TrainingRequest): Parents {
  const named = stage.from.flatMap(({ stage: id, as }) => {
    const runId = request.parents[id]
    return runId === undefined ? [] : [{ role: as, runId, checkpoint: 'best' as const }]
  })
  const begun = request.from ? [{ role: 'start' as const, ...request.from }] : []
  const parents = [...named, ...begun].map((parent): RunParent => {
    const run = requireRun(workspace, parent.runId)
    return {
      ...parent,
      runName: run.name,
      sha256: requireCheckpoint(workspace, run, parent.checkpoint).checkpoint.sha256,
    }
  })
  const runOf = (role: RunParent['role']): RunRecord | undefined => {
    const parent = parents.find(p => p.role === role)
    return parent && requireRun(workspace, parent.runId)
  }
  const front = runOf('frozen-front')
  const start = runOf('start')
  const startConfig = start && runConfig(start).network
  if (startConfig?.kind === 'denoised-sisr')
    throw new AppError(
      'bad-input',
      'A network behind a frozen denoiser cannot be begun from yet. Name a plain one.',
      {},
    )
  if (startConfig?.kind === 'onnx')
    throw new AppError('bad-input', 'A network that came as an ONNX file cannot be trained further, only used.', {})
  return {
    parents,
    networks: { front: front && frontNetwork(front), start: startConfig },
    scaling: start ? (start.data.scaling as TrainingData['scaling']) : null,
  }
}

function frontNetwork(run: RunRecord): TrainedNetwork {
  const { network } = runConfig(run)
  if (network.kind === 'resnet-sisr' && network.magnifications === 0) return network
  throw new AppError(
    'bad-input',
    `"${run.name}" is no denoiser, but ${run.network}. Name a run of a ResnetSISR with magnifications 0.`,
    { runId: run.id },
  )
}

/** `bad-input` where a start names no run for an earlier stage. */
export function requireParents(recipe: Recipe, stage: ImageStage, request: TrainingRequest): void {
  const missing = stage.from.find(use => request.parents[use.stage] === undefined)
  if (missing === undefined) return
  throw new AppError(
    'bad-input',
    `The stage "${stage.id}" of "${recipe.id}" begins from a run of its stage "${missing.stage}". Start the whole recipe, or name that run.`,
    { recipe: recipe.id, stage: stage.id, missing: missing.stage },
  )
}

/**
 * The files that the engine reads of a run's parents. `conflict` where a parent's weights are no longer those that were
 * recorded.
 */
export function parentFiles(
  workspace: Workspace,
  parents: readonly RunParent[],
): { readonly startFrom: readonly WeightSource[]; readonly featureWeights: string | undefined } {
  const files = parents.map(parent => {
    const run = requireRun(workspace, parent.runId)
    const { checkpoint, file } = requireCheckpoint(workspace, run, parent.checkpoint)
    if (checkpoint.sha256 !== parent.sha256) {
      throw new AppError(
        'conflict',
        `"${run.name}" was trained further since its weights were taken over. Start this training anew.`,
        { runId: run.id },
      )
    }
    return { role: parent.role, file }
  })
  return {
    startFrom: files.flatMap(({ role, file }) =>
      role === 'features' ? [] : [{ file, ...(role === 'frozen-front' && { prefix: FRONT_PREFIX }) }],
    ),
    featureWeights: files.find(({ role }) => role === 'features')?.file,
  }
}
