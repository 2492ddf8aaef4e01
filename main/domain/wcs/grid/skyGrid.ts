import { positiveDegrees } from '../angles.ts'
import { type AngleStyle, hasHours } from '../formatSky.ts'
import { skyConverter } from '../frames/convert.ts'
import type { PixelPosition, SkyFrame, SkyPosition, Wcs } from '../types.ts'
import { clipToImage } from './clip.ts'
import { type SkyExtent, skyExtent } from './extent.ts'
import { labelPlace } from './labelPlace.ts'
import { chooseStep, type GridStep } from './steps.ts'

/** A line of equal longitude or latitude on the image. */
export interface GridLine {
  /** The coordinate that is equal along the line. */
  readonly axis: 'lon' | 'lat'
  /** Degrees. */
  readonly value: number
  /** `10h00m24s`, `−2°12′`, `150.10°`. */
  readonly label: string
  /** Where the label belongs: on the line, at the lower edge for longitude and at the left one for latitude where it can. */
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

interface Size {
  readonly width: number
  readonly height: number
}

const POINTS = 240

/**
 * A graticule over an image of the given size: lines at round values that suit it, clipped to its edges and broken where
 * the projection is. Empty where the image shows no sky.
 */
export function skyGrid(wcs: Wcs, size: Size, options: GridOptions = {}): GridLine[] {
  const frame = options.frame ?? { frame: wcs.frame, equinox: wcs.equinox }
  const [toFrame, fromFrame] = [skyConverter(wcs, frame), skyConverter(frame, wcs)]
  const toPixel = (sky: SkyPosition) => wcs.skyToPixel(fromFrame(sky))
  const extent = skyExtent(size, pixel => mapped(wcs.pixelToSky(pixel), toFrame), toPixel)
  if (!extent) return []
  const style = options.style ?? 'sexagesimal'
  const lines = Math.max(1, Math.min(50, options.lines ?? 5))
  const lonStep = chooseStep(extent.lonSpan, lines, style, hasHours(frame.frame))
  const latStep = chooseStep(extent.latSpan, lines, style, false)
  // Where many lines meet in a pole, and where a projection draws it as a line, they stop short of it.
  const top = 90 - 1e-4 * Math.max(extent.latSpan, 1e-6)
  return [
    ...lonValues(extent, lonStep).flatMap(lon => {
      const at = (lat: number) => toPixel({ lon, lat: Math.max(-top, Math.min(top, lat)) })
      return lineOf('lon', positiveDegrees(lon), lonStep, along(extent.lat, extent.latSpan, at), size)
    }),
    ...multiples(extent.lat, extent.latSpan, latStep)
      .filter(lat => Math.abs(lat) < top)
      .flatMap(lat => {
        const at = (lon: number) => toPixel({ lon, lat })
        return lineOf('lat', lat, latStep, along(extent.lon, extent.lonSpan, at), size)
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

function lineOf(
  axis: 'lon' | 'lat',
  value: number,
  step: GridStep,
  points: readonly (PixelPosition | undefined)[],
  size: Size,
): GridLine[] {
  const parts = clipToImage(points, size)
  const labelAt = labelPlace(axis, parts, size)
  return labelAt ? [{ axis, value, label: step.label(value), labelAt, parts }] : []
}
