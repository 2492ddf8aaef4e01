import { applyContract } from './apply.ts'
import { classifiersContract } from './classifiers.ts'
import { comparisonContract } from './comparison.ts'
import { datasetsContract } from './datasets.ts'
import { devicesContract } from './devices.ts'
import { diagnosticsContract } from './diagnostics.ts'
import { evaluationsContract } from './evaluations.ts'
import { fitsContract } from './fits.ts'
import { groupsContract } from './groups.ts'
import { jobsContract } from './jobs.ts'
import { preferencesContract } from './preferences.ts'
import { provenanceContract } from './provenance.ts'
import { recipesContract } from './recipes.ts'
import { reportsContract } from './reports.ts'
import { runArchiveContract } from './runArchive.ts'
import { runsContract } from './runs.ts'
import { runTableContract } from './runTable.ts'
import { sampContract } from './samp.ts'
import { savedViewsContract } from './savedViews.ts'
import { simulateContract } from './simulate.ts'
import { studyContract } from './study.ts'
import { trainingContract } from './training.ts'
import { viewsContract } from './views.ts'
import { weightsContract } from './weights.ts'
import { workspaceContract } from './workspace.ts'

/** Everything that a door can ask of the core. Inputs, outputs and events are inferred from it; nothing is declared twice. */
export const contract = {
  workspace: workspaceContract,
  preferences: preferencesContract,
  jobs: jobsContract,
  datasets: datasetsContract,
  simulate: simulateContract,
  recipes: recipesContract,
  groups: groupsContract,
  study: studyContract,
  training: trainingContract,
  runs: runsContract,
  runTable: runTableContract,
  comparison: comparisonContract,
  provenance: provenanceContract,
  runArchive: runArchiveContract,
  reports: reportsContract,
  evaluations: evaluationsContract,
  classifiers: classifiersContract,
  apply: applyContract,
  devices: devicesContract,
  diagnostics: diagnosticsContract,
  savedViews: savedViewsContract,
  fits: fitsContract,
  views: viewsContract,
  samp: sampContract,
  weights: weightsContract,
}

/** Typed calls are posted under this path. */
export const RPC_PREFIX = '/rpc'
