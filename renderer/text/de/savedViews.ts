import type { Shown } from '../shown.ts'
import type { Texts } from '../t.ts'

export const savedViews: Texts['savedViews'] = {
  savedViews: 'Gespeicherte Ansichten',
  wasDeleted: (name: Shown) => `${name} wurde gelöscht.`,
  noViewIsSaved: 'Keine Ansicht ist gespeichert.',
  changingTheSavedViews: 'Das Ändern der gespeicherten Ansichten',
  saved: (createdAt: Shown) => `Gespeichert ${createdAt}`,
  nameOf: (name: Shown) => `Name von ${name}`,
  open: (name: Shown) => `${name} öffnen`,
  delete: (name: Shown) => `${name} löschen`,
  saveThisView: 'Diese Ansicht speichern',
  saveView: 'Ansicht speichern',
  nameOfTheView: 'Name der Ansicht',
  imagesFrameStretchLimits: 'Bilder, Ausschnitt, Streckung, Grenzen, Farben und Regionen werden behalten.',
  savingTheView: 'Das Speichern der Ansicht',
  views: 'Ansichten',
  saveThisView2: 'Diese Ansicht speichern ...',
  copyALinkToThisView: 'Einen Link auf diese Ansicht kopieren',
  allSavedViews: 'Alle gespeicherten Ansichten ...',
  aLinkToThisViewIsInThe: 'Ein Link auf diese Ansicht ist in der Zwischenablage.',
}
