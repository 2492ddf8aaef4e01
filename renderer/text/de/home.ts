import type { Shown } from '../shown.ts'
import type { Texts } from '../t.ts'

export const home: Texts['home'] = {
  importAsADataset: 'Als Datensatz importieren',
  home: 'Start',
  whatShallIDoNext: 'Was mache ich als Nächstes?',
  epochOf: (status: Shown, epoch: Shown, epochs: Shown) => `${status}, Epoche ${epoch} von ${epochs}`,
  broughtAlong: 'mitgebracht',
  psnrDB: 'PSNR, dB',
  ssim: 'SSIM',
  recentRuns: 'Letzte Läufe',
  allRuns: (total: Shown) => `Alle ${total} Läufe`,
  nothingHasBeenTrainedInThis:
    'In diesem Arbeitsbereich wurde noch nichts trainiert. Hier steht dann ein Lauf mit seiner Wertung auf Bildern, die er nie gesehen hat.',
  listingTheRuns: 'Das Auflisten der Läufe',
  tryASampleLens: 'Eine Beispiellinse ausprobieren',
  simulatesLensesAsACameraOnThe: (samplePairs: Shown) =>
    `Simuliert ${samplePairs} Linsen, wie eine Kamera am Boden und eine im All sie sähe, und trainiert ein kleines Netz damit.`,
  simulateAndTrain: 'Simulieren und trainieren',
  lookFirst: 'Erst ansehen',
  sample: (title: Shown) => `Beispiel: ${title}`,
  simulatingTheSample: 'Das Simulieren des Beispiels',
  startingTheTraining: 'Das Starten des Trainings',
  waysToStart: 'Wege zum Anfangen',
  lookAtAnImage: 'Ein Bild ansehen',
  openAnyFITSNPYHDF5OrTIFFFile:
    'Öffnet jede FITS-, NPY-, HDF5- oder TIFF-Datei: ihre Erweiterungen nebeneinander, ihre Werte, ihren Header. Oder auf diese Seite ziehen.',
  trainOnMyImages: 'Mit meinen Bildern trainieren',
  chooseADatasetAndARecipeAShort:
    'Datensatz und Rezept wählen. Ein kurzer Vorlauf nennt Zeit und Speicher, bevor etwas Langes beginnt.',
  importPairsOfLowAndHigh:
    'Paare aus niedriger und hoher Auflösung importieren, oder nur hochaufgelöste Bilder: ihre Partner werden daraus gemacht.',
  superResolveImages: 'Bilder hochauflösen',
  giveATrainedNetworkYourFITS:
    'Einem trainierten Netz die eigenen FITS-Bilder geben. Weltkoordinaten, Einheit und Fluss gehen mit, und jedes Ergebnis wird geprüft.',
}
