import type { Texts } from '../t.ts'

export const common: Texts['common'] = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  copy: 'Kopieren',
  delete: 'Löschen',
  name: 'Name',
  open: 'Öffnen',
  undo: 'Rückgängig',
  tryAgain: 'Erneut versuchen',
  save: 'Speichern',
  stop: 'Anhalten',
  imageUnit: 'Bildeinheit',
  notKnown: 'nicht bekannt',
  chooseOthers: 'Andere wählen',
  lookAtIt: 'Ansehen',
}
