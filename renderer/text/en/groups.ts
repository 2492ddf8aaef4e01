import { plural } from '../plural.ts'
import type { Shown } from '../shown.ts'

export const groups = {
  ofRunsDone: (done: Shown, runs: number) => `${done} of ${plural(runs, 'run')} done`,
  sweepsAndRecipesOfSeveral: 'Sweeps and recipes of several stages',
  forgetThisGroupKeepItsRuns: 'Forget this group, keep its runs',
  continue: 'Continue',
  whatIsDoneStaysWhatWasUnderWay: 'What is done stays; what was under way goes on from its last checkpoint.',
  runsOfOneStart: 'Runs of one start',
  openingThisGroupOfRuns: 'Opening this group of runs',
  recipeOfSeveralStages: 'Recipe of several stages',
  sweep: 'Sweep',
  theStudy: 'The study',
  onOfRunsDone: (kind: Shown, recipeTitle: Shown, datasetName: Shown, done: Shown, runs: number) =>
    `${kind}: ${recipeTitle} on ${datasetName}, ${done} of ${plural(runs, 'run')} done`,
  bestFirst: 'Best first',
  stages: 'Stages',
  allRuns: 'All runs',
  notEverythingCameToItsEnd: 'Not everything came to its end.',
  itWasAfterOfRuns: (status: Shown, done: Shown, runs: number) =>
    `It was ${status} after ${done} of ${plural(runs, 'run')}.`,
  validationPSNRDB: 'Validation PSNR (dB)',
  ssim: 'SSIM',
  accuracy: 'Accuracy',
  runsDone: 'Runs done',
  timeARun: 'Time a run',
  runs: 'Runs',
  of: (done: Shown, all: Shown) => `${done} of ${all}`,
  combinationsBestFirst: 'Combinations, best first',
  runOf: (i: Shown, count: Shown) => `Run ${i} of ${count}`,
  what: 'What',
  seed: 'Seed',
  state: 'State',
  runsInTheOrderOfTheQueue: 'Runs in the order of the queue',
  waiting: 'waiting',
}
