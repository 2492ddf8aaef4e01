import type { Shown } from '../shown.ts'

export const figure = {
  figure: 'Figure',
  exportAFigure: 'Export a figure',
  aPDFsOwnFontsHaveNoLetters:
    "A PDF's own fonts have no letters beyond Western European ones: the others become question marks. SVG keeps them.",
  largeImagesAreDrawnFromEvery: 'Large images are drawn from every few pixels; open a cutout for all of them.',
  export: (format: Shown) => `Export ${format}`,
  format: 'Format',
  white: 'white',
  dark: 'dark',
  thePixelsThatAreSeenWithThe:
    "The pixels that are seen, with the file's own values, and its header with the sky positions of the part.",
  namesOfThePanels: 'Names of the panels',
  colourBars: 'Colour bars',
  scaleBar: 'Scale bar',
  regions: 'Regions',
  title: 'Title',
  none: 'none',
  width: 'Width',
  paper: 'Paper',
  image: 'Image',
  thisBrowserGivesNoMemoryToDraw:
    'This browser gives no memory to draw in. Close other pages, or choose a smaller size.',
  aPNGOfXPixelsCannotBeDrawnAt: (width: Shown, height: Shown, mostSide: Shown, mostPixels: Shown) =>
    `A PNG of ${width} x ${height} pixels cannot be drawn: at most ${mostSide} a side and ${mostPixels} million in all. Choose another width, or SVG or PDF.`,
  thisBrowserHasNoMemoryForAPNG: 'This browser has no memory for a PNG of this size. Choose a smaller width.',
  thisPanelShowsNoPixelOfIts: 'This panel shows no pixel of its image. Press f to see all of it.',
}
