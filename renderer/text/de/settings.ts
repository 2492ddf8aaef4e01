import type { Shown } from '../shown.ts'
import type { Texts } from '../t.ts'

export const settings: Texts['settings'] = {
  settings: 'Einstellungen',
  keptAtOnce: 'Jede Wahl wird sofort behalten, im Arbeitsbereich.',
  diagnostics: 'Diagnose',
  readingTheSettings: 'Das Lesen der Einstellungen',
  appearance: 'Aussehen',
  theme: 'Darstellung',
  dark: 'Dunkel',
  light: 'Hell',
  asTheSystem: 'Wie das System',
  language: 'Sprache',
  coreSpeaksEnglish: 'Meldungen des Kerns, Namen von Aufträgen und die Gründe der Rezepte sind englisch.',
  processors: 'Prozessor und Speicher',
  device: 'Gerät',
  newTrainingsUseIt:
    'Neue Trainings verwenden es, wenn sie nichts anderes sagen. Vor dem ersten Gebrauch wird es geprüft.',
  deviceIsBeingChecked: 'Das Gerät wird geprüft ...',
  choosingTheDevice: 'Das Wählen des Geräts',
  threads: 'Threads eines Trainings',
  threadsHelp: (count: Shown) =>
    `1 bis ${count}; weniger lassen anderen Programmen Platz. Eine andere Zahl von Threads kann die letzten Stellen eines Ergebnisses ändern.`,
  all: (count: Shown) => `alle ${count}`,
  memoryLimit: 'Speicher eines Trainings, höchstens',
  memoryHelp: (total: Shown) =>
    `Ein Training, das mehr brauchte, wird abgelehnt, mit dem Stapel, der passt. Hier sind ${total}.`,
  whatIsFree: 'was frei ist',
  newTrainings: 'Neue Trainings',
  recipe: 'Rezept zu Beginn',
  showTheTour: 'Den Rundgang noch einmal zeigen',
  workspace: 'Arbeitsbereich',
  folder: 'Ordner',
  free: 'Frei auf seinem Datenträger',
  format: 'Format',
  startWithAnother: 'Ein anderer wird geöffnet, indem Subarc mit seinem Ordner gestartet wird:',
  openAnother: 'Anderen Arbeitsbereich öffnen ...',
  foldersThatMayBeRead: 'Ordner, die Subarc lesen darf',
  changingTheFolders: 'Das Ändern der Ordner',
  isNoLongerRead: (path: Shown) => `${path} wird nicht mehr gelesen. Datensätze daraus behalten ihre Bilder.`,
  noFolderYet:
    'Noch keine. Ein Ordner kommt hinzu, wenn er geöffnet wird oder Dateien darin abgelegt oder gewählt werden.',
  notThereNow: (path: Shown) => `${path} (gerade nicht da)`,
  stopReading: (path: Shown) => `${path} nicht mehr lesen`,
}
