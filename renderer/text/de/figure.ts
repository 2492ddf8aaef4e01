import type { Shown } from '../shown.ts'
import type { Texts } from '../t.ts'

export const figure: Texts['figure'] = {
  figure: 'Abbildung',
  exportAFigure: 'Eine Abbildung exportieren',
  aPDFsOwnFontsHaveNoLetters:
    'Die eigenen Schriften eines PDF haben keine Buchstaben jenseits der westeuropäischen: die anderen werden zu Fragezeichen. SVG behält sie.',
  largeImagesAreDrawnFromEvery:
    'Große Bilder werden aus jedem so-und-sovielten Pixel gezeichnet; für alle einen Ausschnitt öffnen.',
  export: (format: Shown) => `${format} exportieren`,
  format: 'Format',
  white: 'weiß',
  dark: 'dunkel',
  thePixelsThatAreSeenWithThe:
    'Die sichtbaren Pixel mit den eigenen Werten der Datei und ihr Header mit den Himmelspositionen des Ausschnitts.',
  namesOfThePanels: 'Namen der Felder',
  colourBars: 'Farbbalken',
  scaleBar: 'Maßstab',
  regions: 'Regionen',
  title: 'Titel',
  none: 'keiner',
  width: 'Breite',
  paper: 'Papier',
  image: 'Bild',
  thisBrowserGivesNoMemoryToDraw:
    'Dieser Browser gibt keinen Speicher zum Zeichnen her. Andere Seiten schließen oder eine kleinere Größe wählen.',
  aPNGOfXPixelsCannotBeDrawnAt: (width: Shown, height: Shown, mostSide: Shown, mostPixels: Shown) =>
    `Ein PNG mit ${width} x ${height} Pixeln lässt sich nicht zeichnen: höchstens ${mostSide} je Seite und ${mostPixels} Millionen insgesamt. Eine andere Breite wählen, oder SVG oder PDF.`,
  thisBrowserHasNoMemoryForAPNG:
    'Dieser Browser hat keinen Speicher für ein PNG dieser Größe. Eine kleinere Breite wählen.',
  thisPanelShowsNoPixelOfIts: 'Dieses Feld zeigt kein Pixel seines Bildes. f drücken, um alles zu sehen.',
}
