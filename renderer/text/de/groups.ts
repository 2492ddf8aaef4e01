import { plural } from '../plural.ts'
import type { Shown } from '../shown.ts'
import type { Texts } from '../t.ts'

export const groups: Texts['groups'] = {
  ofRunsDone: (done: Shown, runs: number) => `${done} von ${plural(runs, 'Lauf', 'Läufen')} fertig`,
  sweepsAndRecipesOfSeveral: 'Reihen und Rezepte mit mehreren Stufen',
  forgetThisGroupKeepItsRuns: 'Diese Gruppe vergessen, ihre Läufe behalten',
  continue: 'Fortfahren',
  whatIsDoneStaysWhatWasUnderWay: 'Was fertig ist, bleibt; was lief, geht von seinem letzten Zwischenstand weiter.',
  runsOfOneStart: 'Läufe eines Starts',
  openingThisGroupOfRuns: 'Das Öffnen dieser Gruppe von Läufen',
  recipeOfSeveralStages: 'Rezept mit mehreren Stufen',
  sweep: 'Reihe',
  theStudy: 'Die Studie',
  onOfRunsDone: (kind: Shown, recipeTitle: Shown, datasetName: Shown, done: Shown, runs: number) =>
    `${kind}: ${recipeTitle} auf ${datasetName}, ${done} von ${plural(runs, 'Lauf', 'Läufen')} fertig`,
  bestFirst: 'Bester zuerst',
  stages: 'Stufen',
  allRuns: 'Alle Läufe',
  notEverythingCameToItsEnd: 'Nicht alles kam zu seinem Ende.',
  itWasAfterOfRuns: (status: Shown, done: Shown, runs: number) =>
    `Es war ${status} nach ${done} von ${plural(runs, 'Lauf', 'Läufen')}.`,
  validationPSNRDB: 'PSNR der Validierung (dB)',
  ssim: 'SSIM',
  accuracy: 'Genauigkeit',
  runsDone: 'Fertige Läufe',
  timeARun: 'Zeit je Lauf',
  runs: 'Läufe',
  of: (done: Shown, value: Shown) => `${done} von ${value}`,
  combinationsBestFirst: 'Kombinationen, beste zuerst',
  runOf: (i: Shown, count: Shown) => `Lauf ${i} von ${count}`,
  what: 'Was',
  seed: 'Startwert',
  state: 'Zustand',
  runsInTheOrderOfTheQueue: 'Läufe in der Reihenfolge der Warteschlange',
  waiting: 'wartet',
}
