import { cutoutAddress } from '../../../main/contract/images.ts'
import { AppError } from '../../../main/domain/errors.ts'
import { t } from '../../text/t.ts'
import { responseError } from '../../ui/responseError.ts'
import { type Size, screenToReference } from '../frame.ts'
import type { Linking } from '../linking.ts'
import type { FigurePanel } from './layout.ts'

interface PixelWindow extends Size {
  readonly x: number
  readonly y: number
}

/** The smallest rectangle of a panel's own pixels that holds all of them that are seen; null where none is. */
export function visibleWindow({ panel, frame, size }: FigurePanel, linking: Linking): PixelWindow | null {
  const corners = [0, size.width].flatMap(x => [0, size.height].map(y => ({ x, y })))
  const pixels = corners.map(corner => linking.pixelOf(panel, screenToReference(frame, size, corner)))
  const range = (values: readonly (number | undefined)[], most: number) => {
    const known = values.filter(value => value !== undefined)
    // An edge that falls on the edge of a pixel, but for rounding, takes no other pixel along.
    const first = Math.max(0, Math.floor(Math.min(...known) + 0.5 + 1e-6))
    const last = Math.min(most, Math.ceil(Math.max(...known) + 0.5 - 1e-6))
    return known.length < values.length ? [0, most] : [first, last - first]
  }
  const [x, width] = range(
    pixels.map(p => p?.x),
    panel.image.width,
  )
  const [y, height] = range(
    pixels.map(p => p?.y),
    panel.image.height,
  )
  return width > 0 && height > 0 ? { x, y, width, height } : null
}

/** What a panel shows as a FITS file, cut by the core from the image's own values. */
export async function fetchCutout(placed: FigurePanel, linking: Linking, ref: string): Promise<ArrayBuffer> {
  const window = visibleWindow(placed, linking)
  if (window === null) throw new AppError('bad-input', t.figure.thisPanelShowsNoPixelOfIts)
  const response = await fetch(cutoutAddress(ref, window))
  if (!response.ok) throw await responseError(response)
  return response.arrayBuffer()
}
