import type { FloatImage } from '../../../main/domain/image.ts'
import { type Frame, type Point, type Size, screenToReference } from '../frame.ts'
import type { Linking } from '../linking.ts'
import type { ViewerPanel } from '../panels.ts'
import { TiledImage } from '../tiles/tiledImage.ts'
import type { ViewState } from '../viewState.ts'
import type { Display } from '../webgl/floatRenderer.ts'
import { BACKGROUND, bandsColor, type Color, valueColor } from './colors.ts'

/** Bytes R, G, B, the top row first. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly rgb: Uint8Array
}

/** A raster and where it lies in its panel, CSS pixels from the panel's upper left corner. */
export interface PlacedRaster {
  readonly raster: Raster
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface RasterOptions {
  readonly panel: ViewerPanel
  readonly display: Display
  readonly view: ViewState
  readonly linking: Linking
  readonly frame: Frame
  readonly size: Size
  /** Raster pixels a CSS pixel, where the image is not laid down pixel by pixel. */
  readonly fineness: number
}

/** More data pixels than this are not worth keeping one by one. */
const MOST_PIXELS = 4_000_000

/**
 * What a panel shows. An image that lies along the panel keeps its own pixels, one by one, so that a vector figure is
 * sharp at any size; one that is smoothed, turned or far larger than the panel is sampled.
 */
export function panelRaster(given: RasterOptions): PlacedRaster {
  const options = { ...given, panel: withPixels(given.panel) }
  const { panel, linking, view, frame, size } = options
  const window = visiblePixels(panel, frame, size)
  const isPlain = linking.gridOf(panel) === panel && !view.smooth
  return isPlain && window.width * window.height <= MOST_PIXELS ? ownPixels(options, window) : sampled(options)
}

/** A large image is drawn from what is here of it: every so many pixels, wider by as much. */
const withPixels = (panel: ViewerPanel): ViewerPanel =>
  panel.image instanceof TiledImage
    ? {
        ...panel,
        image: panel.image.preview,
        scale: panel.scale * panel.image.previewStep,
        mask: undefined,
        wcs: undefined,
      }
    : panel

interface PixelWindow extends Size {
  readonly x: number
  readonly y: number
}

/** The image's pixels that the panel shows at least a part of. */
function visiblePixels({ image, scale }: ViewerPanel, frame: Frame, size: Size): PixelWindow {
  const range = (middle: number, length: number, most: number) => {
    const from = (middle - length / 2 / frame.zoom + 0.5) / scale
    const to = (middle + length / 2 / frame.zoom + 0.5) / scale
    const first = Math.min(most, Math.max(0, Math.floor(from + 1e-9)))
    return [first, Math.max(0, Math.min(most, Math.ceil(to - 1e-9)) - first)]
  }
  const [x, width] = range(frame.x, size.width, image.width)
  const [y, height] = range(frame.y, size.height, image.height)
  return { x, y, width, height }
}

/** The colour of the image's pixel at an index. */
function pixelColors({ panel, display, view }: RasterOptions): (index: number) => Color {
  const { image, bands } = panel
  const mask = view.masks ? panel.mask : undefined
  const plain = valueColor(display, view)
  const composed = bandsColor(display, view)
  const colorAt = (index: number): Color =>
    bands && display.composite
      ? composed([image.data[index], bands[0].data[index], bands[1].data[index]])
      : plain(image.data[index])
  return index => (mask && mask.data[index] === 0 ? masked(colorAt(index)) : colorAt(index))
}

/** The mean of the screen's hatching over a masked pixel. */
const MASK: Color = [92, 219, 184]
const MASK_SHARE = 0.8 * (3 / 8) + 0.2 * (5 / 8)
const masked = (color: Color): Color => {
  const mix = (part: number, over: number) => Math.round(part + (over - part) * MASK_SHARE)
  return [mix(color[0], MASK[0]), mix(color[1], MASK[1]), mix(color[2], MASK[2])]
}

function ownPixels(options: RasterOptions, window: PixelWindow): PlacedRaster {
  const { panel, frame, size } = options
  const colorAt = pixelColors(options)
  const rgb = new Uint8Array(3 * window.width * window.height)
  for (let row = 0, at = 0; row < window.height; row++) {
    const start = (window.y + window.height - 1 - row) * panel.image.width + window.x
    for (let column = 0; column < window.width; column++, at += 3) rgb.set(colorAt(start + column), at)
  }
  const pixel = panel.scale * frame.zoom
  return {
    raster: { width: window.width, height: window.height, rgb },
    x: (window.x * panel.scale - 0.5 - frame.x) * frame.zoom + size.width / 2,
    y: size.height / 2 - ((window.y + window.height) * panel.scale - 0.5 - frame.y) * frame.zoom,
    width: window.width * pixel,
    height: window.height * pixel,
  }
}

function sampled(options: RasterOptions): PlacedRaster {
  const { panel, linking, view, frame, size, fineness } = options
  const [width, height] = [Math.ceil(size.width * fineness), Math.ceil(size.height * fineness)]
  const rgb = new Uint8Array(3 * width * height)
  const colorAt = view.smooth ? smoothColors(options) : nearestColors(options)
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at += 3) {
      const onPanel = { x: (column + 0.5) / fineness, y: (row + 0.5) / fineness }
      const pixel = linking.pixelOf(panel, screenToReference(frame, size, onPanel))
      rgb.set(pixel === null ? BACKGROUND : colorAt(pixel), at)
    }
  }
  return { raster: { width, height, rgb }, x: 0, y: 0, width: width / fineness, height: height / fineness }
}

/** The pixel that covers a position, or -1 beside the image. */
function coveringPixel({ width, height }: FloatImage, { x, y }: Point): number {
  const [column, row] = [Math.floor(x + 0.5), Math.floor(y + 0.5)]
  return column < 0 || row < 0 || column >= width || row >= height ? -1 : row * width + column
}

function nearestColors(options: RasterOptions): (pixel: Point) => Color {
  const colorAt = pixelColors(options)
  return pixel => {
    const index = coveringPixel(options.panel.image, pixel)
    return index < 0 ? BACKGROUND : colorAt(index)
  }
}

function smoothColors({ panel, display, view }: RasterOptions): (pixel: Point) => Color {
  const { image, bands } = panel
  const mask = view.masks ? panel.mask : undefined
  const plain = valueColor(display, view)
  const composed = bandsColor(display, view)
  return pixel => {
    const index = coveringPixel(image, pixel)
    if (index < 0) return BACKGROUND
    const value = smoothValue(image, pixel, index)
    const color =
      bands && display.composite
        ? composed([value, smoothValue(bands[0], pixel, index), smoothValue(bands[1], pixel, index)])
        : plain(value)
    return mask && mask.data[index] === 0 ? masked(color) : color
  }
}

/** Bilinear between the neighbours that hold a value; none where the pixel itself has none. As the shader has it. */
function smoothValue({ width, height, data }: FloatImage, { x, y }: Point, index: number): number {
  if (!Number.isFinite(data[index])) return Number.NaN
  const [left, bottom] = [Math.floor(x), Math.floor(y)]
  let [sum, weights] = [0, 0]
  for (const [dx, dy] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ]) {
    const column = Math.min(width - 1, Math.max(0, left + dx))
    const row = Math.min(height - 1, Math.max(0, bottom + dy))
    const value = data[row * width + column]
    if (!Number.isFinite(value)) continue
    const weight = (dx ? x - left : 1 - (x - left)) * (dy ? y - bottom : 1 - (y - bottom))
    sum += weight * value
    weights += weight
  }
  return sum / weights
}
