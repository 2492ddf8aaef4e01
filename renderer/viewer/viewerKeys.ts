import { type Frame, keepInView, type Size, zoomStep } from './frame.ts'
import { DEFAULT_VIEW, type ViewState } from './viewState.ts'

/** What the keys of a panel do, for its description. */
export const KEYS_HELP =
  'Plus and minus zoom, f fits, arrows move by a pixel (with Shift by ten), b blinks the panels here, i inverts, 0 resets contrast.'

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/**
 * The view after a key, or null where the key means nothing here.
 * `frame`: what the panel shows now; `pixel`: the size of its image's pixels, reference pixels.
 */
export function viewAfterKey(
  view: ViewState,
  key: { readonly key: string; readonly shiftKey: boolean },
  frame: Frame,
  pixel: number,
  extent: Size,
): ViewState | null {
  const arrow = ARROWS[key.key]
  if (arrow) {
    const step = pixel * (key.shiftKey ? 10 : 1)
    return {
      ...view,
      frame: keepInView({ ...frame, x: frame.x + arrow[0] * step, y: frame.y + arrow[1] * step }, extent),
    }
  }
  switch (key.key) {
    case '+':
    case '=':
      return { ...view, frame: { ...frame, zoom: zoomStep(frame.zoom, 1) } }
    case '-':
    case '_':
      return { ...view, frame: { ...frame, zoom: zoomStep(frame.zoom, -1) } }
    case 'f':
      return { ...view, frame: null }
    case 'i':
      return { ...view, invert: !view.invert }
    case '0':
      return { ...view, contrast: DEFAULT_VIEW.contrast, bias: DEFAULT_VIEW.bias }
    default:
      return null
  }
}
