import { applyContract } from './apply.ts'
import { comparisonContract } from './comparison.ts'
import { datasetsContract } from './datasets.ts'
import { devicesContract } from './devices.ts'
import { evaluationsContract } from './evaluations.ts'
import { fitsContract } from './fits.ts'
import { jobsContract } from './jobs.ts'
import { runsContract } from './runs.ts'
import { runTableContract } from './runTable.ts'
import { sampContract } from './samp.ts'
import { savedViewsContract } from './savedViews.ts'
import { simulateContract } from './simulate.ts'
import { trainingContract } from './training.ts'
import { viewsContract } from './views.ts'
import { workspaceContract } from './workspace.ts'

/** Everything that a door can ask of the core. Inputs, outputs and events are inferred from it; nothing is declared twice. */
export const contract = {
  workspace: workspaceContract,
  jobs: jobsContract,
  datasets: datasetsContract,
  simulate: simulateContract,
  training: trainingContract,
  runs: runsContract,
  runTable: runTableContract,
  comparison: comparisonContract,
  evaluations: evaluationsContract,
  apply: applyContract,
  devices: devicesContract,
  savedViews: savedViewsContract,
  fits: fitsContract,
  views: viewsContract,
  samp: sampContract,
}

/** Typed calls are posted under this path. */
export const RPC_PREFIX = '/rpc'
