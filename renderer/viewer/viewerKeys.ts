import { t } from '../text/t.ts'
import { areOfOneGrid } from './derived.ts'
import { type Frame, keepInView, type Size, zoomStep } from './frame.ts'
import { matchLevels } from './levels.ts'
import type { ViewerPanel } from './panels.ts'
import {
  BLINK_SECONDS,
  DEFAULT_VIEW,
  LEAST_LENS_RADIUS,
  LENS_RADIUS,
  type Lens,
  MOST_LENS_RADIUS,
  toggleDerived,
  toggleLinked,
  type ViewState,
  withFrame,
} from './viewState.ts'
import type { Display } from './webgl/floatRenderer.ts'

/** What the keys of a panel do; where DS9 and CARTA agree on one, it is theirs. */
export const KEYS: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: t.viewer.move,
    keys: [
      ['+ -', t.viewer.zoomInZoomOut],
      ['f', t.viewer.fitTheWholeImage],
      ['arrows', t.viewer.moveByAPixelWithShiftByTen],
      ['u', t.viewer.letThisPanelGoItsOwnWayOrLink],
      ['w', t.viewer.linkByTheSkyOrByPixels],
    ],
  },
  {
    title: t.viewer.compare,
    keys: [
      ['b  B', t.viewer.blinkThePanelsHereForwardsOr],
      ['[  ]', t.viewer.blinkSlowerFaster],
      [t.viewer.space, t.viewer.whileHeldTheNextImageInThis],
      ['s', t.viewer.swipeTheNextImageToTheRightOfA],
      ['l', t.viewer.lensTheNextImageAroundThe],
      ['{  }', t.viewer.smallerLargerLens],
      ['d  r', t.viewer.differenceFromRatioToTheNext],
      [t.viewer.esc, t.viewer.endBlinkingSwipeAndLens],
    ],
  },
  {
    title: t.viewer.look,
    keys: [
      ['i', t.viewer.invertTheColours2],
      ['0', t.viewer.resetContrastAndBias2],
      ['m', t.viewer.giveAllPanelsTheLimitsOfThis],
      ['n', t.viewer.smoothBetweenPixelsOrShowThem],
      ['x', t.viewer.showWhatIsMasked],
      ['c', t.viewer.northEastAndAScaleBar],
      ['g', t.viewer.gridOfTheSky],
      ['?', t.viewer.thisList],
    ],
  },
]

/** The same, for a panel's description. */
export const KEYS_HELP = t.viewer.plusAndMinusZoomFFitsArrows + t.viewer.n0ResetsContrastAQuestionMark

export interface KeyContext {
  readonly panel: ViewerPanel
  /** All panels, in their order: "the next" follows from it. */
  readonly panels: readonly ViewerPanel[]
  /** What the panel shows now. */
  readonly frame: Frame
  readonly extent: Size
  readonly display: Display | undefined
}

interface Key {
  readonly key: string
  readonly shiftKey: boolean
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** The view after a key, or null where the key means nothing here. */
export function viewAfterKey(view: ViewState, key: Key, context: KeyContext): ViewState | null {
  return (
    viewAfterMove(view, key, context) ?? viewAfterComparison(view, key, context) ?? viewAfterLook(view, key, context)
  )
}

function viewAfterMove(
  view: ViewState,
  { key, shiftKey }: Key,
  { panel, frame, extent }: KeyContext,
): ViewState | null {
  const arrow = ARROWS[key]
  if (arrow) {
    const step = panel.scale * (shiftKey ? 10 : 1)
    const moved = { ...frame, x: frame.x + arrow[0] * step, y: frame.y + arrow[1] * step }
    return withFrame(view, panel.id, keepInView(moved, extent))
  }
  switch (key) {
    case '+':
    case '=':
      return withFrame(view, panel.id, { ...frame, zoom: zoomStep(frame.zoom, 1) })
    case '-':
    case '_':
      return withFrame(view, panel.id, { ...frame, zoom: zoomStep(frame.zoom, -1) })
    case 'f':
      return withFrame(view, panel.id, null)
    case 'u':
      return toggleLinked(view, panel.id)
    case 'w':
      return { ...view, link: view.link === 'sky' ? 'pixels' : 'sky' }
    default:
      return null
  }
}

/** The panel after this one that `allows` it, around the end; null if none does. */
function panelAfter({ panel, panels }: KeyContext, allows: (other: ViewerPanel) => boolean): ViewerPanel | null {
  const at = panels.indexOf(panel)
  const others = [...panels.slice(at + 1), ...panels.slice(0, at)]
  return others.find(allows) ?? null
}

const LENS_STEP = 1.25
const lensOf = (lens: Lens, factor: number): Lens => ({
  ...lens,
  radius: Math.min(MOST_LENS_RADIUS, Math.max(LEAST_LENS_RADIUS, Math.round(lens.radius * factor))),
})

function viewAfterComparison(view: ViewState, { key }: Key, context: KeyContext): ViewState | null {
  const { panel } = context
  const next = panelAfter(context, () => true)
  const sameGrid = panelAfter(context, other => other.kind === 'image' && areOfOneGrid(panel, other))
  switch (key) {
    case 's':
      if (view.swipe?.place === panel.id) return { ...view, swipe: null }
      return next && { ...view, swipe: { place: panel.id, shown: next.id, at: 0.5 } }
    case 'l':
      if (view.lens) return { ...view, lens: null }
      return next && { ...view, lens: { shown: next.id, radius: LENS_RADIUS } }
    case '{':
      return view.lens && { ...view, lens: lensOf(view.lens, 1 / LENS_STEP) }
    case '}':
      return view.lens && { ...view, lens: lensOf(view.lens, LENS_STEP) }
    case 'd':
      return sameGrid && toggleDerived(view, { op: 'minus', of: [panel.id, sameGrid.id] })
    case 'r':
      return sameGrid && toggleDerived(view, { op: 'over', of: [panel.id, sameGrid.id] })
    case '[':
      return { ...view, blinkSeconds: BLINK_SECONDS.find(s => s > view.blinkSeconds) ?? view.blinkSeconds }
    case ']':
      return { ...view, blinkSeconds: BLINK_SECONDS.findLast(s => s < view.blinkSeconds) ?? view.blinkSeconds }
    case 'Escape':
      return view.swipe || view.lens ? { ...view, swipe: null, lens: null } : null
    default:
      return null
  }
}

function viewAfterLook(view: ViewState, { key }: Key, { panel, display }: KeyContext): ViewState | null {
  switch (key) {
    case 'i':
      return { ...view, invert: !view.invert }
    case '0':
      return { ...view, contrast: DEFAULT_VIEW.contrast, bias: DEFAULT_VIEW.bias }
    case 'm':
      return display && panel.kind === 'image' ? matchLevels(view, panel, display) : null
    case 'n':
      return { ...view, smooth: !view.smooth }
    case 'x':
      return { ...view, masks: !view.masks }
    case 'c':
      return { ...view, compass: !view.compass, scaleBar: !view.compass }
    case 'g':
      return { ...view, grid: !view.grid }
    default:
      return null
  }
}
