import type { Shown } from '../shown.ts'
import type { Texts } from '../t.ts'

export const start: Texts['start'] = {
  title: 'Mit meinen Bildern trainieren',
  subtitle: 'Einen Ordner ablegen, Start drücken. Was gewählt wurde, ist erklärt und lässt sich ändern.',
  dropToTrain: 'Einen Ordner ablegen, um damit zu trainieren',
  importWithEveryChoice: 'Mit allen Wahlmöglichkeiten importieren',
  whereAreThey: 'Wo sind die Bilder?',
  trainOnThisFolder: 'Mit diesem Ordner trainieren',
  noImage:
    'Hier ist kein verwendbares Bild. Ein Ordner mit LR und HR darin, oder mit Paaren gleicher Namen, ist verwendbar.',
  oneSided:
    'Das sind keine Paare aus LR- und HR-Bildern: der Import fragt, wofür sie sind, und macht LR-Bilder aus HR-Bildern.',
  looking: 'Das Ansehen der Bilder',
  whatWillBeDone: 'Was Start tut',
  plan: (pairs: Shown, recipe: Shown) =>
    `Es importiert ${pairs}, legt einen Teil zum Beurteilen beiseite und trainiert ein Netz nach dem Rezept "${recipe}". Die eigenen Dateien werden nicht verändert, und Anhalten geht jederzeit.`,
  start: 'Start',
  importing: 'Das Importieren',
  startingTheTraining: 'Das Starten des Trainings',
  whyTheseSettings: 'Warum diese Einstellungen?',
  ofTheRecipe: (title: Shown, description: Shown) => `${title}: ${description}`,
  setting: 'Einstellung',
  value: 'Wert',
  reason: 'Grund',
  splitAndScaling:
    'Mit den meisten Paaren wird trainiert, einige wählen die beste Epoche, und einige bleiben bis zum Schluss ungesehen. Kleine Sätze bekommen von selbst mehr Epochen. Gerät, Threads und Speicher sind die der Einstellungen.',
  anotherRecipe: 'Mit einem anderen Rezept beginnen.',
  everySetting: 'Jede Einstellung eines importierten Datensatzes ändern.',
}
