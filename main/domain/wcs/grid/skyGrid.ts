import { positiveDegrees } from '../angles.ts'
import { type AngleStyle, hasHours } from '../formatSky.ts'
import { skyConverter } from '../frames/convert.ts'
import type { PixelPosition, SkyFrame, SkyPosition, Wcs } from '../types.ts'
import { clipToImage } from './clip.ts'
import { type SkyExtent, skyExtent } from './extent.ts'
import { chooseStep, type GridStep } from './steps.ts'

/** A line of equal longitude or latitude on the image. */
export interface GridLine {
  /** The coordinate that is equal along the line. */
  readonly axis: 'lon' | 'lat'
  /** Degrees. */
  readonly value: number
  /** `10h00m24s`, `−2°12′`, `150.10°`. */
  readonly label: string
  /** Where the label belongs: the line's end nearest to the lower edge (longitude) or the left one (latitude). */
  readonly labelAt: PixelPosition
  /** The line's parts on the image, each two points or more, in pixel coordinates. */
  readonly parts: readonly (readonly PixelPosition[])[]
}

export interface GridOptions {
  /** The WCS's own unless given. */
  readonly frame?: SkyFrame
  readonly style?: AngleStyle
  /** About how many lines of each coordinate; 5 unless given, 50 at most. */
  readonly lines?: number
}

const POINTS = 240

/**
 * A graticule over an image of the given size: lines at round values that suit it, clipped to its edges and broken where
 * the projection is. Empty where the image shows no sky.
 */
export function skyGrid(
  wcs: Wcs,
  size: { readonly width: number; readonly height: number },
  options: GridOptions = {},
): GridLine[] {
  const frame = options.frame ?? { frame: wcs.frame, equinox: wcs.equinox }
  const [toFrame, fromFrame] = [skyConverter(wcs, frame), skyConverter(frame, wcs)]
  const toPixel = (sky: SkyPosition) => wcs.skyToPixel(fromFrame(sky))
  const extent = skyExtent(size, pixel => mapped(wcs.pixelToSky(pixel), toFrame), toPixel)
  if (!extent) return []
  const style = options.style ?? 'sexagesimal'
  const lines = Math.max(1, Math.min(50, options.lines ?? 5))
  const lonStep = chooseStep(extent.lonSpan, lines, style, hasHours(frame.frame))
  const latStep = chooseStep(extent.latSpan, lines, style, false)
  return [
    ...lonValues(extent, lonStep).flatMap(lon => {
      const points = along(extent.lat, extent.latSpan, lat => toPixel({ lon, lat: Math.max(-90, Math.min(90, lat)) }))
      return lineOf('lon', positiveDegrees(lon), lonStep, clipToImage(points, size))
    }),
    ...multiples(extent.lat, extent.latSpan, latStep).flatMap(lat => {
      const points = along(extent.lon, extent.lonSpan, lon => toPixel({ lon, lat }))
      return Math.abs(lat) === 90 ? [] : lineOf('lat', lat, latStep, clipToImage(points, size))
    }),
  ]
}

function mapped(sky: SkyPosition | undefined, convert: (sky: SkyPosition) => SkyPosition): SkyPosition | undefined {
  return sky && convert(sky)
}

/** Points of a line, a little beyond the range that the samples found. */
function along<T>(start: number, span: number, at: (value: number) => T): T[] {
  const isWhole = span >= 360
  const margin = isWhole ? 0 : span * 0.05
  return Array.from({ length: POINTS + 1 }, (_, i) => at(start - margin + ((span + 2 * margin) * i) / POINTS))
}

function lonValues(extent: SkyExtent, step: GridStep): number[] {
  const values = multiples(extent.lon, extent.lonSpan, step)
  return extent.lonSpan >= 360 ? values.slice(0, -1) : values
}

function multiples(start: number, span: number, { degrees }: GridStep): number[] {
  const first = Math.ceil(start / degrees - 1e-9)
  const last = Math.floor((start + span) / degrees + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * degrees)
}

function lineOf(axis: 'lon' | 'lat', value: number, step: GridStep, parts: PixelPosition[][]): GridLine[] {
  const ends = parts.flatMap(part => [part[0], part[part.length - 1]])
  if (ends.length === 0) return []
  const away = (end: PixelPosition) => (axis === 'lon' ? end.y : end.x)
  const labelAt = ends.reduce((best, end) => (away(end) < away(best) ? end : best))
  return [{ axis, value, label: step.label(value), labelAt, parts }]
}
