import { hasArea } from '../regions/overlap.ts'
import type { Shape } from '../regions/region.ts'
import { lineProfile } from './lineProfile.ts'
import type { MeasuredImage } from './measuredImage.ts'
import { measureShape, type ShapeMeasurement, statistics } from './measureShape.ts'
import type { SkyRing } from './sky.ts'

/**
 * What is measured in any region, in the image's own pixels: of a line the statistics of its bilinear samples, of a
 * point its pixel's value. These have neither area nor sum. Throws `unsupported` for a region above the limit of
 * shapeMask.
 */
export function measureRegion(measured: MeasuredImage, shape: Shape, ring: SkyRing | null): ShapeMeasurement {
  if (hasArea(shape)) return measureShape(measured, shape, ring)
  const values = shape.kind === 'line' ? lineProfile(measured, shape).value : [pixelValue(measured, shape.x, shape.y)]
  const known = values.filter(Number.isFinite)
  return {
    ...statistics(known),
    sum: Number.NaN,
    sumError: Number.NaN,
    errorSource: null,
    area: Number.NaN,
    centroid: { x: Number.NaN, y: Number.NaN },
    sky: null,
    pixels: known.length,
    rejected: values.length - known.length,
  }
}

function pixelValue({ image, masked }: MeasuredImage, x: number, y: number): number {
  const [column, row] = [Math.floor(x + 0.5), Math.floor(y + 0.5)]
  if (column < 0 || row < 0 || column >= image.width || row >= image.height) return Number.NaN
  const at = row * image.width + column
  return masked?.[at] ? Number.NaN : image.data[at]
}
