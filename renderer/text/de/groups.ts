import type { Shown } from '../shown.ts'
import type { Texts } from '../t.ts'

export const groups: Texts['groups'] = {
  ofRunsDone: (done: Shown, runs: Shown) => `${done} von ${runs} Läufen fertig`,
  sweepsAndRecipesOfSeveral: 'Reihen und Rezepte mit mehreren Stufen',
  forgetThisGroupKeepItsRuns: 'Diese Gruppe vergessen, ihre Läufe behalten',
  continue: 'Fortfahren',
  whatIsDoneStaysWhatWasUnderWay: 'Was fertig ist, bleibt; was lief, geht von seinem letzten Zwischenstand weiter.',
  runsOfOneStart: 'Läufe eines Starts',
  openingThisGroupOfRuns: 'Das Öffnen dieser Gruppe von Läufen',
  recipeOfSeveralStages: 'Rezept mit mehreren Stufen',
  sweep: 'Reihe',
  theStudy: 'Die Studie',
  onOfRunsDone: (kind: Shown, recipeTitle: Shown, datasetName: Shown, done: Shown, runs: Shown) =>
    `${kind}: ${recipeTitle} auf ${datasetName}, ${done} von ${runs} Läufen fertig`,
  bestFirst: 'Bester zuerst',
  stages: 'Stufen',
  allRuns: 'Alle Läufe',
  notEverythingCameToItsEnd: 'Nicht alles kam zu seinem Ende.',
  itWasAfterOfRuns: (status: Shown, done: Shown, runs: Shown) => `Es war ${status} nach ${done} von ${runs} Läufen.`,
}
