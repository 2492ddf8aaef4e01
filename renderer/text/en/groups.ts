import type { Shown } from '../shown.ts'

export const groups = {
  ofRunsDone: (done: Shown, runs: Shown) => `${done} of ${runs} runs done`,
  sweepsAndRecipesOfSeveral: 'Sweeps and recipes of several stages',
  forgetThisGroupKeepItsRuns: 'Forget this group, keep its runs',
  continue: 'Continue',
  whatIsDoneStaysWhatWasUnderWay: 'What is done stays; what was under way goes on from its last checkpoint.',
  runsOfOneStart: 'Runs of one start',
  openingThisGroupOfRuns: 'Opening this group of runs',
  recipeOfSeveralStages: 'Recipe of several stages',
  sweep: 'Sweep',
  theStudy: 'The study',
  onOfRunsDone: (kind: Shown, recipeTitle: Shown, datasetName: Shown, done: Shown, runs: Shown) =>
    `${kind}: ${recipeTitle} on ${datasetName}, ${done} of ${runs} runs done`,
  bestFirst: 'Best first',
  stages: 'Stages',
  allRuns: 'All runs',
  notEverythingCameToItsEnd: 'Not everything came to its end.',
  itWasAfterOfRuns: (status: Shown, done: Shown, runs: Shown) => `It was ${status} after ${done} of ${runs} runs.`,
}
