import { orientation, pixelSidesArcsec, skyGrid } from '../../../main/domain/wcs/index.ts'
import type { Wcs } from '../../../main/domain/wcs/types.ts'
import {
  type Frame,
  type Point,
  pixelToReference,
  referenceToPixel,
  referenceToScreen,
  type Size,
  screenToReference,
} from '../frame.ts'
import { wantedFrame } from '../skyText.ts'
import type { ViewState } from '../viewState.ts'

/** A panel's window on an image that has a WCS. All that comes of it is in CSS pixels, y downwards, as SVG counts. */
export interface SkyWindow {
  readonly wcs: Wcs
  /** Reference pixels a pixel of the WCS. */
  readonly scale: number
  readonly frame: Frame
  readonly size: Size
}

const middleOf = ({ frame, scale }: SkyWindow): Point => referenceToPixel(frame, scale)

/** Unit vectors to north and east in the middle of the window; null off the sky. */
export function compassArrows(window: SkyWindow): { readonly north: Point; readonly east: Point } | null {
  const found = orientation(window.wcs, middleOf(window))
  if (!found) return null
  const arrow = (degrees: number): Point => {
    const angle = (degrees * Math.PI) / 180
    return { x: Math.cos(angle), y: -Math.sin(angle) }
  }
  return { north: arrow(found.northDeg), east: arrow(found.eastDeg) }
}

export interface ScaleBar {
  /** CSS pixels. */
  readonly length: number
  readonly arcsec: number
  /** '0.5″', '2′', '1°'. */
  readonly label: string
}

/** Round numbers of seconds, minutes and degrees of arc, in arcsec. */
const ROUND_ARCSEC = [
  ...[-4, -3, -2, -1].flatMap(power => [1, 2, 5].map(digit => Number(`${digit}e${power}`))),
  ...[1, 2, 5, 10, 20, 30],
  ...[1, 2, 5, 10, 20, 30].map(minutes => minutes * 60),
  ...[1, 2, 5, 10, 20, 30, 60, 90].map(degrees => degrees * 3600),
]

function arcLabel(arcsec: number): string {
  if (arcsec >= 3600) return `${arcsec / 3600}°`
  return arcsec >= 60 ? `${arcsec / 60}′` : `${arcsec}″`
}

/** The longest bar of a round length that takes no more than a third of the window's width; null off the sky. */
export function scaleBar(window: SkyWindow): ScaleBar | null {
  const sides = pixelSidesArcsec(window.wcs, middleOf(window))
  if (!sides) return null
  const perPixel = sides.x / (window.scale * window.frame.zoom)
  const arcsec = ROUND_ARCSEC.findLast(length => length / perPixel <= window.size.width / 3)
  return arcsec === undefined ? null : { length: arcsec / perPixel, arcsec, label: arcLabel(arcsec) }
}

export interface GridMark {
  readonly axis: 'lon' | 'lat'
  readonly label: string
  readonly labelAt: Point
  readonly lines: readonly (readonly Point[])[]
}

/** About one line of a grid in so many CSS pixels. */
const LINE_SPACING = 130

/** Lines of round longitude and latitude over the window, in the frame that the view wants. */
export function gridMarks(window: SkyWindow, view: Pick<ViewState, 'skyFrame' | 'skyFormat'>): GridMark[] {
  const { wcs, scale, frame, size } = window
  const corner = referenceToPixel(screenToReference(frame, size, { x: 0, y: size.height }), scale)
  // The window's own pixels, whose lower left corner is at -0.5 as that of every image.
  const [dx, dy] = [corner.x + 0.5, corner.y + 0.5]
  const seen: Wcs = {
    ...wcs,
    pixelToSky: ({ x, y }) => wcs.pixelToSky({ x: x + dx, y: y + dy }),
    skyToPixel: sky => {
      const pixel = wcs.skyToPixel(sky)
      return pixel && { x: pixel.x - dx, y: pixel.y - dy }
    },
  }
  const pixels = 1 / (scale * frame.zoom)
  const seenSize = { width: size.width * pixels, height: size.height * pixels }
  const toScreen = ({ x, y }: Point) =>
    referenceToScreen(frame, size, pixelToReference({ x: x + dx, y: y + dy }, scale))
  const lines = Math.max(2, Math.round(Math.min(size.width, size.height) / LINE_SPACING))
  const grid = skyGrid(seen, seenSize, { frame: wantedFrame(view), style: view.skyFormat, lines })
  return grid.map(({ axis, label, labelAt, parts }) => ({
    axis,
    label,
    labelAt: toScreen(labelAt),
    lines: parts.map(part => part.map(toScreen)),
  }))
}
