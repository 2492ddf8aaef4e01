import type { FloatImage } from '../../main/domain/image.ts'
import type { ViewerPanel } from './panels.ts'
import { type Derived, derivedId } from './viewState.ts'

/** Larger images are not subtracted in the page: it would stand still, and hold as much memory again. */
const MOST_DERIVED_PIXELS = 16_777_216

/** Images that were made before, by what they are made of: textures and limits are kept by the image. */
const known = new WeakMap<FloatImage, WeakMap<FloatImage, Map<string, FloatImage>>>()

function combined(op: 'minus' | 'over', a: FloatImage, b: FloatImage): FloatImage {
  const withA = known.get(a) ?? new WeakMap<FloatImage, Map<string, FloatImage>>()
  known.set(a, withA)
  const made = withA.get(b) ?? new Map<string, FloatImage>()
  withA.set(b, made)
  const image = made.get(op) ?? {
    width: a.width,
    height: a.height,
    data: op === 'minus' ? a.data.map((v, i) => v - b.data[i]) : a.data.map((v, i) => v / b.data[i]),
  }
  made.set(op, image)
  return image
}

/** All pixels are here, and not too many. */
const isWhole = ({ width, height, data }: FloatImage) =>
  data.length === width * height && data.length <= MOST_DERIVED_PIXELS

/** Whether two panels hold the same pixels, so that one may be taken from the other. */
export const areOfOneGrid = (a: ViewerPanel, b: ViewerPanel): boolean =>
  a.image.width === b.image.width &&
  a.image.height === b.image.height &&
  a.scale === b.scale &&
  a.kind !== 'composite' &&
  b.kind !== 'composite' &&
  isWhole(a.image) &&
  isWhole(b.image)

/** The panel that a derivation describes, or null where a panel is missing or lies on another grid. */
export function derivedPanel(panels: readonly ViewerPanel[], derived: Derived): ViewerPanel | null {
  const found = derived.of.map(id => panels.find(panel => panel.id === id))
  const [a, b, c] = found
  if (!a || !b || !areOfOneGrid(a, b)) return null
  const id = derivedId(derived)
  const { scale, levelFactor, wcs, mask } = a
  if (derived.op === 'rgb') {
    if (!c || !areOfOneGrid(a, c)) return null
    const title = `${a.title}, ${b.title}, ${c.title}`
    return {
      id,
      title,
      kind: 'composite',
      image: a.image,
      bands: [b.image, c.image],
      scale,
      levelFactor,
      wcs,
      mask,
      unit: a.unit,
    }
  }
  const image = combined(derived.op, a.image, b.image)
  const common = { id, image, scale, levelFactor, wcs, mask }
  return derived.op === 'minus'
    ? { ...common, title: `${a.title} - ${b.title}`, kind: 'residual', unit: a.unit }
    : { ...common, title: `${a.title} / ${b.title}`, kind: 'ratio', unit: null }
}

/** The panels with those that the view makes of them behind; those that are there already are not made again. */
export function withDerived(panels: readonly ViewerPanel[], derived: readonly Derived[]): readonly ViewerPanel[] {
  const missing = derived.filter(each => panels.every(panel => panel.id !== derivedId(each)))
  if (missing.length === 0) return panels
  return [...panels, ...missing.flatMap(each => derivedPanel(panels, each) ?? [])]
}
