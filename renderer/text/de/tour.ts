import type { Shown } from '../shown.ts'
import type { Texts } from '../t.ts'

export const tour: Texts['tour'] = {
  welcome: 'Willkommen bei Subarc',
  skip: 'Rundgang überspringen',
  back: 'Zurück',
  next: 'Weiter',
  done: 'Fertig',
  stepOf: (step: Shown, steps: Shown) => `${step} von ${steps}`,
  simulating: 'Das Simulieren der Beispiellinse',
  sampleLens: 'Beispiellinse',
  aLensSeenTwice: 'Eine Linse, zweimal gesehen',
  aLensSeenTwiceText:
    'Links eine simulierte Linse, wie eine Kamera am Boden sie sieht (LR), rechts, wie eine im All sie sieht (HR). Ein Netz lernt aus vielen solchen Paaren, was die groben Pixel weglassen. Rollen vergrößert, Ziehen verschiebt: beide bewegen sich zusammen, und jeder Wert ist der in der Datei.',
  yourOwnImages: 'Die eigenen Bilder',
  yourOwnImagesText:
    'Einen Ordner mit Paaren ablegen und Start drücken: alles andere ist gewählt und erklärt. Dateien werden dort gelesen, wo sie sind, und nie verändert. Wertungen gelten für Bilder, die das Netz nie gesehen hat, neben Interpolation und Entfaltung.',
  trainOnMyImages: 'Mit meinen Bildern trainieren',
  lookAtAnImage: 'Ein Bild ansehen',
  findYourWay: 'Sich zurechtfinden',
  findYourWayText:
    'Strg K findet jede Seite, jeden Datensatz und jeden Lauf beim Namen. Im Betrachter zeigt ? alle Tasten. Unten im Fenster steht, was der Rechner tut. Darstellung, Sprache, Threads und Speicher stehen in den Einstellungen, von wo aus dieser Rundgang noch einmal gezeigt werden kann.',
  settings: 'Einstellungen',
  tryIt: 'Ausprobieren',
  openTheResult: 'Das Ergebnis öffnen',
  superResolving: 'Das Hochauflösen der Beispiellinse',
  worth: (network: Shown, psnr: Shown, bicubic: Shown, images: Shown) =>
    `${network}, das mit Subarc kommt und mit simulierten Linsen trainiert wurde: ${psnr} dB PSNR auf ${images}, die es nie gesehen hat; bikubische Interpolation erreicht ${bicubic} dB. Was es ergänzt, ist gefolgert, nicht beobachtet.`,
}
